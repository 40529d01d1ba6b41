import { plural } from './locale.ts';

/** The screen before a policy is open. */
export const welcome = {
  /** The question of the product, in the lines it is set in. */
  question: ['What do your', 'users get when', 'the model is away?'],
  lead: 'Draw the answer, rehearse it on recorded traffic, and hand it to your gateway.',
  takeTour: 'Take the one-minute tour',
  noSetUp: 'no set-up',
  newPolicy: 'New policy',
  open: 'Open a policy',
  fromTemplate: 'Or start from a template',
  newFrom: (template: string) => `New from template ${template}`,
  version: (app: string, engine: string) => `Version ${app}, engine ${engine}`,
  steps: { full: 'full', core: 'core', basic: 'basic' },
  tour: {
    title: 'The tour',
    hint: 'four steps, on an example that already works',
    draw: { title: '1. Draw', text: 'Put a smaller model behind the big one.' },
    simulate: { title: '2. Simulate', text: 'Let an outage arrive, and leave.' },
    result: { title: '3. See what happened', text: 'What users got, and when.' },
    onward: { title: '4. Hand it over', text: 'Promises for people, a file for the gateway.' },
  },
  examples: {
    title: 'Examples',
    hint: 'each opens with traffic and scenarios',
    open: 'Open example',
    size: (nodes: number, scenarios: number) =>
      `${plural(nodes, { one: `${nodes} node`, other: `${nodes} nodes` })}, ${plural(scenarios, { one: `${scenarios} scenario`, other: `${scenarios} scenarios` })}`,
  },
  recent: {
    title: 'Recent',
    none: 'Policies you open or save are listed here, with what has changed on disk since. A policy is one file; it can lie in your repository.',
    changed: 'changed on disk',
    missing: 'not found',
    remove: 'Remove from this list',
    removeOne: (name: string) => `Remove ${name} from the list`,
  },
} as const;
