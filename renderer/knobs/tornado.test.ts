import { describe, expect, it } from 'vitest';
import { assembleComparison, oneAtATimeVariants, parseAxes } from '../../shared/compare/index.ts';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import type { Comparison, ComparisonPlan } from '../../shared/model/index.ts';
import { smallPolicy } from '../../test/fixtures/small-policy.ts';
import { sweepPoints, tellingFigures } from './sweep-points.ts';
import { tornadoAxes, tornadoOf } from './tornado.ts';

const opened = readPolicy(writePolicy(smallPolicy));
if (!opened.ok) throw new Error(opened.error.message);
const { policy } = opened.value.document;
const HASH = 'a'.repeat(64);
const NO_LATENCY = { count: 0, sum: 0, min: null, max: null, zeros: 0, firstBin: 0, bins: [] };

/** A comparison whose figures are made by hand: `p95Of` a variant's only change. */
function compared(texts: readonly string[], p95Of: (address: string, value: number) => number): Comparison {
  const axes = parseAxes(policy, texts);
  if (!axes.ok) throw new Error(axes.error);
  const variants = oneAtATimeVariants(policy, axes.value);
  if (!variants.ok) throw new Error(variants.error);
  const plan: ComparisonPlan = {
    engineVersion: '0',
    design: 'one-at-a-time',
    seed: 1,
    stopping: { atLeast: 2, atMost: 2, precision: [] },
    traffic: { label: 't', origin: 'generated', sha256: HASH, columnsSha256: HASH, requests: 1, durationMs: 1 },
    scenarios: [{ id: 'calm', name: 'Calm', sha256: HASH, events: [] }],
    variants: variants.value.map(({ id, label, changes, leftOut }) => ({
      id,
      label,
      changes: [...changes],
      leftOut,
      policy: { id: policy.id, name: policy.name, sha256: HASH },
    })),
    varied: axes.value.map(({ address, base, values }) => ({ address, base, values: [...values] })),
    assumptions: [],
  };
  const runs = plan.variants.flatMap(({ changes }, variant) =>
    [0, 1].map((replication) => {
      const [change] = changes;
      const p95Ms = (change === undefined ? 1000 : p95Of(change.address, change.value)) + replication;
      return { scenario: 0, variant, replication, figures: { availability: 1, p95Ms, usdPerRequest: 0.01 }, latency: NO_LATENCY };
    }),
  );
  return assembleComparison(plan, runs, () => HASH);
}

describe('which number matters', () => {
  it('orders by how far the judged figure goes either way, and counts what changed nothing', () => {
    const comparison = compared(['guard.failureCount=4/6', 'big.serverErrorRate=0.008/0.012', 'big.ttftP50Ms=400/600'], (address, value) =>
      address === 'big.ttftP50Ms' ? 1000 + (value - 500) : address === 'guard.failureCount' ? 1000 - (value - 5) * 10 : 1000,
    );
    const tornado = tornadoOf(comparison, policy, 'p95Ms', ['big.outputTokensPerS'])!;
    expect(tornado.bars.map(({ field }) => field.address)).toEqual(['big.ttftP50Ms', 'guard.failureCount']);
    expect(tornado.bars[1]).toMatchObject({
      from: { value: 4, figure: 1010.5 },
      to: { value: 6, figure: 990.5 },
      swing: { verdict: 'better' },
    });
    // One of this comparison, and one that an earlier stage has left out.
    expect(tornado.still).toBe(2);
  });

  it('compares a number that goes one way only with itself as drawn', () => {
    const [bar] = tornadoOf(
      compared(['guard.failureCount=6'], () => 1300),
      policy,
      'p95Ms',
      [],
    )!.bars;
    expect(bar).toMatchObject({ from: { value: 5, figure: 1000.5 }, to: { value: 6, figure: 1300.5 } });
    expect(bar!.swing).toMatchObject({ mean: 300 });
  });

  it('has nothing to say of a figure that the policy as drawn lacks', () => {
    expect(
      tornadoOf(
        compared(['guard.failureCount=6'], () => 1300),
        policy,
        'p50Ms',
        [],
      ),
    ).toBeNull();
  });

  it('asks for values that the command line would understand', () => {
    const axes = parseAxes(policy, tornadoAxes(policy, 0.2));
    expect(axes.ok).toBe(true);
  });
});

describe('points of a sweep', () => {
  it('carry whether they are on the front, and are drawn over figures that differ between them', () => {
    const points = sweepPoints(compared(['guard.failureCount=4/6'], (_, value) => 1000 + value));
    expect(points.map(({ isFront }) => isFront)).toEqual([true, false, false]);
    expect(tellingFigures(points)).toEqual(['p95Ms', 'availability']);
  });
});
