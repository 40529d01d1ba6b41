import { NO_CONDITIONS, type Traffic } from '../model/index.ts';
import type { Behavior, PlannedNode, RunPlan, Station } from './behavior.ts';
import { SLOT_GRANTED, SLOT_QUEUED, SLOT_REFUSED } from './behavior.ts';

/** Behaviours with one idea each, for tests of the engine: it must be right for kinds that nobody has drawn yet. */

export const TIMEOUT = 2;
export const RATE_LIMIT = 1;
export const SERVER_ERROR = 4;
export const BLOCKED = 10;

/** Replies at once or after `ms`; fails with probability `failure`; bills `usd` a reply, and `lateUsd` when it is given up. */
export interface LeafConfig {
  ms?: number;
  /** Exponential with mean `ms`. */
  isRandom?: boolean;
  failure?: number;
  usd?: number;
  abandonedUsd?: number;
  /** Goes on after it was given up and bills `usd` at its end. */
  lingers?: boolean;
  /** Keeps its place in line when it is given up there. */
  staysInLine?: boolean;
  tier?: 1 | 2 | 3;
  station?: number;
}
export const leaf: Behavior<LeafConfig, null> = {
  facts: ['started'],
  createState: () => null,
  onCall(config, _state, context) {
    if (config.station !== undefined) {
      const answer = context.acquire(config.station);
      if (answer === SLOT_QUEUED) return;
      if (answer === SLOT_REFUSED) {
        context.fail(RATE_LIMIT);
        return;
      }
    }
    startLeaf(config, context);
  },
  onWake(config, _state, context) {
    if (context.tag === SLOT_GRANTED) {
      startLeaf(config, context);
      return;
    }
    if (config.station !== undefined) context.release(config.station);
    context.billAttempt(config.usd ?? 0, 1, 2);
    if (context.isLingering) context.end();
    else if (config.failure !== undefined && context.uniform(1) < config.failure) context.fail(SERVER_ERROR);
    else context.answer(config.tier ?? 1);
  },
  onCancel(config, _state, context) {
    const hasStarted = context.getNumber(0) === 1;
    if (hasStarted ? config.lingers : config.staysInLine) {
      context.linger();
      return;
    }
    if (hasStarted && config.station !== undefined) context.release(config.station);
    if (hasStarted && config.abandonedUsd !== undefined) context.billAttempt(config.abandonedUsd, 0, 0);
  },
};
function startLeaf(config: LeafConfig, context: Parameters<typeof leaf.onCall>[2]): void {
  context.note(0);
  context.setNumber(0, 1);
  context.countAttempt();
  const mean = config.ms ?? 0;
  context.finish(config.isRandom ? -mean * Math.log(context.uniform(0)) : mean, 0);
}

/** Calls its ports in order until one answers. */
export const chain: Behavior<null, null> = {
  createState: () => null,
  onCall: (_config, _state, context) => void context.call(0),
  onReply(_config, _state, context) {
    const next = context.replyPort + 1;
    if (context.outcome !== 0 && context.isConnected(next)) context.call(next);
    else context.forward();
  },
};

/** Calls all ports at once; the first reply is its own. */
export const race: Behavior<null, null> = {
  createState: () => null,
  onCall(_config, _state, context) {
    for (let port = 0; context.isConnected(port); port++) context.call(port);
  },
  onReply: (_config, _state, context) => context.forward(),
};

/** Fails with `timeout` after `ms`. */
export const deadline: Behavior<{ ms: number }, null> = {
  createState: () => null,
  onCall(config, _state, context) {
    context.call(0);
    context.wake(config.ms, 0);
  },
  onReply: (_config, _state, context) => context.forward(),
  onWake: (_config, _state, context) => context.fail(TIMEOUT),
};

/** Calls again at once after a failure, `attempts` times in all. */
export const again: Behavior<{ attempts: number }, null> = {
  createState: () => null,
  onCall: (_config, _state, context) => void context.call(0),
  onReply(config, _state, context) {
    const failures = context.getNumber(0) + 1;
    context.setNumber(0, failures);
    if (context.outcome !== 0 && failures < config.attempts) context.call(0);
    else context.forward();
  },
};

export interface ToyNode {
  id: string;
  behavior: Behavior<any, any>;
  config?: unknown;
  /** Positions of the nodes that its ports call. */
  calls?: readonly number[];
}

export function toyPlan(nodes: readonly ToyNode[], arrivalMs: readonly number[], rest: Partial<RunPlan> = {}): RunPlan {
  return {
    nodes: nodes.map(
      ({ id, behavior, config = null, calls = [] }): PlannedNode => ({
        id,
        kind: 'toy',
        behavior,
        config,
        ports: calls.map((_, port) => `p${port}`),
        targets: Int32Array.from(calls),
      }),
    ),
    stations: [],
    conditions: NO_CONDITIONS,
    traffic: toyTraffic(arrivalMs),
    entries: 0,
    metadataColumns: [],
    seed: 1,
    bucketMs: 1000,
    traceCount: 0,
    ...rest,
  };
}

export function toyTraffic(arrivalMs: readonly number[]): Traffic {
  return {
    label: 'toy',
    origin: 'generated',
    requestCount: arrivalMs.length,
    arrivalMs: Float64Array.from(arrivalMs),
    inputTokens: new Uint32Array(arrivalMs.length).fill(100),
    outputTokens: new Uint32Array(arrivalMs.length).fill(10),
    user: null,
    users: [],
    complexity: null,
    metadata: {},
  };
}

export const toyStation = (limits: Partial<Station>): Station => ({
  id: 'provider',
  concurrency: null,
  queueLength: null,
  requestsPerMin: null,
  requestBurst: null,
  tokensPerMin: null,
  ...limits,
});
