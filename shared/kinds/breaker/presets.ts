import type { Preset } from '../kind.ts';
import { type BreakerConfig, breakerDefaults, COUNTS_AS } from './config.ts';

/**
 * How known implementations behave, as settings. What a library leaves to a predicate of its user (which failures count, whether it only watches) stays
 * as it is; gateways say which statuses count, so those presets do too. Where a library has no default for a number, the reference's is taken.
 * Read in source at the versions named, not guessed; each choice is one of the 23 cases in `edge-cases.test.ts`.
 */
type Values = Omit<BreakerConfig, 'countsAs' | 'mode'>;

const { countsAs: _countsAs, mode: _mode, ...reference } = breakerDefaults;

/** What a trial that was cancelled decides is no setting of theirs. */
const NEVER = { opensAfterGivenUp: 0 } as const;

/** Of a library's own settings, those that differ from the reference. */
const library = (values: Partial<Values>): Values => ({ ...reference, ...NEVER, ...values });
const gateway = (values: Partial<Omit<BreakerConfig, 'mode'>>): Values & Pick<BreakerConfig, 'countsAs'> => ({
  ...reference,
  ...NEVER,
  countsAs: COUNTS_AS,
  ...values,
});

/** One trial without a time limit, whose outcome decides. */
const ONE_TRIAL = { closeAfterSuccesses: 1, trialTimeoutMs: 0 } as const;

export const breakerPresets: readonly Preset<BreakerConfig>[] = [
  {
    id: 'reference',
    label: 'Reference',
    help: '5 failures in 60 s, 30 s, 3 successes in a row; late replies decide nothing.',
    values: reference,
  },
  {
    id: 'failsafe',
    label: 'Failsafe 3',
    help: 'Java. A count over ten parts of the window; as many trials at a time as must succeed; late replies count.',
    values: library({
      windowKind: 'buckets',
      trialRule: 'capacity',
      trialTimeoutMs: 0,
      lateResponses: 'count',
      otherFailures: 'success',
      judgedOn: 'failures',
    }),
  },
  {
    id: 'gobreaker',
    label: 'gobreaker 2',
    help: 'Go. More than 5 in a row, 60 s, one trial; late replies are discarded.',
    values: library({
      ...ONE_TRIAL,
      tripRule: 'consecutive',
      threshold: 'exceeded',
      windowKind: 'none',
      judgedOn: 'failures',
      openForMs: 60_000,
      openEndsWhen: 'passed',
    }),
  },
  {
    id: 'resilience4j',
    label: 'resilience4j 2',
    help: 'Java. Half of the last 100 calls, or all slower than 60 s; 60 s; ten trials decided by the same share; late replies count.',
    values: library({
      tripRule: 'rate',
      failureRatio: 0.5,
      minimumCalls: 100,
      slowCallMs: 60_000,
      slowCallRatio: 1,
      windowKind: 'calls',
      windowCalls: 100,
      openForMs: 60_000,
      openEndsWhen: 'passed',
      trialRule: 'rate',
      trialCalls: 10,
      trialTimeoutMs: 0,
      lateResponses: 'count',
    }),
  },
  {
    id: 'polly',
    label: 'Polly 8',
    help: '.NET. A tenth of at least 100 calls in 30 s, 5 s, one trial; any success closes it, any failure opens it.',
    values: library({
      ...ONE_TRIAL,
      tripRule: 'rate',
      failureRatio: 0.1,
      minimumCalls: 100,
      judgedOn: 'failures',
      windowKind: 'call-buckets',
      windowMs: 30_000,
      windowBuckets: 10,
      openForMs: 5_000,
      lateResponses: 'count',
      otherFailures: 'success',
    }),
  },
  {
    id: 'cockatiel',
    label: 'cockatiel 3.2',
    help: 'TypeScript, its consecutive breaker. 5 in a row, one trial, other callers wait for it; late failures open it again.',
    values: library({
      ...ONE_TRIAL,
      tripRule: 'consecutive',
      windowKind: 'none',
      judgedOn: 'failures',
      windowAtClose: 'keep-last',
      halfOpen: 'wait',
      lateResponses: 'window',
      otherFailures: 'trial-success',
    }),
  },
  {
    id: 'opossum',
    label: 'opossum 9',
    help: 'JavaScript. More than half of all calls in 10 s, rejected ones too; 30 s by a timer; one trial; nothing is forgotten at closing.',
    values: library({
      ...ONE_TRIAL,
      tripRule: 'rate',
      failureRatio: 0.5,
      minimumCalls: 0,
      threshold: 'exceeded',
      judgedOn: 'failures',
      shareOf: 'calls',
      windowKind: 'buckets',
      windowMs: 10_000,
      windowBuckets: 10,
      windowAtClose: 'keep',
      openEnds: 'timer',
      lateResponses: 'count',
      otherFailures: 'success',
    }),
  },
  {
    id: 'envoy',
    label: 'Envoy outlier detection',
    help: '5 in a row; 30 s, longer each time up to 300 s, looked at every 10 s; then full traffic. Without its limit on the share of hosts.',
    values: gateway({
      tripRule: 'consecutive',
      windowKind: 'none',
      openEnds: 'interval',
      intervalMs: 10_000,
      openGrowth: 'linear',
      longestOpenMs: 300_000,
      halfOpen: 'none',
      lateResponses: 'count',
      otherFailures: 'success',
      countsAs: ['timeout', 'connection', 'server-error'],
    }),
  },
  {
    id: 'litellm',
    label: 'LiteLLM cooldown',
    help: 'More than half of at least 5 calls in a minute of the clock, or one 429 or 401; 5 s or Retry-After; then full traffic. For a group of several deployments.',
    values: gateway({
      tripRule: 'rate',
      failureRatio: 0.5,
      minimumCalls: 5,
      threshold: 'exceeded',
      judgedOn: 'failures',
      windowKind: 'calendar',
      windowMs: 60_000,
      windowAtClose: 'keep',
      opensAtOnceOn: ['rate-limit', 'auth'],
      openForMs: 5_000,
      openEnds: 'timer',
      honoursRetryAfter: true,
      failureWhileOpen: 'restarts',
      halfOpen: 'none',
      lateResponses: 'count',
      countsAs: ['timeout', 'server-error'],
    }),
  },
  {
    id: 'portkey-hosted',
    label: 'Portkey, hosted',
    help: 'More than a fifth of at least 10 calls, 60 s, then full traffic, as in its documentation, which names no window. The open-source gateway has no breaker.',
    values: gateway({
      tripRule: 'rate',
      failureRatio: 0.2,
      minimumCalls: 10,
      threshold: 'exceeded',
      windowKind: 'none',
      openForMs: 60_000,
      openEnds: 'timer',
      halfOpen: 'none',
      countsAs: ['connection', 'server-error'],
    }),
  },
];
