import { plural } from './locale.ts';

/** The screen that stands while no policy is open. */
export const welcome = {
  /** Lines of the heading. */
  question: ['What do your', 'users get when', 'the model is away?'],
  lead: 'Draw the answer, rehearse it on recorded traffic, and hand it to your gateway.',
  takeTour: 'Take the one-minute tour',
  noSetUp: 'no set-up',
  newPolicy: 'New policy',
  openPolicy: 'Open a policy',
  version: (version: string, engine: string): string => `Version ${version}, engine ${engine}`,
  tour: {
    title: 'The tour',
    about: 'three steps, on an example that already works',
    draw: '1. Draw',
    drawHelp: 'Put a smaller model behind the big one.',
    rehearse: '2. Rehearse',
    rehearseHelp: 'Watch an outage arrive, and leave.',
    export: '3. Export',
    exportHelp: 'Hand it to your gateway, checked and checksummed.',
  },
  steps: { full: 'full', core: 'core', basic: 'basic' },
  examples: 'Examples',
  examplesAbout: 'each opens with traffic and scenarios',
  /** Said before the name of an example. */
  openExample: 'Open example',
  contents: (nodes: number, scenarios: number): string =>
    `${plural(nodes, { one: `${nodes} node`, other: `${nodes} nodes` })}, ${plural(scenarios, { one: `${scenarios} scenario`, other: `${scenarios} scenarios` })}`,
  recent: 'Recent',
  noRecent: 'Policies you open or save are listed here.',
  changedOnDisk: 'changed on disk',
  notFound: 'not found',
  forget: 'Remove from this list',
  forgetThis: (name: string): string => `Remove ${name} from the list`,
} as const;
