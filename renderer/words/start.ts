import { plural } from './locale.ts';

/** Beginning: templates, recipes, the tour and sheets with nothing on them. */
export const start = {
  findKind: 'Find a node or recipe',
  nothingFound: (search: string) => `No node or recipe matches “${search}”. Try what it should do: “outage”, “cost”, “slow”.`,
  showAll: 'Show all',
  recipes: 'Recipes',
  insert: (title: string) => `Insert ${title.charAt(0).toLowerCase()}${title.slice(1)}`,

  /** `count`: how many values of the card are explained. */
  reasons: (count: number) => plural(count, { one: `Why this value: ${count} reason`, other: `Why these values: ${count} reasons` }),
  newPolicy: {
    title: 'New policy',
    description: 'Start from a drawing that works and change it, or from an empty sheet.',
    cancel: 'Cancel',
    create: 'Create',
    name: 'Policy name',
    suggestedName: 'My policy',
    from: 'Start from',
    templates: 'Templates',
    examples: 'Examples, with recorded traffic',
    empty: 'Empty sheet',
    emptyPurpose: 'Draw from an entry on: where requests come in, and what answers them.',
    /** Of a template: what one typical call of its dearest first-tier model costs, what is owed, and how large the drawing is. */
    figures: (usd: string | null, seconds: string, availability: string, nodes: number) =>
      `${usd === null ? '' : `About ${usd} a model call. `}Owes ${availability} useful answers, 95 of 100 within ${seconds}. ${nodes} nodes, chosen values explained.`,
  },

  emptySheet: {
    title: 'Nothing is drawn yet.',
    text: 'Every request comes in at an entry and needs something that answers it. Begin with a drawing that works, or draw it yourself.',
    draw: (template: string) => `Draw the template ${template}`,
    isDrawn: 'the sheet is not empty; New policy offers the templates',
    fromEntry: 'Draw from an entry',
    more: 'All templates …',
    hint: (keys: string | undefined) =>
      `Or drag a node or a recipe here from the palette.${keys === undefined ? '' : ` ${keys} finds everything that can be done.`}`,
  },
  tour: {
    command: 'Take the tour',
    label: (step: number, of: number, title: string) => `Tour, step ${step} of ${of}: ${title}`,
    position: (step: number, of: number) => `Step ${step} of ${of}`,
    next: 'Next',
    back: 'Back',
    leave: 'Leave the tour',
    close: 'Close the tour',
    end: 'End the tour',
    simulate: 'Simulate',
    simulating: 'Simulating …',
    elsewhere: (room: string) => `What this step shows stands in ${room}.`,
    goThere: (room: string) => `Go to ${room}`,
    rooms: { design: 'Design', tiers: 'Tiers', rehearse: 'Rehearse', export: 'Export', traffic: 'Traffic', review: 'Review' },
    steps: {
      drawing: {
        title: 'The drawing',
        text: 'A request comes in at the entry and follows the wires. Each card calls what hangs on it; a fallback calls its tiers in order, until one gives an answer.',
        tries: 'Select a card to see its settings here. Everything can be undone.',
      },
      simulate: {
        title: 'Simulate',
        text: 'Sends the traffic through the drawing while the scenario goes wrong. Both are chosen here in the bar, and no model is called.',
        tries: '',
      },
      result: {
        title: 'What happened',
        text: 'This sentence says what users got. Below it: the drawing at any instant, the figures against what is owed, and charts on one time axis.',
        tries: 'Change the drawing and simulate again: the luck stays the same, so the difference is your change.',
      },
      onward: {
        title: 'Tiers and Export',
        text: 'Tiers says the same to those who answer to users: what is promised at each tier, and who signed it. Export writes the file for the gateway, with its checksum.',
        tries: 'The tour can be taken again: it is among the commands.',
      },
    },
  },
};
