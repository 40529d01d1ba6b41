import * as z from 'zod';
import type { FailureClass } from '../../model/index.ts';
import { allFailuresBut, failureSetSchema } from '../failure-set.ts';

export const MOST_FAILURES = 10_000;
export const MOST_CALLS = 100_000;
/** A day. */
export const LONGEST_BREAKER_MS = 86_400_000;
export const MOST_TRIALS = 1_000;
export const MOST_BUCKETS = 1_000;

/** Signs that the thing below is ill. A 429 means that it is busy and is its own class; a 4xx says something about the request, not about the callee. */
export const COUNTS_AS: FailureClass[] = ['timeout', 'connection', 'server-error', 'malformed'];

/** A rejection by another breaker and a cancelled call say nothing about the callee, so they can never count. */
export const COUNTS_OPTIONS = allFailuresBut('rejected-by-breaker', 'cancelled');

const durationSchema = z.number().min(1).max(LONGEST_BREAKER_MS);

export const breakerSchema = z.strictObject({
  // ── when it opens
  /** `count`: `failureCount` failures in the window. `consecutive`: that many without a success between. `rate`: `failureRatio` of at least `minimumCalls` calls. */
  tripRule: z.enum(['count', 'consecutive', 'rate']).default('count'),
  failureCount: z.number().int().min(1).max(MOST_FAILURES).default(5),
  failureRatio: z.number().min(0.001).max(1).default(0.5),
  /** 0 = the first failure is looked at; where arrivals are the denominator, even one whose call has left the window. */
  minimumCalls: z.number().int().min(0).max(MOST_CALLS).default(20),
  /** Is the count or the share itself enough (≥), or must it be passed (>)? */
  threshold: z.enum(['reached', 'exceeded']).default('reached'),
  /** After which results the rule is looked at: a success can be the call that makes the minimum full. */
  judgedOn: z.enum(['every-result', 'failures']).default('every-result'),
  /** The share's denominator: results, or calls as they arrive, those in flight and those rejected among them. Windows of the last calls hold results. */
  shareOf: z.enum(['results', 'calls']).default('results'),
  /** With `rate`: a call that took longer is slow, whatever its end; 0 = none is. */
  slowCallMs: z.number().min(0).max(LONGEST_BREAKER_MS).default(0),
  /** Share of slow calls that opens it as well. */
  slowCallRatio: z.number().min(0.001).max(1).default(1),

  // ── what it remembers
  /**
   * `sliding`: (now − windowMs, now], exact. `calls`: the last `windowCalls` results. `buckets`: the current one of `windowBuckets` parts of windowMs and those
   * before it, cut by the clock, so its length is between windowMs less one part and windowMs. `call-buckets`: the same parts, each begun by the first result after
   * the last one ended. `tumbling`: begun by the first call after the last one ended, forgotten as a whole. `calendar`: the same, cut by the clock.
   * `none`: everything since it closed.
   */
  windowKind: z.enum(['sliding', 'calls', 'buckets', 'call-buckets', 'tumbling', 'calendar', 'none']).default('sliding'),
  /** A failure exactly this old no longer counts; one at exactly the end of a tumbling window still does. */
  windowMs: durationSchema.default(60_000),
  windowCalls: z.number().int().min(1).max(MOST_CALLS).default(100),
  windowBuckets: z.number().int().min(1).max(MOST_BUCKETS).default(10),
  /** `keep-last`: only the success that closed it stays. */
  windowAtClose: z.enum(['clear', 'keep-last', 'keep']).default('clear'),

  // ── how long it stays open
  openForMs: durationSchema.default(30_000),
  /** `call`: looked at when somebody calls. `timer`: by itself. `interval`: at the first multiple of `intervalMs`, counted from the start of the traffic. */
  openEnds: z.enum(['call', 'timer', 'interval']).default('call'),
  /** With `call`: is a call at exactly the end let through? */
  openEndsWhen: z.enum(['reached', 'passed']).default('reached'),
  intervalMs: durationSchema.default(10_000),
  /** `linear`: n × openForMs at the n-th opening. `doubling`: openForMs × 2^(n − 1). Closing starts over; with `interval`, each interval spent closed takes one off. */
  openGrowth: z.enum(['none', 'linear', 'doubling']).default('none'),
  longestOpenMs: durationSchema.default(300_000),
  /** Failures that open it whatever the rule says. */
  opensAtOnceOn: failureSetSchema.default([]),
  /** A Retry-After hint of the failure that opens it takes the place of openForMs. */
  honoursRetryAfter: z.boolean().default(false),
  /** Does a late failure that would open it start the open time again? */
  failureWhileOpen: z.enum(['ignored', 'restarts']).default('ignored'),

  // ── how it comes back
  /** What becomes of calls beyond the trials: rejected, or waiting for the trial's end. `none`: no trials, full traffic at once. */
  halfOpen: z.enum(['reject', 'wait', 'none']).default('reject'),
  /**
   * `in-a-row`: closeAfterSuccesses successes close it and the first failure opens it; at most so many are let through. `rate`: trialCalls are let through, and
   * the share of failures (and of slow calls) decides after the smaller of minimumCalls and trialCalls. `capacity`: trialCalls at a time, closeAfterSuccesses
   * successes close it, trialCalls − closeAfterSuccesses + 1 failures open it.
   */
  trialRule: z.enum(['in-a-row', 'rate', 'capacity']).default('in-a-row'),
  closeAfterSuccesses: z.number().int().min(1).max(MOST_TRIALS).default(3),
  trialCalls: z.number().int().min(1).max(MOST_TRIALS).default(3),
  /** A trial call without a reply for this long counts as a failure; 0 = wait for ever. */
  trialTimeoutMs: z.number().min(0).max(LONGEST_BREAKER_MS).default(60_000),
  /**
   * A trial that its caller gave up (a hedge was faster, a time limit above ended) gives its permit back. So many of them with no result between open
   * it again, or the callers who are quicker would keep it half-open for ever; 0 = they never decide.
   */
  opensAfterGivenUp: z.number().int().min(0).max(MOST_TRIALS).default(3),
  /**
   * What becomes of a reply to a call that was made before the last change of state (or before a tumbling window started over). `count`: as if it were called now.
   * `window`: it fills the window, which may open a half-open breaker, and a late trial still has a trial's say.
   */
  lateResponses: z.enum(['discard', 'count', 'window']).default('discard'),

  // ── what counts
  countsAs: failureSetSchema.default(COUNTS_AS),
  /** What any other failure is: nothing, a success, or a success only as a trial. */
  otherFailures: z.enum(['ignore', 'success', 'trial-success']).default('ignore'),
  /** `observe-only` keeps the timeline and lets every call through. */
  mode: z.enum(['active', 'observe-only']).default('active'),
});
export type BreakerConfig = z.infer<typeof breakerSchema>;

export const breakerDefaults: BreakerConfig = breakerSchema.parse({});

/** A busy service: a count of 5 would trip on ordinary errors, a rate does not. */
export const breakerExample: BreakerConfig = {
  ...breakerDefaults,
  tripRule: 'rate',
  failureRatio: 0.3,
  minimumCalls: 20,
  windowMs: 30_000,
};
