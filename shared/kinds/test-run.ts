import type { RunFigures } from '../engine/index.ts';
import { type MetadataColumn, MODEL_PRICE_DEFAULTS, NO_CONDITIONS, type Policy, type Traffic } from '../model/index.ts';
import { compilePolicy } from './compile.ts';
import { ACME, figuresOf } from './drawn-run.ts';

/** Small policies by name, run through the engine, and short questions to their figures. A request costs 0.001 USD at the model drawn here. */

type Drawn = readonly [kind: string, config?: object];
type Wire = `${string}:${string} ${string}`;

/** Answers after exactly `latencyMs`, whatever the length. */
export const testModel = (latencyMs = 0): Drawn => [
  'model',
  { providerId: 'acme', model: 'm', latencyShape: 'constant', ttftP50Ms: latencyMs, outputTokensPerS: 0 },
];

/** Wires are written `from:port to`. */
export function testPolicy(nodes: Readonly<Record<string, Drawn>>, wires: readonly Wire[]): Policy {
  return {
    id: 'test',
    name: 'Test',
    description: '',
    providers: [
      { ...ACME, models: [{ name: 'm', inputUsdPerMTok: 1, outputUsdPerMTok: 0, contextTokens: 100_000, ...MODEL_PRICE_DEFAULTS }] },
    ],
    nodes: Object.entries(nodes).map(([id, [kind, config]]) => ({ id, kind, name: id, config: { ...config } })),
    edges: wires.map((wire) => {
      const [from, port, to] = wire.split(/[: ]/) as [string, string, string];
      return { from, port, to };
    }),
    silenced: [],
    promises: [],
  };
}

/** 1 000 tokens in, 200 out. */
export function evenTraffic(
  requestCount: number,
  gapMs: number,
  fields: { readonly metadata?: Readonly<Record<string, MetadataColumn>> } = {},
): Traffic {
  return {
    label: 'test',
    origin: 'generated',
    requestCount,
    arrivalMs: Float64Array.from({ length: requestCount }, (_, request) => request * gapMs),
    inputTokens: new Uint32Array(requestCount).fill(1000),
    outputTokens: new Uint32Array(requestCount).fill(200),
    user: null,
    users: [],
    complexity: null,
    metadata: {},
    ...fields,
  };
}

/** Every request is traced. */
export function testRun(policy: Policy, traffic: Traffic): RunFigures {
  return figuresOf(
    compilePolicy(policy, {
      traffic,
      conditions: NO_CONDITIONS,
      conditionTargets: [],
      seed: 1,
      bucketMs: 60_000,
      traceCount: traffic.requestCount,
    }),
  );
}

export const factsOf = (figures: RunFigures, nodeId: string): Readonly<Record<string, number>> =>
  figures.nodes.find((node) => node.id === nodeId)?.facts ?? {};

/** Requests in which a node noted a fact, in order. */
export function requestsWith(figures: RunFigures, nodeId: string, fact: string): readonly number[] {
  return figures.traces
    .filter((trace) => trace.spans.some((span) => span.nodeId === nodeId && span.facts.some((noted) => noted.fact === fact)))
    .map((trace) => trace.request);
}

export const callsAlong = (figures: RunFigures, from: string, port: string): number =>
  figures.edges.find((edge) => edge.from === from && edge.port === port)?.calls ?? 0;
