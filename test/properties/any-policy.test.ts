import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRun, type RunFigures } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf } from '../../shared/kinds/index.ts';
import {
  MODEL_PRICE_DEFAULTS,
  type Policy,
  type PolicyNode,
  PROVIDER_DEFAULTS,
  type Scenario,
  type ScenarioEffect,
  type Traffic,
} from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';

/** Whatever is drawn with the shipped kinds, figures that say the same thing in two places agree, and no file's order shows in them. */

type Tree = readonly [kind: string, config: Record<string, unknown>, calls: Readonly<Record<string, Tree>>];

const USD_IN = 3;
const USD_OUT = 15;
const MODELS = ['m', 'n'] as const;
const PROVIDERS = ['a', 'b'] as const;
const rate = fc.constantFrom(0, 0, 0.1, 0.4);
const ms = fc.constantFrom(0, 1, 100, 1_000, 5_000);
const longer = fc.constantFrom(50, 400, 1_000, 3_000);

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 4, arbitrary: modelNode() },
  { weight: 1, arbitrary: ms.map((latencyMs): Tree => ['template', { text: 'x', tier: 3, latencyMs }, {}]) },
);

function modelNode(): fc.Arbitrary<Tree> {
  return fc
    .record({
      providerId: fc.constantFrom(...PROVIDERS),
      model: fc.constantFrom(...MODELS),
      tier: fc.constantFrom(1, 2),
      latencyShape: fc.constantFrom('lognormal', 'exponential', 'constant'),
      ttftP50Ms: ms,
      ttftP95Ms: fc.constant(6_000),
      outputTokensPerS: fc.constantFrom(0, 100),
      requestTimeoutMs: longer,
      failureAfterMs: ms,
      serverErrorRate: rate,
      malformedRate: rate,
      timeoutRate: fc.constantFrom(0, 0.2),
    })
    .map((config): Tree => ['model', config, {}]);
}

const tree = fc.letrec<{ any: Tree }>((tie) => {
  const under = (kind: string, config: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Tree> =>
    fc.tuple(config, tie('any')).map(([values, next]): Tree => [kind, values, { next }]);
  const twoPorts = (kind: string, config: fc.Arbitrary<Record<string, unknown>>, ports: readonly [string, string]): fc.Arbitrary<Tree> =>
    fc.tuple(config, tie('any'), tie('any')).map(([values, one, two]): Tree => [kind, values, { [ports[0]]: one, [ports[1]]: two }]);
  return {
    any: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'tree' },
      leaf,
      under(
        'retry',
        fc.record({ maxRetries: fc.nat(3), baseMs: ms, jitter: fc.constantFrom('none', 'full'), honoursRetryAfter: fc.boolean() }),
      ),
      under(
        'breaker',
        fc.record({
          failureCount: fc.integer({ min: 1, max: 4 }),
          windowMs: longer,
          openForMs: longer,
          closeAfterSuccesses: fc.integer({ min: 1, max: 3 }),
          trialTimeoutMs: longer,
          lateResponses: fc.constantFrom('discard', 'count'),
          tripRule: fc.constantFrom('count', 'rate'),
          minimumCalls: fc.constant(3),
          mode: fc.constantFrom('active', 'active', 'observe-only'),
        }),
      ),
      under('timeout', fc.record({ timeoutMs: longer })),
      under(
        'input-guard',
        fc.record({
          check: fc.constant('prompt-injection'),
          prevalence: rate,
          action: fc.constantFrom('block', 'flag'),
          latencyMs: ms,
          priceUsd: fc.constant(0.001),
        }),
      ),
      under(
        'output-guard',
        fc.record({ prevalence: rate, action: fc.constantFrom('block', 'fall-back'), latencyMs: ms, priceUsd: fc.constant(0.002) }),
      ),
      twoPorts(
        'fallback',
        fc.record({ onExhausted: fc.constantFrom('first-failure', 'last-failure') }).map((values) => ({
          ...values,
          tiers: [
            { id: 'one', name: 'one' },
            { id: 'two', name: 'two' },
          ],
        })),
        ['one', 'two'],
      ),
      twoPorts(
        'budget',
        fc.record({
          scope: fc.constantFrom('request', 'agent'),
          limitUsd: fc.constantFrom(0.01, 0.2),
          reserveUsd: fc.constantFrom(0, 0.005),
          atLimit: fc.constant('downgrade'),
        }),
        ['next', 'over'],
      ),
    ),
  };
}).any;

const provider = (id: string) =>
  fc
    .record({
      concurrency: fc.constantFrom(null, 1, 3),
      queueLength: fc.constantFrom(null, 0, 2),
      requestsPerMin: fc.constantFrom(null, 60, 600),
      tokensPerMin: fc.constantFrom(null, 60_000),
      requestBurst: fc.constantFrom(null, 5),
      abandonedWork: fc.constantFrom('stops' as const, 'runs-on' as const),
    })
    .map((limits) => ({
      ...PROVIDER_DEFAULTS,
      ...limits,
      id,
      name: id,
      models: MODELS.map((name) => ({
        name,
        inputUsdPerMTok: USD_IN,
        outputUsdPerMTok: USD_OUT,
        contextTokens: 1_500,
        ...MODEL_PRICE_DEFAULTS,
      })),
    }));

function policyOf(root: Tree, providers: Policy['providers']): Policy {
  const nodes: PolicyNode[] = [{ id: 'entry', kind: 'entry', name: 'Entry', config: {} }];
  const edges: Policy['edges'] = [];
  const add = ([kind, config, calls]: Tree, from: string, port: string): void => {
    const id = `n${nodes.length}`;
    nodes.push({ id, kind, name: id, config });
    edges.push({ from, port, to: id });
    for (const [calledPort, called] of Object.entries(calls)) add(called, id, calledPort);
  };
  add(root, 'entry', 'next');
  return { id: 'any', name: 'Any', description: '', providers, nodes, edges, silenced: [], promises: [] };
}

const scenario = fc
  .constantFrom<ScenarioEffect>(
    { kind: 'outage', share: 0.8, failure: 'connection' },
    { kind: 'outage', share: 0.8, failure: 'timeout' },
    { kind: 'latency', multiplier: 8 },
    { kind: 'rate-limit', requestsPerMin: 30 },
  )
  .map(
    (effect): Scenario => ({
      id: 's',
      name: 's',
      description: '',
      events: [
        {
          id: 'e',
          name: 'e',
          target: { kind: 'provider', providerId: 'a' },
          effect,
          startMs: 4_000,
          durationMs: 8_000,
          rampUpMs: 2_000,
          rampDownMs: 0,
        },
      ],
    }),
  );

const traffic = fc
  .array(fc.tuple(fc.constantFrom(0, 1, 50, 300, 1_000), fc.integer({ min: 1, max: 2_000 })), { minLength: 1, maxLength: 80 })
  .map((rows): Traffic => {
    let nowMs = 0;
    return {
      label: 'any',
      origin: 'generated',
      requestCount: rows.length,
      arrivalMs: Float64Array.from(rows, ([gapMs]) => (nowMs += gapMs)),
      inputTokens: Uint32Array.from(rows, ([, tokens]) => tokens),
      outputTokens: Uint32Array.from(rows, ([, tokens]) => tokens % 300),
      user: null,
      users: [],
      complexity: null,
      metadata: {},
    };
  });

function rehearse(policy: Policy, on: Traffic, under: Scenario): RunFigures {
  const conditionTargets = conditionTargetsOf(policy);
  const conditions = compileScenario(under, conditionTargets);
  const run = createRun(
    compilePolicy(policy, { traffic: on, conditions, conditionTargets, seed: 3, bucketMs: 700, traceCount: on.requestCount }),
  );
  while (!run.advance(10_000));
  return run.figures();
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const countOf = (byFailure: Readonly<Record<string, number | undefined>>): number =>
  sum(Object.values(byFailure).map((count) => count ?? 0));

function expectConsistent(figures: RunFigures, policy: Policy): void {
  const { outcomes, series, nodes, edges, cost, attempts, traces, breakers } = figures;
  const { answeredByTier, blocked, failed, byFailure } = outcomes;
  expect(sum(answeredByTier) + blocked + failed).toBe(figures.requests);
  expect(countOf(byFailure)).toBe(blocked + failed);

  expect(sum(series.requests)).toBe(figures.requests);
  expect(series.answeredByTier.map(sum)).toEqual(answeredByTier);
  expect([sum(series.blocked), sum(series.failed), sum(series.attempts)]).toEqual([blocked, failed, attempts.total]);
  expect(sum(series.usd)).toBeCloseTo(cost.usd, 9);
  edges.forEach((edge, at) => {
    const inTime = series.edges[at]!;
    expect([sum(inTime.calls), inTime.answeredByTier.map(sum), sum(inTime.failed)]).toEqual([edge.calls, edge.answeredByTier, edge.failed]);
  });

  for (const node of nodes) {
    const into = edges.filter(({ to }) => to === node.id);
    expect(node.calls).toBe(node.kind === 'entry' ? figures.requests : sum(into.map(({ calls }) => calls)));
    expect(node.calls).toBe(node.answered + countOf(node.failures) + node.abandoned);
  }
  const models = nodes.filter(({ kind }) => kind === 'model');
  expect(sum(models.map(({ calls }) => calls))).toBe(attempts.total);
  // All models have one price: tokens say independently what the models must have cost.
  expect(sum(models.map(({ usd }) => usd))).toBeCloseTo((cost.promptTokens * USD_IN + cost.completionTokens * USD_OUT) / 1e6, 9);
  const checks = sum(nodes.filter(({ kind }) => kind.endsWith('guard')).map(({ usd }) => usd));
  expect(cost.wastedUsd).toBeLessThanOrEqual(cost.usd - checks + 1e-12);

  // A second count, from the traces: what was paid and did not reach the user.
  expect(sum(traces.map(({ usd }) => usd))).toBeCloseTo(cost.usd, 9);
  expect(cost.wastedUsd).toBeCloseTo(sum(traces.map((trace) => wastedIn(trace, policy))), 9);

  for (const { nodeId, transitions, openMs } of breakers) {
    let state = 'closed';
    let sinceMs = 0;
    let open = 0;
    for (const { atMs, from, to } of transitions) {
      expect(from).toBe(state);
      if (from === 'open') {
        open += atMs - sinceMs;
        const { openForMs } = policy.nodes.find(({ id }) => id === nodeId)!.config as { openForMs: number };
        expect(atMs - sinceMs).toBeGreaterThanOrEqual(openForMs - 1e-9);
      }
      state = to;
      sinceMs = atMs;
    }
    if (state !== 'open') expect(openMs).toBeCloseTo(open, 6);
  }
}

/** The useful span of an answered request is the leaf that is reached from the entry by the last answered call of each level. */
function wastedIn({ spans, outcome }: RunFigures['traces'][number], policy: Policy): number {
  const kindOf = new Map(policy.nodes.map(({ id, kind }) => [id, kind]));
  const attempted = sum(spans.filter(({ nodeId }) => kindOf.get(nodeId) === 'model').map(({ usd }) => usd));
  if (outcome !== 'answered') return attempted;
  let at = 0;
  for (;;) {
    const below = spans.findLastIndex((span) => span.parent === at && span.outcome === 'answered');
    if (below < 0) break;
    at = below;
  }
  return kindOf.get(spans[at]!.nodeId) === 'model' ? attempted - spans[at]!.usd : attempted;
}

const shuffled = (policy: Policy): Policy => ({
  ...policy,
  providers: [...policy.providers].reverse().map((one) => ({ ...one, models: [...one.models].reverse() })),
  nodes: [...policy.nodes].reverse(),
  edges: [...policy.edges].reverse(),
});

test('figures agree with each other, and with those of the same policy written in another order', () => {
  fc.assert(
    fc.property(tree, provider('a'), provider('b'), scenario, traffic, (root, a, b, under, on) => {
      const policy = policyOf(root, [a, b]);
      const figures = rehearse(policy, on, under);
      expectConsistent(figures, policy);
      expect(rehearse(shuffled(policy), on, under)).toEqual(figures);
    }),
    { numRuns: 150 },
  );
});
