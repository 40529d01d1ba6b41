import { describe, expect, test } from 'vitest';
import { assembleComparison, comparedRun, judgedDifferences } from '../../shared/compare/index.ts';
import { createRun } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf } from '../../shared/kinds/index.ts';
import type { ComparedRun, ComparisonPlan, Policy } from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';
import { generate } from '../../shared/traffic/index.ts';
import { smallPolicy, smallTrafficSpec } from '../fixtures/small-policy.ts';

/**
 * Honesty of the verdicts, on real runs. Two identical policies on the same luck are the same to the last digit, which would prove nothing; so
 * here both sides get luck of their own, which is the hardest case: all that differs is noise.
 */

const PAIRS = 200;
const REPLICATIONS = 6;
const SHORT = generate({ ...smallTrafficSpec, durationMs: 60_000, requestsPerS: 1 }, 3);
const calm = { id: 'calm', name: 'Calm', description: '', events: [] };
const sha256 = 'a'.repeat(64);

function run(policy: Policy, seed: number): Pick<ComparedRun, 'figures' | 'latency'> {
  const conditionTargets = conditionTargetsOf(policy);
  const conditions = compileScenario(calm, conditionTargets);
  const made = createRun(compilePolicy(policy, { traffic: SHORT, conditions, conditionTargets, seed, bucketMs: 60_000, traceCount: 0 }));
  while (!made.advance(100_000));
  return comparedRun(made.figures(), made.latencySketch.toJSON());
}

const plan: ComparisonPlan = {
  engineVersion: '0',
  design: 'pair',
  seed: 1,
  stopping: { atLeast: REPLICATIONS, atMost: REPLICATIONS, precision: [] },
  traffic: { label: 'T', origin: 'generated', sha256, columnsSha256: sha256, requests: SHORT.requestCount, durationMs: 60_000 },
  scenarios: [{ id: 'calm', name: 'Calm', sha256, events: [] }],
  variants: ['base', 'head'].map((id) => ({ id, label: id, policy: { id, name: id, sha256 }, changes: [], leftOut: null })),
  varied: [],
  assumptions: [],
};

/** `seedOf`: the luck of a side in a replication. */
function compared(base: Policy, head: Policy, seedOf: (variant: number, replication: number) => number) {
  const runs = [base, head].flatMap((policy, variant) =>
    Array.from(
      { length: REPLICATIONS },
      (_, replication): ComparedRun => ({
        scenario: 0,
        variant,
        replication,
        ...run(policy, seedOf(variant, replication)),
      }),
    ),
  );
  return judgedDifferences(assembleComparison(plan, runs, () => sha256));
}

describe('verdicts corrected for many figures', () => {
  // Failures often enough that their figures are noise too, and not all zero.
  const { policy } = smallPolicy;
  const nodes = policy.nodes.map((node) => (node.kind === 'model' ? { ...node, config: { ...node.config, serverErrorRate: 0.2 } } : node));
  const noisy = { ...policy, nodes };

  test('identical policies with luck of their own are called better or worse in at most 5 % of the figures', () => {
    let [judged, wrong, pairsWithOne] = [0, 0, 0];
    for (let pair = 0; pair < PAIRS; pair++) {
      const seedOf = (variant: number, replication: number): number => pair * 1000 + variant * 100 + replication;
      const figures = compared(noisy, noisy, seedOf).filter(({ pValue }) => pValue !== null);
      const mistaken = figures.filter(({ verdict }) => verdict !== 'no-evidence').length;
      judged += figures.length;
      wrong += mistaken;
      if (mistaken > 0) pairsWithOne++;
    }
    expect(judged).toBeGreaterThan(PAIRS * 8);
    expect(wrong / judged).toBeLessThanOrEqual(0.05);
    // Of all pairs, those with even one wrong word: 5 % by Holm; four standard errors above that for skewed figures and luck.
    expect(pairsWithOne / PAIRS).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / PAIRS));
  });

  test('a known effect is found in every pair: a price that is half as high again, on the same luck', () => {
    const providers = policy.providers.map((provider) => ({
      ...provider,
      models: provider.models.map((model) => ({ ...model, outputUsdPerMTok: model.outputUsdPerMTok * 1.5 })),
    }));
    for (let pair = 0; pair < 20; pair++) {
      const judged = compared(noisy, { ...noisy, providers }, (_, replication) => pair * 1000 + replication);
      expect(judged.find(({ figure }) => figure.id === 'usdPerRequest')?.verdict).toBe('worse');
      expect(judged.find(({ figure }) => figure.id === 'availability')?.verdict).toBe('same');
    }
  });
});
