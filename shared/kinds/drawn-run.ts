import { createRun, type RunFigures, type RunPlan } from '../engine/index.ts';
import {
  type Conditions,
  type MetadataColumn,
  MODEL_PRICE_DEFAULTS,
  NO_CONDITIONS,
  type OutcomeCode,
  type Policy,
  PROVIDER_DEFAULTS,
  type Provider,
  type Traffic,
} from '../model/index.ts';
import { compilePolicy } from './compile.ts';

/** A small policy run through the real engine, for tests that need exact instants: what a behaviour asks for is then also what happens. */

/** `[id, kind, config, calls]`; `calls` names the node at each port. */
export type DrawnNode = readonly [
  id: string,
  kind: string,
  config?: Readonly<Record<string, unknown>>,
  calls?: Readonly<Record<string, string>>,
];

export const ACME: Provider = {
  id: 'acme',
  name: 'Acme',
  ...PROVIDER_DEFAULTS,
  models: [{ name: 'm', inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 100_000, ...MODEL_PRICE_DEFAULTS }],
};

/** A model that answers in no time, so that instants in a test are those of its arrivals. */
export const INSTANT_MODEL = {
  providerId: 'acme',
  model: 'm',
  latencyShape: 'constant',
  ttftP50Ms: 0,
  outputTokensPerS: 0,
  failureAfterMs: 0,
} as const;

export function drawnPolicy(nodes: readonly DrawnNode[], provider: Partial<Provider> = {}): Policy {
  return {
    id: 'drawn',
    name: 'Drawn',
    description: '',
    providers: [{ ...ACME, ...provider }],
    nodes: nodes.map(([id, kind, config]) => ({ id, kind, name: id, config: { ...config } })),
    edges: nodes.flatMap(([from, , , calls]) => Object.entries(calls ?? {}).map(([port, to]) => ({ from, port, to }))),
    silenced: [],
    promises: [],
  };
}

export function trafficAt(
  arrivalMs: readonly number[],
  fields: { inputTokens?: number; outputTokens?: number; metadata?: Record<string, MetadataColumn> } = {},
): Traffic {
  return {
    label: 'drawn',
    origin: 'generated',
    requestCount: arrivalMs.length,
    arrivalMs: Float64Array.from(arrivalMs),
    inputTokens: new Uint32Array(arrivalMs.length).fill(fields.inputTokens ?? 1000),
    outputTokens: new Uint32Array(arrivalMs.length).fill(fields.outputTokens ?? 100),
    user: null,
    users: [],
    complexity: null,
    metadata: fields.metadata ?? {},
  };
}

export interface DrawnRun {
  readonly provider?: Partial<Provider>;
  readonly traffic: Traffic;
  /** Outcome code of a call that starts work at this instant; 0 = works. */
  readonly failsWith?: (nowMs: number) => OutcomeCode;
  readonly conditions?: Partial<Conditions>;
  readonly seed?: number;
}

/** Every request is traced. Conditions strike the model `m` of `acme`. */
export function runDrawn(nodes: readonly DrawnNode[], run: DrawnRun): RunFigures {
  const { failsWith } = run;
  const plan = compilePolicy(drawnPolicy(nodes, run.provider), {
    traffic: run.traffic,
    conditions: {
      ...NO_CONDITIONS,
      ...(failsWith === undefined ? {} : { failureAt: (_target: number, nowMs: number) => failsWith(nowMs) }),
      ...run.conditions,
    },
    conditionTargets: [{ providerId: 'acme', model: 'm' }],
    seed: run.seed ?? 1,
    bucketMs: 60_000,
    traceCount: run.traffic.requestCount,
  });
  return figuresOf(plan);
}

export function figuresOf(plan: RunPlan): RunFigures {
  const run = createRun(plan);
  while (!run.advance(100_000));
  return run.figures();
}
