import { plural } from './locale.ts';

const trafficOrigin = { recorded: 'recorded', generated: 'generated' } as const;

/** What stands around the rooms: bar, rail, banner, notices. */
export const app = {
  product: 'Gracefall',
  back: 'Back to the welcome screen',
  commands: 'Commands',
  /** Name of the button: what is read on it, and its keys. */
  commandsBy: (keys: string | undefined): string => `Commands ${keys ?? ''}`,
  theme: 'Light or dark',
  save: 'Save',
  edited: 'edited',
  notSaved: 'not saved yet',
  undo: 'Undo',
  redo: 'Redo',
  undoThis: (step: string): string => `Undo: ${step}`,
  redoThis: (step: string): string => `Redo: ${step}`,
  nothingToUndo: 'Nothing to undo',
  nothingToRedo: 'Nothing to redo',
  traffic: {
    title: 'Traffic',
    named: (traffic: string): string => `Traffic ${traffic}`,
    none: 'none chosen',
    /** `requests`: the count as it is written. */
    chosen: (label: string, requests: string): string => `${label}, ${requests} requests`,
    detail: (requests: string, span: string, origin: 'recorded' | 'generated'): string =>
      `${requests} requests in ${span}, ${trafficOrigin[origin]}`,
    rehearseOn: 'Rehearse on',
    chooseFile: 'Choose a file …',
    chooseFileTitle: 'Choose recorded traffic',
  },
  scenario: {
    title: 'Scenario',
    /** `idle`: the sentence that says why it would change nothing, where it would not. */
    named: (scenario: string, idle: string | null): string => `Scenario ${scenario}${idle === null ? '' : `. ${idle}`}`,
    ofPolicy: 'Of this policy',
  },
  simulate: 'Simulate',
  simulateHelp: 'Rehearse this policy on the traffic under the scenario',
  cancel: 'Cancel',
  progress: 'Progress of the run',
  readingTraffic: 'reading traffic',
  rooms: 'Rooms',
  room: { design: 'Design', rehearse: 'Rehearse', export: 'Export' },
  lost: 'Gracefall’s local server has stopped, so nothing can be saved or rehearsed. What you changed until then is kept; changes from now on live only in this window.',
  connectAgain: 'Connect again',
  downloadCopy: 'Download a copy',
  noAnswerYet: 'The local server does not answer yet. Start Gracefall again; if it prints another address, open that one.',
  noServer: 'Gracefall’s local server does not answer. Start it again with npm start and open the address it prints.',
  noStart: 'Gracefall could not start',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  runs: {
    title: 'Run settings',
    summary: (seed: number, runs: number): string =>
      `Run settings: seed ${seed}, ${plural(runs, { one: `${runs} run`, other: `${runs} runs` })}`,
    seed: 'Seed',
    seedHelp: 'The luck of a run. The same seed gives the same figures, whatever you change in between.',
    count: 'Runs',
    countHelp: (most: number): string =>
      `1 to ${most}, each with its own luck. From two on, figures carry the interval that luck leaves open.`,
    /** `keys`: what starts a run, where it has keys. */
    takesEffect: (keys: string | undefined): string => `Takes effect with the next Simulate${keys === undefined ? '' : ` (${keys})`}.`,
    notWhole: (low: number, high: number, kept: number): string => `A whole number from ${low} to ${high}. Until it is one, ${kept} stays.`,
  },
  scenarioGroups: {
    providers: 'Providers',
    traffic: 'More traffic',
    answers: 'Answers and prices',
    others: 'People, agents and tools',
  },
} as const;
