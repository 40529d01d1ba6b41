import { plural } from './locale.ts';

/** What is said when a run cannot begin, or does not end. */
export const rehearsal = {
  noServer: 'Nothing can be rehearsed: Gracefall’s local server has stopped. Start it again, then connect again.',
  errors: (count: number, first: string): string =>
    `This policy cannot be rehearsed yet: ${plural(count, { one: 'one error stands', other: `${count} errors stand` })} in the way. ${first}`,
  noTraffic: 'Choose the traffic first: a rehearsal replays recorded or generated requests.',
  ofScenario: (message: string): string => `Scenario: ${message}`,
  noResult: (reason: string): string => `The run ended without a result: ${reason}`,
  cancelled: 'The run was cancelled.',
} as const;
