import * as fc from 'fast-check';
import { createRun, type RunFigures } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf, type Field, kinds, type NodeKind } from '../../shared/kinds/index.ts';
import { lint } from '../../shared/lint/index.ts';
import {
  CALM,
  FLAWS,
  MODEL_PRICE_DEFAULTS,
  type Policy,
  type PolicyEdge,
  type PolicyNode,
  PROVIDER_DEFAULTS,
  type Provider,
  RETRYABLE_FAILURES,
  type Scenario,
  type ScenarioEffect,
  type ScenarioTarget,
  type Traffic,
} from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';

/**
 * Random policies of every registered kind, without a line for any of them: configs come out of the fields that the inspector shows, and whatever
 * lint calls an error afterwards goes back to the kind's defaults. Values are small, so that limits are met and timers race within a few seconds.
 */

/** Nightly: `GRACEFALL_CASES=10000 npx vitest run test/properties`. */
export const CASES = Number(process.env['GRACEFALL_CASES'] ?? 500);

const MODELS = ['m', 'n'] as const;
export const PROVIDERS = ['a', 'b'] as const;
const COLUMNS = ['plan', 'role'] as const;
const VALUES = ['free', 'paid', 'free, paid'] as const;

const within = (values: readonly number[], min: number, max: number): number[] => [
  ...new Set(values.filter((value) => value >= min && value <= max).concat(min)),
];

function anyValue(field: Field): fc.Arbitrary<unknown> | undefined {
  const { control } = field;
  switch (control.kind) {
    case 'duration':
      return fc.constantFrom(...within([1, 20, 100, 400, 1_000, 3_000, 8_000], control.minMs, control.maxMs));
    case 'ratio':
      return fc.constantFrom(...within([0, 0, 0.1, 0.4, 1], control.min ?? 0, control.max ?? 1));
    case 'number':
      return fc.constantFrom(
        ...within([0, 0.001, 1, 2, 3, 5, 60], control.min, control.max).filter((value) => control.step < 1 || Number.isInteger(value)),
      );
    case 'optional-number':
      return fc.constantFrom(
        null,
        ...within([1, 2, 3, 60, 1_000], control.min, control.max).filter((value) => control.step < 1 || Number.isInteger(value)),
      );
    case 'choice':
      return fc.constantFrom(...control.options.map(({ value }) => value));
    case 'toggle':
      return fc.boolean();
    case 'failures':
      return fc.subarray([...control.options]);
    case 'provider':
      return fc.constantFrom(...PROVIDERS);
    case 'model':
      return fc.constantFrom(...MODELS);
    case 'text':
      return /values|roles/i.test(field.key) ? fc.constantFrom(...VALUES) : fc.constantFrom('', ...COLUMNS);
    default:
      // Lists and whatever controls come later keep the example's value.
      return undefined;
  }
}

/** The example or the defaults with some fields changed; a value that the schema refuses is one change less. */
function configOf(kind: NodeKind): fc.Arbitrary<Record<string, unknown>> {
  const changes = kind.fields.flatMap((field) => {
    const value = field.key.includes('.') ? undefined : anyValue(field);
    return value === undefined ? [] : [fc.tuple(fc.constant(field.key), value)];
  });
  const base = fc.constantFrom(kind.config.defaults, kind.config.example) as fc.Arbitrary<Record<string, unknown>>;
  const some = changes.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...changes), { maxLength: 8, size: 'max' });
  return fc.tuple(base, some, fc.constantFrom(...PROVIDERS), fc.constantFrom(...MODELS)).map(([from, changed, providerId, model]) => {
    let config: Record<string, unknown> = 'providerId' in from ? { ...from, providerId, model } : { ...from };
    for (const [key, value] of changed as [string, unknown][]) {
      const parsed = kind.config.schema.safeParse({ ...config, [key]: value });
      if (parsed.success) config = parsed.data as Record<string, unknown>;
    }
    return config;
  });
}

export interface Drawn {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly calls: readonly Drawn[];
}

/** `kindNames` default to all that can be called. */
export function drawnTree(kindNames: readonly string[] = callable.map(({ kind }) => kind)): fc.Arbitrary<Drawn> {
  const chosen = callable.filter(({ kind }) => kindNames.includes(kind));
  const leaves = chosen.filter((kind) => kind.face.ports(kind.config.defaults).length === 0);
  const inner = chosen.filter((kind) => kind.face.ports(kind.config.defaults).length > 0);
  return fc.letrec<{ any: Drawn }>((tie) => {
    const node = (kind: NodeKind): fc.Arbitrary<Drawn> =>
      configOf(kind).chain((config) => {
        const count = kind.face.ports(config).length;
        return fc
          .tuple(...Array.from({ length: count }, () => tie('any')))
          .map((calls) => ({ kind: kind.kind, config, calls: calls as Drawn[] }));
      });
    return {
      any: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'drawn' },
        fc.oneof(...leaves.map((kind) => ({ weight: kind.kind === 'model' ? 6 : 1, arbitrary: node(kind) }))),
        ...inner.map((kind) => node(kind)),
      ),
    };
  }).any;
}

const callable = [...kinds.values()].filter((kind) => kind.face.isCallable);

export const anyProvider = (id: string): fc.Arbitrary<Provider> =>
  fc
    .record({
      concurrency: fc.constantFrom(null, 1, 3),
      queueLength: fc.constantFrom(null, 0, 2),
      requestsPerMin: fc.constantFrom(null, 60, 600),
      tokensPerMin: fc.constantFrom(null, 60_000),
      requestBurst: fc.constantFrom(null, 5),
      abandonedWork: fc.constantFrom('stops' as const, 'runs-on' as const),
      provisionedTokensPerMin: fc.constantFrom(null, null, 30_000),
      provisionedUsdPerHour: fc.constantFrom(0, 20),
      overProvisioned: fc.constantFrom('spill' as const, 'refuse' as const),
    })
    .map((limits) => ({
      ...PROVIDER_DEFAULTS,
      ...limits,
      id,
      name: id,
      models: MODELS.map((name) => ({ ...MODEL_PRICE_DEFAULTS, name, inputUsdPerMTok: 3, outputUsdPerMTok: 15, contextTokens: 1_500 })),
    }));

export const unlimited = (id: string): Provider => ({
  ...PROVIDER_DEFAULTS,
  id,
  name: id,
  models: MODELS.map((name) => ({ ...MODEL_PRICE_DEFAULTS, name, inputUsdPerMTok: 3, outputUsdPerMTok: 15, contextTokens: 1_500 })),
});

/** What lint still calls an error after that is beyond a tree of random parts: the case is passed over. */
export function policyOf(root: Drawn, providers: readonly Provider[]): Policy | undefined {
  const nodes: PolicyNode[] = [
    { id: 'entry', kind: 'entry', name: 'Entry', config: { ...(kinds.get('entry')!.config.defaults as object) } },
  ];
  const edges: PolicyEdge[] = [];
  const add = ({ kind, config, calls }: Drawn, from: string, port: string): void => {
    const id = `n${nodes.length}`;
    nodes.push({ id, kind, name: id, config: { ...config } });
    edges.push({ from, port, to: id });
    const ports = kinds.get(kind)!.face.ports(config);
    for (const [at, called] of calls.entries()) add(called, id, ports[at]!.id);
  };
  add(root, 'entry', 'next');
  const policy: Policy = { id: 'any', name: 'Any', description: '', providers: [...providers], nodes, edges, silenced: [], promises: [] };
  const isWrong = (one: Policy): readonly string[] =>
    lint(one).flatMap(({ severity, nodeId }) => (severity === 'error' ? [nodeId ?? 'entry'] : []));
  const wrong = new Set(isWrong(policy));
  if (wrong.size === 0) return policy;
  const tamed = {
    ...policy,
    nodes: nodes.map((node) =>
      wrong.has(node.id) && node.kind !== 'model' ? { ...node, config: { ...(kinds.get(node.kind)!.config.example as object) } } : node,
    ),
  };
  return isWrong(tamed).length === 0 ? tamed : undefined;
}

const effect: fc.Arbitrary<ScenarioEffect> = fc.oneof(
  fc
    .constantFrom(...RETRYABLE_FAILURES, 'auth' as const, 'content-policy' as const)
    .map((failure): ScenarioEffect => ({ kind: 'outage', share: 0.8, failure })),
  fc.constantFrom<ScenarioEffect>(
    { kind: 'error-rate', rate: 0.3, failure: 'server-error' },
    { kind: 'latency', multiplier: 8 },
    { kind: 'latency-tail', share: 0.2, multiplier: 20 },
    { kind: 'rate-limit', requestsPerMin: 30 },
    { kind: 'quality-loss', share: 0.3 },
    { kind: 'answer-length', multiplier: 3 },
    { kind: 'flaw-rate', rate: 0.4, flaw: FLAWS[1] },
    { kind: 'price', multiplier: 2 },
    { kind: 'capacity', share: 0.3 },
    { kind: 'endless-loop', share: 0.5 },
    { kind: 'conversation-growth', multiplier: 5 },
    { kind: 'outage', share: 0.5, failure: 'connection', shareOf: 'requests' },
  ),
);

/** Effects that mean nothing for their target are no error of the engine's. */
const target = (on: ScenarioEffect): fc.Arbitrary<ScenarioTarget> => {
  if (on.kind === 'endless-loop') return fc.constant({ kind: 'node-kind', nodeKind: 'agent-loop' });
  return fc.constantFrom<ScenarioTarget>(
    { kind: 'provider', providerId: 'a' },
    { kind: 'model', providerId: 'b', model: 'm' },
    { kind: 'all-providers' },
    { kind: 'node-kind', nodeKind: 'tool' },
  );
};

export const anyScenario: fc.Arbitrary<Scenario> = fc
  .array(
    effect.chain((what) => target(what).map((where) => ({ what, where }))),
    { maxLength: 3 },
  )
  .map((events) => ({
    ...CALM,
    events: events.map(({ what, where }, at) => ({
      id: `e${at}`,
      name: `e${at}`,
      target: where,
      effect: what,
      startMs: 2_000 * at + 1_000,
      durationMs: 8_000,
      rampUpMs: at === 0 ? 2_000 : 0,
      rampDownMs: 0,
    })),
  }));

export const anyTraffic = (mostRequests = 60): fc.Arbitrary<Traffic> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(0, 1, 50, 300, 1_000), fc.integer({ min: 1, max: 1_800 }), fc.integer({ min: -1, max: 2 })), {
        minLength: 1,
        maxLength: mostRequests,
        size: 'max',
      }),
      fc.boolean(),
    )
    .map(([rows, isKnown]): Traffic => {
      let nowMs = 0;
      const codes = () => Int32Array.from(rows, ([, tokens]) => (tokens % 3) - 1);
      return {
        label: 'any',
        origin: 'generated',
        requestCount: rows.length,
        arrivalMs: Float64Array.from(rows, ([gapMs]) => (nowMs += gapMs)),
        inputTokens: Uint32Array.from(rows, ([, tokens]) => tokens),
        outputTokens: Uint32Array.from(rows, ([, tokens]) => tokens % 300),
        user: isKnown ? Int32Array.from(rows, ([, , user]) => user) : null,
        users: isKnown ? ['u', 'v', 'w'] : [],
        complexity: isKnown ? Float32Array.from(rows, ([, tokens]) => (tokens % 10) / 9) : null,
        metadata: isKnown ? { plan: { codes: codes(), values: ['free', 'paid'] }, role: { codes: codes(), values: ['paid', 'free'] } } : {},
      };
    });

export function rehearse(
  policy: Policy,
  on: Traffic,
  under: Scenario,
  options: { bucketMs?: number; seed?: number; traceCount?: number; eventsAtOnce?: number } = {},
): RunFigures {
  const conditionTargets = conditionTargetsOf(policy);
  const run = createRun(
    compilePolicy(policy, {
      traffic: on,
      conditions: compileScenario(under, conditionTargets),
      conditionTargets,
      seed: options.seed ?? 3,
      bucketMs: options.bucketMs ?? 700,
      traceCount: options.traceCount ?? on.requestCount,
    }),
  );
  while (!run.advance(options.eventsAtOnce ?? 10_000));
  return run.figures();
}

/** The same policy with a node above its first one. */
export function under(policy: Policy, kind: string, config: Readonly<Record<string, unknown>>): Policy {
  return {
    ...policy,
    nodes: [...policy.nodes, { id: 'above', kind, name: 'above', config: { ...config } }],
    edges: [
      ...policy.edges.map((edge) => (edge.from === 'entry' ? { ...edge, from: 'above' } : edge)),
      { from: 'entry', port: 'next', to: 'above' },
    ],
  };
}
