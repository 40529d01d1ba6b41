import type { Behavior, RunPlan } from '../../shared/engine/index.ts';
import type { Policy } from '../../shared/model/index.ts';
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

const SERVICE_MS = 1000 / CAPACITY;

/** Instant at which the queue's last query will be done. */
interface Queue {
  doneAtMs: number;
}

/**
 * The database itself: one queue, first come, first served, which forgets nothing. A query's end is known when it comes (Lindley), and no cancellation
 * changes anybody's. A provider of the product differs in one point: a call that is given up while it waits leaves the queue.
 */
const database: Behavior<null, Queue> = {
  createState: () => ({ doneAtMs: 0 }),
  onCall(_config, state, context) {
    let startMs = Math.max(context.nowMs, state.doneAtMs);
    if (startMs + SERVICE_MS > OUTAGE_AT_S * 1000 && startMs < OUTAGE_ENDS_S * 1000) startMs = OUTAGE_ENDS_S * 1000;
    state.doneAtMs = startMs + SERVICE_MS;
    context.countAttempt();
    context.finish(state.doneAtMs - context.nowMs, 0);
  },
  onWake: (_config, _state, context) => context.answer(1),
};

const withDatabase = (plan: RunPlan): RunPlan => ({
  ...plan,
  nodes: plan.nodes.map((node) => (node.id === 'database' ? { ...node, behavior: database } : node)),
});

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
    ['database', 'model', model()],
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
  return policyOf(lines);
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
  const watched = observed(withDatabase(planOf(policy, traffic, seed)), 'timeout', {
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
