import { expect } from 'vitest';
import { hashOf, threefry, toUniform } from '../../shared/dice/index.ts';
import { createRun, type RunFigures, type RunPlan } from '../../shared/engine/index.ts';
import { compilePolicy } from '../../shared/kinds/index.ts';
import {
  type Conditions,
  type ConditionTarget,
  MODEL_PRICE_DEFAULTS,
  NO_CONDITIONS,
  type Policy,
  PROVIDER_DEFAULTS,
  type Provider,
  type Traffic,
} from '../../shared/model/index.ts';

/**
 * How a published result is reproduced: ten replications with seeds 1 to 10, a t-interval over them. It passes when the exact value lies in
 * the 99.9 % interval and the interval's half-width is within the tolerance, so that a vague simulation cannot pass by its vagueness.
 */
export const REPLICATIONS = 10;
/** Student's t, 99.95th percentile at 9 degrees of freedom. */
const T_9 = 4.780912585931273;

export interface Interval {
  readonly mean: number;
  readonly halfWidth: number;
}

export function intervalOf(values: readonly number[]): Interval {
  expect(values).toHaveLength(REPLICATIONS);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: T_9 * Math.sqrt(variance / values.length) };
}

/** `tolerance` is relative to the exact value. */
export function expectReproduces(values: readonly number[], exact: number, tolerance: number): void {
  const { mean, halfWidth } = intervalOf(values);
  const found = `${mean} ± ${halfWidth} for ${exact}`;
  expect(halfWidth / Math.abs(exact), `half-width of ${found}`).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(mean - exact), found).toBeLessThanOrEqual(halfWidth);
}

export const replicate = <Sample>(sample: (seed: number) => Sample): Sample[] =>
  Array.from({ length: REPLICATIONS }, (_, replication) => sample(replication + 1));

/** Runs to the end; identities of every run are asserted by the engine and again here (oracle 18). */
export function rehearse(plan: RunPlan): RunFigures {
  const run = createRun(plan);
  while (!run.advance(1_000_000));
  const figures = run.figures();
  for (const check of figures.checks) expect(check.relativeError, check.name).toBeLessThanOrEqual(1e-9);
  return figures;
}

export interface PlanOptions {
  readonly conditions?: Conditions;
  readonly conditionTargets?: readonly ConditionTarget[];
  readonly traceCount?: number;
}
export function planOf(policy: Policy, traffic: Traffic, seed: number, options: PlanOptions = {}): RunPlan {
  return compilePolicy(policy, {
    traffic,
    conditions: options.conditions ?? NO_CONDITIONS,
    conditionTargets: options.conditionTargets ?? [],
    seed,
    // One bucket: these tests read totals.
    bucketMs: 1e12,
    traceCount: options.traceCount ?? 0,
  });
}

/** Requests of 1 000 tokens that are answered with 100. */
function trafficAt(arrivalMs: Float64Array): Traffic {
  return {
    label: 'oracle',
    origin: 'generated',
    requestCount: arrivalMs.length,
    arrivalMs,
    inputTokens: new Uint32Array(arrivalMs.length).fill(1000),
    outputTokens: new Uint32Array(arrivalMs.length).fill(100),
    user: null,
    users: [],
    complexity: null,
    metadata: {},
  };
}

/** Memoryless arrivals; made here and not by the product's generator, so that each is evidence for the other. */
export function poisson(requestsPerS: number, requests: number, seed: number): Traffic {
  const arrivalMs = new Float64Array(requests);
  let nowMs = 0;
  for (let request = 0; request < requests; request++) {
    nowMs -= (Math.log(toUniform(threefry(seed, request, GAP, 0))) / requestsPerS) * 1000;
    arrivalMs[request] = nowMs;
  }
  return trafficAt(arrivalMs);
}
const GAP = hashOf('oracle gap');

/** One request every `gapMs`. */
export const steady = (requests: number, gapMs = 1): Traffic =>
  trafficAt(Float64Array.from({ length: requests }, (_, request) => request * gapMs));

/** Rate that a seed happened to draw, a second. */
export const rateOf = ({ arrivalMs, requestCount }: Traffic): number => requestCount / (arrivalMs[requestCount - 1]! / 1000);

/** The same plan with requests that go straight to one node: an entry only passes calls on, and millions of them cost time. */
export const startingAt = (plan: RunPlan, nodeId: string): RunPlan => ({
  ...plan,
  entries: plan.nodes.findIndex((node) => node.id === nodeId),
});

/** A policy of one line a node: `[id, kind, config, port → target]`. The provider has one model, `m`. */
export type Line = readonly [id: string, kind: string, config: Record<string, unknown>, calls?: Record<string, string>];
export function policyOf(lines: readonly Line[], provider: Partial<Provider> = {}): Policy {
  return {
    id: 'oracle',
    name: 'Oracle',
    description: '',
    providers: [
      {
        ...PROVIDER_DEFAULTS,
        id: 'provider',
        name: 'Provider',
        models: [{ name: 'm', inputUsdPerMTok: 0, outputUsdPerMTok: 0, contextTokens: 1_000_000, ...MODEL_PRICE_DEFAULTS }],
        ...provider,
      },
    ],
    nodes: lines.map(([id, kind, config]) => ({ id, kind, name: id, config })),
    edges: lines.flatMap(([from, , , calls = {}]) => Object.entries(calls).map(([port, to]) => ({ from, port, to }))),
    silenced: [],
    promises: [],
  };
}

/** A model that answers (and fails) at once unless its latency is set. */
export const model = (config: Record<string, unknown> = {}) => ({
  providerId: 'provider',
  model: 'm',
  latencyShape: 'constant',
  ttftP50Ms: 0,
  outputTokensPerS: 0,
  failureAfterMs: 0,
  requestTimeoutMs: 3_600_000,
  ...config,
});
