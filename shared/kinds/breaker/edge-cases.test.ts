import { describe, expect, test } from 'vitest';
import { CLOSED, HALF_OPEN, OPEN } from '../../engine/index.ts';
import type { FailureClass } from '../../model/index.ts';
import { type BreakerConfig, breakerDefaults } from './config.ts';
import { DrivenBreaker, type DrivenCall } from './driven-breaker.ts';
import { breakerPresets } from './presets.ts';

/**
 * The cases in which trusted implementations differ, and what each preset does, in one word a cell. The numbers are those by which the project's semantics names the
 * cases. Each was read in source or printed by driving the library; those of cockatiel and opossum are compared with the packages themselves
 * in `test/contract`. `-` = the case cannot arise there, and the row says why.
 */

const S = 1_000;
const PRESETS = [
  'reference',
  'failsafe',
  'gobreaker',
  'resilience4j',
  'polly',
  'cockatiel',
  'opossum',
  'envoy',
  'litellm',
  'portkey-hosted',
] as const;
type PresetId = (typeof PRESETS)[number];

interface Row {
  readonly number: string;
  readonly case: string;
  /** What a preset's user would set to meet the case, where its own values do not. */
  readonly with?: Partial<Record<PresetId, Partial<BreakerConfig>>>;
  readonly withAll?: Partial<BreakerConfig>;
  /** Presets for which the case says nothing. */
  readonly skips?: readonly PresetId[];
  drive(breaker: DrivenBreaker, config: BreakerConfig): string;
  /** One word for each preset, in the order of PRESETS. */
  readonly expected: readonly [string, string, string, string, string, string, string, string, string, string];
  readonly why: string;
}

// ── what rows have in common

/** Failures in a row, from nothing, that open it. */
function failuresToOpen(config: BreakerConfig): number {
  if (config.tripRule === 'rate') return Math.max(1, config.minimumCalls);
  return config.failureCount + (config.threshold === 'exceeded' ? 1 : 0);
}

const NAMES = { [CLOSED]: 'closed', [OPEN]: 'open', [HALF_OPEN]: 'half-open' } as const;
const stateOf = (breaker: DrivenBreaker): string => NAMES[breaker.now as 0 | 1 | 2];

/** Opened at exactly 100 s, in the middle of a minute and of every bucket. */
const TRIPPED = 100 * S;
function trip(breaker: DrivenBreaker, config: BreakerConfig): void {
  for (let left = failuresToOpen(config) - 1; left >= 0; left--) breaker.pass(TRIPPED - left, 'server-error');
  expect(stateOf(breaker)).toBe('open');
}

/** A call from before the opening, whose reply comes when the row says. */
function tripWithLateCall(breaker: DrivenBreaker, config: BreakerConfig): DrivenCall {
  const late = breaker.call(TRIPPED - 10 * S);
  trip(breaker, config);
  return late;
}

/** Successes until it is closed; how many it took. */
function recover(breaker: DrivenBreaker, atMs: number): number {
  let successes = 0;
  while (stateOf(breaker) !== 'closed' && successes < 100) {
    const call = breaker.call(atMs + successes);
    if (stateOf(breaker) === 'closed') return 0;
    breaker.reply(call, atMs + successes);
    successes++;
  }
  return successes;
}

const SHARE_OF_FOUR: Partial<BreakerConfig> = { tripRule: 'rate', failureRatio: 0.5, minimumCalls: 4 };
/** opossum's own window is shorter than its open time, so by itself it has forgotten when it closes. */
const SHORTER_OPEN = { opossum: { openForMs: 3 * S } } as const;

const ROWS: readonly Row[] = [
  {
    number: '1',
    case: 'exactly at the rate threshold',
    withAll: SHARE_OF_FOUR,
    with: { cockatiel: { threshold: 'exceeded', windowKind: 'calls', windowCalls: 4 } },
    skips: ['gobreaker'],
    drive(breaker) {
      for (const [i, failure] of [undefined, 'server-error', undefined, 'server-error'].entries())
        breaker.pass(60 * S + i, failure as FailureClass | undefined);
      return stateOf(breaker);
    },
    expected: ['open', 'open', '-', 'open', 'open', 'closed', 'closed', 'open', 'closed', 'closed'],
    why: '>= in resilience4j, Polly, Failsafe, Envoy; > in cockatiel, opossum, LiteLLM and, by its documentation, Portkey. gobreaker leaves it to a function of the user.',
  },
  {
    number: '2',
    case: 'the k-th of k = 5 failures',
    skips: ['resilience4j', 'polly', 'opossum', 'litellm'],
    withAll: { failureCount: 5 },
    with: { 'portkey-hosted': { tripRule: 'count' } },
    drive(breaker) {
      let failures = 0;
      while (breaker.now === CLOSED && failures < 10) breaker.pass(60 * S + failures++, 'server-error');
      return String(failures);
    },
    expected: ['5', '5', '6', '-', '-', '5', '-', '5', '-', '6'],
    why: 'gobreaker’s default is "more than 5 in a row", Portkey documents "exceeds". Those left out know only shares.',
  },
  {
    number: '3',
    case: 'a call at exactly open + recovery',
    drive(breaker, config) {
      trip(breaker, config);
      return breaker.call(breaker.openUntilMs).admission;
    },
    expected: ['through', 'through', 'rejected', 'rejected', 'through', 'through', 'through', 'through', 'through', 'through'],
    why: 'gobreaker (Before) and resilience4j (isAfter) compare strictly. Timers, intervals and expiries of the others come before a call at the same instant.',
  },
  {
    number: '4',
    case: 'an hour without traffic while open',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      // A reply without meaning makes visible what time alone has done.
      breaker.reply(late, TRIPPED + 3_600 * S, 'rejected-by-breaker');
      return stateOf(breaker);
    },
    expected: ['open', 'open', 'open', 'open', 'open', 'open', 'half-open', 'closed', 'closed', 'closed'],
    why: 'opossum has a timer, Envoy an interval, the gateways’ cooldowns expire. resilience4j has a timer only when asked (openEnds: timer).',
  },
  {
    number: '5',
    case: 'a late failure while open: is the open time longer?',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      const until = breaker.openUntilMs;
      breaker.reply(late, (TRIPPED + until) / 2, 'server-error');
      return breaker.call(until + 1).admission === 'rejected' ? 'longer' : 'same';
    },
    expected: ['same', 'same', 'same', 'same', 'same', 'same', 'same', 'same', 'longer', 'same'],
    why: 'LiteLLM adds the deployment to its cooldown without looking whether it is there, so its time to live starts again (read in source, not run).',
  },
  {
    number: '6',
    case: 'a late success while open',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      breaker.reply(late, (TRIPPED + breaker.openUntilMs) / 2);
      return stateOf(breaker);
    },
    expected: ['open', 'open', 'open', 'open', 'open', 'open', 'open', 'open', 'open', 'open'],
    why: 'It closes none of them.',
  },
  {
    number: '7',
    case: 'a late failure while half-open',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      breaker.call(breaker.openUntilMs + 1);
      if (config.halfOpen === 'none') return '-';
      breaker.reply(late, breaker.openUntilMs + 2, 'server-error');
      return stateOf(breaker);
    },
    expected: ['half-open', 'open', 'half-open', 'half-open', 'open', 'open', 'open', '-', '-', '-'],
    why: 'Discarded by the reference and gobreaker; one sample of ten in resilience4j, one of three in Failsafe, where one is enough. Gateways know no half-open.',
  },
  {
    number: '8',
    case: 'a late success while half-open',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      breaker.call(breaker.openUntilMs + 1);
      if (config.halfOpen === 'none') return '-';
      breaker.reply(late, breaker.openUntilMs + 2);
      return stateOf(breaker);
    },
    expected: ['half-open', 'half-open', 'half-open', 'half-open', 'closed', 'half-open', 'closed', '-', '-', '-'],
    why: 'Whoever sent it, a success closes Polly and opossum. A sample in Failsafe and resilience4j; cockatiel looks at the state that the call was made in.',
  },
  {
    number: '9',
    case: 'the trial succeeds after a late failure has spoken',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      const trial = breaker.call(breaker.openUntilMs + 1);
      if (config.halfOpen === 'none') return '-';
      const spokenMs = breaker.openUntilMs + 2;
      breaker.reply(late, spokenMs, 'server-error');
      breaker.reply(trial, spokenMs + 1);
      return stateOf(breaker);
    },
    expected: ['half-open', 'open', 'closed', 'half-open', 'open', 'open', 'open', '-', '-', '-'],
    why: 'Where the late failure opened it, the trial is itself late, and no success closes an open breaker.',
  },
  {
    number: '10',
    case: 'twelve callers at once after recovery: through, rejected, waiting',
    drive(breaker, config) {
      trip(breaker, config);
      const calls = Array.from({ length: 12 }, () => breaker.call(breaker.openUntilMs + 1));
      return (['through', 'rejected', 'waits'] as const).map((one) => calls.filter(({ admission }) => admission === one).length).join(' ');
    },
    expected: ['3 9 0', '3 9 0', '1 11 0', '10 2 0', '1 11 0', '1 0 11', '1 11 0', '12 0 0', '12 0 0', '12 0 0'],
    why: 'Only cockatiel lets them wait for the trial. Gateways return to full traffic.',
  },
  {
    number: '11',
    case: 'trials that are never answered: a call an hour later',
    drive(breaker, config) {
      trip(breaker, config);
      const trials = Array.from({ length: 10 }, () => breaker.call(breaker.openUntilMs + 1)).filter((call) => call.admission === 'through');
      if (config.halfOpen === 'none') return '-';
      if (config.trialTimeoutMs > 0) for (const trial of trials) breaker.overdue(trial, breaker.openUntilMs + 1 + config.trialTimeoutMs);
      return breaker.call(TRIPPED + 3_600 * S).admission;
    },
    expected: ['through', 'rejected', 'rejected', 'rejected', 'rejected', 'waits', 'rejected', '-', '-', '-'],
    why: 'The reference counts a trial as failed after its time limit. The libraries have none, resilience4j only when asked (maxWaitDurationInHalfOpen).',
  },
  {
    number: '12',
    case: 'successes until it closes',
    drive(breaker, config) {
      trip(breaker, config);
      return String(recover(breaker, breaker.openUntilMs + 1));
    },
    expected: ['3', '3', '1', '10', '1', '1', '1', '0', '0', '0'],
    why: 'In a row in the reference and gobreaker, of so many in Failsafe, a share of ten in resilience4j.',
  },
  {
    number: '13',
    case: 'fewer minimum calls (4) than trials (10): results until it decides',
    with: { resilience4j: { minimumCalls: 4 } },
    drive(breaker, config) {
      if (config.trialRule !== 'rate') return '-';
      trip(breaker, config);
      return String(recover(breaker, breaker.openUntilMs + 1));
    },
    expected: ['-', '-', '-', '4', '-', '-', '-', '-', '-', '-'],
    why: 'Only resilience4j decides by a share. Its code takes the smaller number, a maintainer says the larger (its issue 1869); we follow the code.',
  },
  {
    number: '14',
    case: 'failures from before the recovery',
    with: SHORTER_OPEN,
    drive(breaker, config) {
      trip(breaker, config);
      const backMs = breaker.openUntilMs + 1;
      recover(breaker, backMs);
      breaker.pass(backMs + 100, 'server-error');
      return breaker.now === OPEN ? 'kept' : 'forgotten';
    },
    expected: ['forgotten', 'forgotten', 'forgotten', 'forgotten', 'forgotten', 'forgotten', 'kept', 'forgotten', 'kept', 'forgotten'],
    why: 'One failure after closing opens opossum again while its window lasts, and LiteLLM while its minute lasts.',
  },
  {
    number: '15',
    case: 'forty rejected calls, then twenty failures after recovery',
    with: { ...SHORTER_OPEN, resilience4j: { minimumCalls: 20, windowCalls: 20 }, polly: { minimumCalls: 20 } },
    drive(breaker, config) {
      trip(breaker, config);
      const until = breaker.openUntilMs;
      for (let i = 0; i < 40; i++) expect(breaker.call(TRIPPED + 1 + i).admission).toBe('rejected');
      recover(breaker, until + 1);
      for (let i = 0; i < 20 && breaker.now === CLOSED; i++) breaker.pass(until + 100 + i, 'server-error');
      return stateOf(breaker);
    },
    expected: ['open', 'open', 'open', 'open', 'open', 'open', 'closed', 'open', 'open', 'open'],
    why: 'opossum counts rejections in the denominator of its share.',
  },
  {
    number: '16',
    case: 'all failures but one, ten idle minutes, the last one',
    with: {
      gobreaker: { windowKind: 'tumbling', windowMs: 60 * S },
      resilience4j: { windowKind: 'buckets', windowMs: 60 * S, windowBuckets: 60, minimumCalls: 5 },
      opossum: { minimumCalls: 5 },
    },
    drive(breaker, config) {
      const needed = failuresToOpen(config);
      for (let i = 0; i < needed - 1; i++) breaker.pass(60 * S + i, 'server-error');
      breaker.pass(660 * S, 'server-error');
      return breaker.now === OPEN ? 'adds up' : 'cleared';
    },
    expected: ['cleared', 'cleared', 'cleared', 'cleared', 'cleared', 'adds up', 'cleared', 'adds up', 'cleared', 'adds up'],
    why: 'Failures in a row have no window in cockatiel and Envoy; Portkey names none. gobreaker and resilience4j with the window in time that they offer.',
  },
  {
    number: '17',
    case: 'a failure exactly one window old, where two would open it',
    withAll: { failureCount: 2, minimumCalls: 2, failureRatio: 1, threshold: 'reached' },
    with: {
      gobreaker: { windowKind: 'tumbling', windowMs: 60 * S },
      resilience4j: { windowKind: 'buckets', windowMs: 60 * S, windowBuckets: 60 },
    },
    drive(breaker, config) {
      breaker.pass(65 * S, 'server-error');
      breaker.pass(65 * S + config.windowMs, 'server-error');
      return breaker.now === OPEN ? 'in' : 'out';
    },
    expected: ['out', 'out', 'in', 'out', 'out', 'in', 'out', 'in', 'out', 'in'],
    why: 'Exactly one window is the last instant of a tumbling one (strict). Without a window everything is in. Parts of the clock forget up to one part early.',
  },
  {
    number: '18',
    case: 'a failure that does not count, as the trial',
    withAll: { closeAfterSuccesses: 1, trialCalls: 1 },
    drive(breaker, config) {
      trip(breaker, config);
      const trial = breaker.call(breaker.openUntilMs + 1);
      if (config.halfOpen === 'none') return '-';
      breaker.reply(trial, breaker.openUntilMs + 2, 'content-policy');
      if (breaker.now === CLOSED) return 'closes';
      return breaker.call(breaker.openUntilMs + 3).admission === 'through' ? 'permit back' : 'stuck';
    },
    expected: ['permit back', 'closes', 'permit back', 'permit back', 'closes', 'closes', 'closes', '-', '-', '-'],
    why: 'gobreaker by IsExcluded, resilience4j by ignoreExceptions (by recording it not as a failure it would be a success).',
  },
  {
    number: '19',
    case: 'as many successes of 61 s as failures would open it',
    drive(breaker, config) {
      const calls = Array.from({ length: failuresToOpen(config) }, () => breaker.call(60 * S));
      for (const call of calls) breaker.reply(call, 121 * S);
      return stateOf(breaker);
    },
    expected: ['closed', 'closed', 'closed', 'open', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'],
    why: 'Only resilience4j counts slow calls. A call that hangs counts when it ends, in all of them.',
  },
  {
    number: '20',
    case: 'calls that time out, though the provider works on',
    drive(breaker, config) {
      for (let i = 0; i < failuresToOpen(config); i++) breaker.pass(60 * S + i, 'timeout');
      return stateOf(breaker);
    },
    expected: ['open', 'open', 'open', 'open', 'open', 'open', 'open', 'open', 'open', 'closed'],
    why: 'A call has one reply, the timeout’s; what the provider still does is its own affair, and billed. Portkey’s 408 is not among its default statuses above 500.',
  },
  {
    number: '21',
    case: 'F F F F S F with 5 to open',
    withAll: { failureCount: 5, minimumCalls: 5 },
    with: { resilience4j: { minimumCalls: 5, windowCalls: 5 }, gobreaker: { threshold: 'reached' } },
    drive(breaker) {
      const outcomes = [true, true, true, true, false, true];
      for (const [i, fails] of outcomes.entries()) {
        if (breaker.now === CLOSED) breaker.pass(60 * S + i, fails ? 'server-error' : undefined);
      }
      return stateOf(breaker);
    },
    expected: ['open', 'open', 'closed', 'open', 'open', 'closed', 'open', 'closed', 'open', 'open'],
    why: 'A success forgives in those that count in a row.',
  },
  {
    number: '22',
    case: 'a call in flight when it opens',
    drive(breaker, config) {
      const late = tripWithLateCall(breaker, config);
      return breaker.reply(late, TRIPPED + 1) ? 'runs on' : 'cut';
    },
    expected: ['runs on', 'runs on', 'runs on', 'runs on', 'runs on', 'runs on', 'runs on', 'runs on', 'runs on', 'runs on'],
    why: 'None cancels it: it keeps its slot, its answer and its price.',
  },
  {
    number: '23',
    case: 'the second open time in succession',
    drive(breaker, config) {
      trip(breaker, config);
      const first = breaker.openUntilMs - TRIPPED;
      const againMs = breaker.openUntilMs + 1;
      if (config.halfOpen === 'none') {
        let lastMs = againMs;
        breaker.call(againMs);
        while (breaker.now === CLOSED) breaker.pass(++lastMs, 'server-error');
        return breaker.openUntilMs - lastMs > first + 10 * S ? 'longer' : 'same';
      }
      const trials = Array.from({ length: 10 }, () => breaker.call(againMs)).filter((call) => call.admission === 'through');
      for (const trial of trials) breaker.reply(trial, againMs, 'server-error');
      return breaker.openUntilMs - againMs > first ? 'longer' : 'same';
    },
    expected: ['same', 'same', 'same', 'same', 'same', 'same', 'same', 'longer', 'same', 'same'],
    why: 'Envoy’s grows by 30 s each time, and each interval spent closed takes 30 s off. cockatiel, resilience4j and Polly grow with a generator of the user (openGrowth).',
  },
];

test('the columns are the presets', () => {
  expect(breakerPresets.map((preset) => preset.id)).toEqual(PRESETS);
});

describe.each(ROWS.map((row) => [`${row.number}: ${row.case}`, row] as const))('edge case %s', (_name, row) => {
  test.each(PRESETS.map((preset, at) => [preset, row.expected[at] as string] as const))('%s: %s', (preset, expected) => {
    if (row.skips?.includes(preset)) {
      expect(expected).toBe('-');
      return;
    }
    const { values } = breakerPresets.find((candidate) => candidate.id === preset)!;
    const config: BreakerConfig = { ...breakerDefaults, ...values, ...row.withAll, ...row.with?.[preset] };
    expect(row.drive(new DrivenBreaker(config), config), row.why).toBe(expected);
  });
});
