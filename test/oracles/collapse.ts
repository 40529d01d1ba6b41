import type { Policy } from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';
import { observed } from './observe.ts';
import { type Line, model, planOf, poisson, policyOf, rehearse } from './protocol.ts';

/**
 * The collapse of Bronson, Aghayev, Charapko and Zhu, "Metastable Failures in Distributed Systems" (HotOS 2021, section 2.1): a database that does 300
 * queries a second, clients that wait for 1 s and try once more, 10 s without the database. What the database has been asked it does, whether anybody still waits
 * or not.
 */
export const CAPACITY = 300;
export const TIMEOUT_S = 1;
export const OUTAGE_S = 10;
/** A calm start, so that the outage strikes a system in its ordinary state. */
export const OUTAGE_AT_S = 20;
export const OUTAGE_ENDS_S = OUTAGE_AT_S + OUTAGE_S;

/** The database is the product's own provider: one slot, a queue without end, and work that runs on; the outage takes its slot away. */
const DATABASE = { concurrency: 1, queueLength: null, abandonedWork: 'runs-on' } as const;
const CONDITION_TARGETS = [{ providerId: 'provider', model: 'm' }];
const OUTAGE = compileScenario(
  {
    id: 'outage',
    name: 'Outage',
    description: '',
    events: [
      {
        id: 'outage',
        name: 'Outage',
        target: { kind: 'provider', providerId: 'provider' },
        effect: { kind: 'capacity', share: 0 },
        startMs: OUTAGE_AT_S * 1000,
        durationMs: OUTAGE_S * 1000,
        rampUpMs: 0,
        rampDownMs: 0,
      },
    ],
  },
  CONDITION_TARGETS,
);

export interface Client {
  readonly retries: 0 | 1;
  /** Share of first calls that may be retried. */
  readonly retryBudget?: number;
  readonly breaker?: boolean;
}

export function clientOf({ retries, retryBudget, breaker }: Client): Policy {
  const afterBudget = breaker === true ? 'breaker' : 'timeout';
  const lines: Line[] = [
    ['entry', 'entry', {}, { next: 'retry' }],
    [
      'retry',
      'retry',
      { maxRetries: retries, baseMs: 0, capMs: 0, jitter: 'none' },
      { next: retryBudget === undefined ? afterBudget : 'budget' },
    ],
    ['timeout', 'timeout', { timeoutMs: TIMEOUT_S * 1000 }, { next: 'database' }],
    ['database', 'model', model({ ttftP50Ms: 1000 / CAPACITY })],
  ];
  if (retryBudget !== undefined)
    lines.push(['budget', 'retry-budget', { rule: 'deposits', depositRatio: retryBudget, floorPerS: 0 }, { next: afterBudget }]);
  if (breaker === true)
    lines.push([
      'breaker',
      'breaker',
      { failureCount: 5, windowMs: 60_000, openForMs: 30_000, closeAfterSuccesses: 3 },
      { next: 'timeout' },
    ]);
  return policyOf(lines, DATABASE);
}

export interface Course {
  /** Queries that reached the database, a second, from 60 s after the outage to the last arrival. */
  readonly offeredPerS: number;
  /** Requests answered a second, in the same time. */
  readonly goodputPerS: number;
  /** From the end of the outage until the last query that came too late; Infinity when they still do at the end. */
  readonly recoveredAfterS: number;
  /** From the end of the outage until the first request that came after it was answered. */
  readonly answeredAgainAfterS: number;
  /** Requests in the first seconds since the outage began. */
  cameUntil(seconds: number): number;
}

/** What became of it: `seconds` of traffic after the outage. */
export function courseOf(policy: Policy, queriesPerS: number, seconds: number, seed: number): Course {
  const endS = OUTAGE_ENDS_S + seconds;
  const traffic = poisson(queriesPerS, Math.round(queriesPerS * endS), seed);
  const lastS = traffic.arrivalMs[traffic.requestCount - 1]! / 1000;
  const fromS = OUTAGE_ENDS_S + 60;
  let offered = 0;
  let answered = 0;
  let lateMs = OUTAGE_ENDS_S * 1000;
  let firstAnswerMs = Number.POSITIVE_INFINITY;
  const watched = observed(planOf(policy, traffic, seed, { conditions: OUTAGE, conditionTargets: CONDITION_TARGETS }), 'timeout', {
    onCall(_config, _state, context) {
      if (context.nowMs >= fromS * 1000 && context.nowMs <= lastS * 1000) offered++;
    },
    onReply(_config, _state, context) {
      if (context.nowMs >= fromS * 1000 && context.nowMs <= lastS * 1000) answered++;
      if (traffic.arrivalMs[context.request]! > OUTAGE_ENDS_S * 1000) firstAnswerMs = Math.min(firstAnswerMs, context.nowMs);
    },
    onWake(_config, _state, context) {
      lateMs = Math.max(lateMs, context.nowMs);
    },
  });
  rehearse(watched);
  const recoveredAfterS = lateMs / 1000 > lastS - 2 * TIMEOUT_S ? Number.POSITIVE_INFINITY : lateMs / 1000 - OUTAGE_ENDS_S;
  return {
    offeredPerS: offered / (lastS - fromS),
    goodputPerS: answered / (lastS - fromS),
    recoveredAfterS,
    answeredAgainAfterS: firstAnswerMs / 1000 - OUTAGE_ENDS_S,
    cameUntil: (seconds) =>
      traffic.arrivalMs.reduce((count, atMs) => count + Number(atMs > OUTAGE_AT_S * 1000 && atMs <= (OUTAGE_AT_S + seconds) * 1000), 0),
  };
}
