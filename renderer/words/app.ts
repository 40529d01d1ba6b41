import { plural } from './locale.ts';

/** What stands around the rooms: bar, rail, banner, notices. */
export const app = {
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
