/** What the figures of a run are called and said of them. Numbers come as they are written, with their units. */
export const figures = {
  label: 'Figures of this run',
  showQuality: 'Show the quality of this run.',
  kept: 'promise kept',
  broken: 'promise broken',

  interval: (runs: number, mean: string, low: string, high: string): string =>
    `Mean of ${runs} runs ${mean}, 95\u00a0% interval ${low} to ${high}.`,
  spread: (mean: string, half: string): string => `mean ${mean} ± ${half}`,
  owed: (value: string): string => `${value} owed`,

  inFull: 'Answered in full',
  byTier: (tier: number): string => `Answered by tier ${tier}`,
  tier: (tier: number, answerer: string): string => `Tier ${tier}, ${answerer}`,
  duringIncident: (share: string): string => `${share} during the incident`,
  tierExact: (tier: number, count: string, all: string): string => `Tier ${tier}: ${count} of ${all} requests.`,

  failed: 'Failed',
  failedExact: (failed: string, all: string): string => `${failed} of ${all} requests ended without an answer.`,
  failedBy: (failure: string, count: string): string => `${failure}: ${count}.`,
  failedOf: (requests: string, failure: string): string => `${requests}, ${failure}`,
  failedMostly: (requests: string, failure: string): string => `${requests}, mostly ${failure}`,

  p95: 'P95, end to end',
  p95Exact: (ms: number | null, mean: string, longest: string): string =>
    `95 of 100 answers came within ${ms === null ? 'no measured time' : `${ms} ms`}; mean ${mean}, longest ${longest}.`,
  noTimePromised: 'no time is promised',
  quantile: { p50: 'P50', p99: 'P99' },
  noneAnswered: 'No request was answered.',
  quantileExact: {
    p50: (ms: number): string => `Half of the answers came within ${ms} ms.`,
    p99: (ms: number): string => `99 of 100 of the answers came within ${ms} ms.`,
  },

  /** `provisioned`: share of it that is owed by the hour, where any is. */
  cost: (provisioned: string | null): string => (provisioned === null ? 'Cost' : `Cost, ${provisioned} provisioned`),
  costExact: (usd: string, perRequest: string, promptTokens: string, completionTokens: string): string =>
    `${usd} in all, ${perRequest} a request; ${promptTokens} prompt and ${completionTokens} completion tokens.`,
  per1000: (usd: string): string => `${usd} per 1\u202f000 requests`,
  provisioned: (usd: string, shareOfCost: string | null): string =>
    `${usd} of it${shareOfCost === null ? '' : `, ${shareOfCost},`} is owed by the hour for provisioned throughput, used or not, for as long as requests arrive; no card carries it.`,

  flawed: 'Answered, but flawed',
  flawedShare: (share: string, flaw: string): string => `${share} ${flaw}`,
  flawedExact: (flaw: string, count: string, answers: string, meaning: string): string =>
    `${flaw}: ${count} of ${answers} answers. ${meaning}`,

  availability: 'Availability',
  availabilityExact: (ratio: number): string => `Answered divided by requests that no guard stopped: ${ratio}.`,

  blocked: 'Blocked',
  blockedExact: (requests: string, share: string): string => `A guard stopped ${requests}, ${share} of all: policy, not failure.`,

  attempts: 'Attempts',
  attemptsEach: (attempts: string): string => `${attempts} each`,
  attemptsExact: (calls: string, requests: string): string => `${calls} calls to models for ${requests}.`,

  wasted: 'Wasted',
  wastedExact: (usd: string, shareOfCost: string | null): string =>
    `${usd} was paid for attempts whose answer did not reach the user${shareOfCost === null ? '' : `: ${shareOfCost} of the cost`}.`,
} as const;
