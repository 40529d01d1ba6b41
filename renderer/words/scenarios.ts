import { plural } from './locale.ts';

/** What is said of scenarios: where one is chosen, over the charts and in the first sentence of a run. Figures come as they are written. */
export const scenarios = {
  /** `reason`: the check's sentence about the first event; `others`: how many events more change nothing. */
  idle: (reason: string, others: number): string =>
    `Strikes nothing here: ${reason.charAt(0).toUpperCase()}${reason.slice(1, reason.endsWith('.') ? -1 : undefined)}${others === 0 ? '.' : `, and its other ${plural(others, { one: 'event does', other: `${others} events do` })} nothing either.`}`,

  /** What an event strikes, as the subject of a sentence. */
  subject: {
    primaryProvider: 'The primary provider',
    allProviders: 'Every provider',
    everyKind: (kind: string): string => `Every ${kind}`,
    traffic: 'Traffic',
  },

  /** Rest of a sentence that begins with what was struck. */
  did: {
    wasAway: (span: string): string => `was away for ${span}`,
    failed: (share: string, span: string): string => `failed ${share} of its calls for ${span}`,
    failedRequests: (share: string, span: string): string => `failed the same ${share} of requests at every attempt for ${span}`,
    failedWith: (share: string, failure: string, span: string): string => `failed ${share} of its calls with ${failure} for ${span}`,
    tookLonger: (multiplier: string, span: string): string => `took ${multiplier} × as long for ${span}`,
    tookLongerOnSome: (multiplier: string, share: string, span: string): string =>
      `took ${multiplier} × as long on ${share} of its calls for ${span}`,
    tookOnly: (requestsPerMin: string, span: string): string => `took only ${requestsPerMin} requests a minute for ${span}`,
    wrongAnswers: (share: string, span: string): string => `gave wrong answers in ${share} of the cases that it had right, for ${span}`,
    longerAnswers: (multiplier: string, span: string): string => `wrote answers ${multiplier} × as long for ${span}`,
    flawedAnswers: (flaw: string, share: string, span: string): string => `gave ${flaw} answers in ${share} of its calls for ${span}`,
    cost: (multiplier: string, span: string): string => `cost ${multiplier} × as much for ${span}`,
    noCapacity: (span: string): string => `had no capacity for ${span}`,
    lessCapacity: (share: string, span: string): string => `had ${share} of its capacity for ${span}`,
    endlessLoop: (share: string, span: string): string => `did not come to an end in ${share} of its loops for ${span}`,
    grewConversations: (multiplier: string, span: string): string => `added ${multiplier} × as much to its conversations for ${span}`,
    wasHeavier: (multiplier: string, span: string): string => `was ${multiplier} × as heavy for ${span}`,
  },
  sentence: (subject: string, did: string): string => `${subject} ${did}`,
  /** `unsteadyFor`: how long its aftermath went on; `others`: how many incidents had nothing to do with it. */
  all: (gravest: string, unsteadyFor: string | null, others: number): string =>
    [
      gravest,
      unsteadyFor === null ? '' : ` and unsteady for ${unsteadyFor} after`,
      others === 0 ? '' : `; ${plural(others, { one: 'one more incident', other: `${others} more incidents` })} fell into the run`,
      '.',
    ].join(''),
  onChart: (event: string, sentence: string): string => `${event}: ${sentence}, assumed by the scenario.`,

  /** A few words over a chart. */
  label: {
    away: (subject: string): string => `${subject} away`,
    partlyAway: (subject: string, share: string): string => `${subject} away, ${share} of calls fail`,
    failingRequests: (subject: string, share: string): string => `${subject}: the same ${share} of requests fail`,
    failing: (subject: string, share: string, failure: string): string => `${subject}: ${share} ${failure}`,
    slow: (subject: string, multiplier: string): string => `${subject} takes ${multiplier} × as long`,
    sometimesSlow: (subject: string, share: string, multiplier: string): string =>
      `${subject}: ${share} of calls take ${multiplier} × as long`,
    limited: (subject: string, requestsPerMin: string): string => `${subject}: ${requestsPerMin} requests/min`,
    wrong: (subject: string, share: string): string => `${subject}: ${share} of right answers go wrong`,
    longAnswers: (subject: string, multiplier: string): string => `${subject}: answers ${multiplier} × as long`,
    flawed: (subject: string, share: string, flaw: string): string => `${subject}: ${share} ${flaw}`,
    dear: (subject: string, multiplier: string): string => `${subject}: ${multiplier} × the price`,
    noCapacity: (subject: string): string => `${subject}: no capacity`,
    lessCapacity: (subject: string, share: string): string => `${subject}: ${share} of capacity`,
    endlessLoop: (subject: string, share: string): string => `${subject}: ${share} of loops never end`,
    growingConversations: (subject: string, multiplier: string): string => `${subject}: conversations grow ${multiplier} × as fast`,
    surge: (multiplier: string): string => `${multiplier} × the traffic`,
  },
} as const;
