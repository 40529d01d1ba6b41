import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunFigures } from '../../shared/engine/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { CALM, type Policy, type Scenario, type Traffic } from '../../shared/model/index.ts';
import {
  anyProvider,
  anyScenario,
  anyTraffic,
  CASES,
  drawnTree,
  PROVIDERS,
  policyOf,
  rehearse,
  under,
  unlimited,
} from './random-policy.ts';

/** Changes whose effect is known without knowing any figure (SEMANTICS, techniques, 9). */

const RUNS = { numRuns: Math.ceil(CASES / 2), maxSkipsPerRun: 20 };
const TIMEOUT = { timeout: 3_600_000 };

/** What befell the requests: everything but the nodes by which it came about. */
const fates = ({ outcomes, latencyMs, cost, attempts, availability, traces }: RunFigures) => ({
  outcomes,
  latencyMs,
  cost,
  attempts,
  availability,
  each: traces.map(({ latencyMs: taken, outcome, tier, usd }) => [taken, outcome, tier, usd]),
});

const anything = [drawnTree(), anyProvider('a'), anyProvider('b'), anyScenario, anyTraffic(40)] as const;

test('where nothing fails, every retry policy is the same as none', TIMEOUT, () => {
  let compared = 0;
  const retries = fc.record({
    maxRetries: fc.nat(4),
    baseMs: fc.constantFrom(0, 1, 1_000),
    jitter: fc.constantFrom('none', 'full', 'equal', 'decorrelated', 'proportional'),
    honoursRetryAfter: fc.boolean(),
  });
  fc.assert(
    fc.property(drawnTree(), anyTraffic(40), retries, (root, traffic, retry) => {
      const policy = policyOf(root, PROVIDERS.map(unlimited));
      fc.pre(policy !== undefined);
      const plain = rehearse(policy, traffic, CALM);
      if (plain.outcomes.failed + plain.outcomes.blocked > 0) return;
      compared++;
      expect(fates(rehearse(under(policy, 'retry', retry), traffic, CALM))).toEqual(fates(plain));
    }),
    RUNS,
  );
  expect(compared).toBeGreaterThan(RUNS.numRuns / 10);
});

test('a breaker that never trips, or only watches, is as if there were none', TIMEOUT, () => {
  fc.assert(
    fc.property(...anything, fc.boolean(), (root, a, b, scenario, traffic, watches) => {
      const policy = policyOf(root, [a, b]);
      fc.pre(policy !== undefined);
      const config = watches ? { failureCount: 1, openForMs: 500, mode: 'observe-only' } : { failureCount: 10_000 };
      const breaker = kinds.get('breaker')!.config.schema.parse(config) as Record<string, unknown>;
      expect(fates(rehearse(under(policy, 'breaker', breaker), traffic, scenario))).toEqual(fates(rehearse(policy, traffic, scenario)));
    }),
    RUNS,
  );
});

test('the same run twice is the same, in whatever buckets of time it is looked at', TIMEOUT, () => {
  fc.assert(
    fc.property(...anything, (root, a, b, scenario, traffic) => {
      const policy = policyOf(root, [a, b]);
      fc.pre(policy !== undefined);
      expect(rehearse(policy, traffic, scenario)).toEqual(rehearse(policy, traffic, scenario));
      // The width of the time series' buckets is a way of looking: it must not change what happens.
      expect(fates(rehearse(policy, traffic, scenario, { bucketMs: 5_000 }))).toEqual(fates(rehearse(policy, traffic, scenario)));
    }),
    { ...RUNS, numRuns: Math.ceil(CASES / 5) },
  );
});

test('requests that come after the last one has ended do not change what went before', TIMEOUT, () => {
  fc.assert(
    fc.property(...anything, (root, a, b, scenario, traffic) => {
      const policy = policyOf(root, [a, b]);
      fc.pre(policy !== undefined);
      const half = Math.ceil(traffic.requestCount / 2);
      const before = rehearse(policy, firstOf(traffic, half), scenario);
      const after = rehearse(policy, traffic, scenario);
      const nextMs = traffic.arrivalMs[half] ?? Number.POSITIVE_INFINITY;
      const ends = (figures: RunFigures) =>
        figures.traces
          .slice(0, half)
          .filter(({ arrivalMs, latencyMs }) => arrivalMs + latencyMs < nextMs)
          .map(({ latencyMs, outcome, tier, usd }) => [latencyMs, outcome, tier, usd]);
      const early = ends(before);
      expect(ends(after)).toEqual(early);
    }),
    { ...RUNS, numRuns: Math.ceil(CASES / 5) },
  );
});

function firstOf(traffic: Traffic, count: number): Traffic {
  return {
    ...traffic,
    requestCount: count,
    arrivalMs: traffic.arrivalMs.slice(0, count),
    inputTokens: traffic.inputTokens.slice(0, count),
    outputTokens: traffic.outputTokens.slice(0, count),
    user: traffic.user?.slice(0, count) ?? null,
    complexity: traffic.complexity?.slice(0, count) ?? null,
    metadata: Object.fromEntries(
      Object.entries(traffic.metadata).map(([key, { codes, values }]) => [key, { codes: codes.slice(0, count), values }]),
    ),
  };
}

// ── a clock that runs at half speed

/** Their clock is that of the wall (days, shifts, months), or a bucket that holds a minute's worth. */
const BOUND_TO_THE_CLOCK = ['review', 'budget'];
const scalable = [...kinds.values()]
  .filter(({ kind, face }) => face.isCallable && !BOUND_TO_THE_CLOCK.includes(kind))
  .map(({ kind }) => kind);

/** Twice as slow: durations double, rates halve; a power of two, so that doubles stay exact. Undefined where a schema does not go so far. */
function slowed(policy: Policy): Policy | undefined {
  const nodes = policy.nodes.map((node) => {
    const config = Object.fromEntries(
      Object.entries({ ...node.config, ...(node.kind === 'rate-limit' ? { tokensPerMin: null } : {}) }).map(([key, value]) => {
        if (typeof value !== 'number') return [key, value];
        if (/Ms$/.test(key)) return [key, value * 2];
        return [key, /Per(?:S|Min)$/.test(key) ? value / 2 : value];
      }),
    );
    const parsed = kinds.get(node.kind)!.config.schema.safeParse(config);
    return parsed.success ? { ...node, config } : undefined;
  });
  if (nodes.some((node) => node === undefined)) return undefined;
  const providers = policy.providers.map((one) => ({
    ...one,
    requestsPerMin: one.requestsPerMin === null ? null : one.requestsPerMin / 2,
  }));
  return { ...policy, providers, nodes: nodes as Policy['nodes'] };
}

const slowedScenario = (scenario: Scenario): Scenario => ({
  ...scenario,
  events: scenario.events.map((event) => ({
    ...event,
    startMs: event.startMs * 2,
    durationMs: event.durationMs * 2,
    rampUpMs: event.rampUpMs * 2,
    rampDownMs: event.rampDownMs * 2,
    effect: event.effect.kind === 'rate-limit' ? { ...event.effect, requestsPerMin: event.effect.requestsPerMin / 2 } : event.effect,
  })),
});

test('at half speed everything is the same and takes exactly twice as long', TIMEOUT, () => {
  let compared = 0;
  fc.assert(
    fc.property(drawnTree(scalable), anyProvider('a'), anyProvider('b'), anyScenario, anyTraffic(40), (root, a, b, scenario, traffic) => {
      // A bucket's size is a minute's worth unless it is told: that minute does not slow down.
      const providers = [a, b].map((one) => ({ ...one, tokensPerMin: null, provisionedTokensPerMin: null, requestBurst: 5 }));
      const drawn = policyOf(root, providers);
      fc.pre(drawn !== undefined);
      const policy = {
        ...drawn,
        nodes: drawn.nodes.map((node) => (node.kind === 'rate-limit' ? { ...node, config: { ...node.config, tokensPerMin: null } } : node)),
      };
      const slow = slowed(policy);
      if (slow === undefined) return;
      compared++;
      const fast = rehearse(policy, traffic, scenario);
      const twice = rehearse(slow, { ...traffic, arrivalMs: traffic.arrivalMs.map((ms) => ms * 2) }, slowedScenario(scenario), {
        bucketMs: 1_400,
      });
      const told = ({ outcomes, cost, attempts, traces, nodes }: RunFigures, factor: number) => ({
        outcomes,
        cost,
        attempts,
        each: traces.map(({ latencyMs, outcome, tier }) => [latencyMs * factor, outcome, tier]),
        facts: nodes.map(({ id, calls, facts }) => [id, calls, facts]),
      });
      expect(told(twice, 1)).toEqual(told(fast, 2));
    }),
    RUNS,
  );
  expect(compared).toBeGreaterThan(RUNS.numRuns / 4);
});

// ── capacity

test('under FIFO one more slot makes no request wait longer', TIMEOUT, () => {
  const models = fc.record({
    latencyShape: fc.constantFrom('lognormal', 'exponential', 'constant'),
    ttftP50Ms: fc.constantFrom(100, 1_000),
    ttftP95Ms: fc.constant(4_000),
    outputTokensPerS: fc.constantFrom(0, 100),
    requestTimeoutMs: fc.constant(3_600_000),
    serverErrorRate: fc.constantFrom(0, 0.3),
  });
  fc.assert(
    fc.property(models, fc.integer({ min: 1, max: 4 }), anyTraffic(60), anyScenario, (model, slots, traffic, scenario) => {
      const policyWith = (concurrency: number) =>
        policyOf(
          {
            kind: 'model',
            config: { ...(kinds.get('model')!.config.defaults as object), providerId: 'a', model: 'm', ...model },
            calls: [],
          },
          [{ ...unlimited('a'), concurrency }, unlimited('b')],
        )!;
      // Effects that ask a time of day give a later start other luck than an earlier one; waiting is compared where luck is the request's own.
      const calm = {
        ...scenario,
        events: scenario.events.filter(({ effect }) => effect.kind === 'price' || effect.kind === 'quality-loss'),
      };
      const fewer = rehearse(policyWith(slots), traffic, calm);
      const more = rehearse(policyWith(slots + 1), traffic, calm);
      expect(more.outcomes.answeredByTier).toEqual(fewer.outcomes.answeredByTier);
      more.traces.forEach(({ latencyMs }, at) => {
        if (latencyMs > fewer.traces[at]!.latencyMs + 1e-6)
          throw new Error(`request ${at} takes ${latencyMs} with more, ${fewer.traces[at]!.latencyMs} with fewer slots`);
      });
    }),
    RUNS,
  );
});
