import { describe, expect, it } from 'vitest';
import { readComparison, writeComparison } from '../format/index.ts';
import type { ComparedRun } from '../model/index.ts';
import { assembleComparison } from './assemble.ts';
import { plannedRuns, tableOf } from './plan.ts';
import { isPrecise, looks } from './stopping.ts';
import { testPlan, testRun, testRuns, testSha256 } from './test-plan.ts';

const assemble = (plan = testPlan(), runs: readonly ComparedRun[] = testRuns(plan, 10)) => assembleComparison(plan, runs, testSha256);
const headUnder = (scenario: string, result = assemble()) =>
  result.results.find((found) => found.scenario === scenario && found.variant === 'head')!;

describe('verdicts', () => {
  it('find a small effect under luck that is two hundred times larger', () => {
    const { differences } = headUnder('calm');
    expect(differences['p95Ms']).toMatchObject({ verdict: 'worse' });
    expect(differences['p95Ms']!.mean).toBeCloseTo(5, 0);
    expect(differences['usdPerRequest']).toMatchObject({ verdict: 'better' });
  });

  it('say that there is no evidence where nothing differs', () => {
    expect(headUnder('storm').differences['availability']).toEqual({ mean: 0, low: 0, high: 0, verdict: 'no-evidence' });
  });

  it('know no better or worse for the share of a lower tier', () => {
    const plan = testPlan();
    const runs = testRuns(plan, 10).map((run) => ({ ...run, figures: { ...run.figures, tier2Share: run.variant * 0.1 } }));
    expect(headUnder('calm', assemble(plan, runs)).differences['tier2Share']!.verdict).toBe('higher');
  });

  it('are absent where a replication lacks the figure, and so is the mean', () => {
    const plan = testPlan();
    const runs = testRuns(plan, 10).map((run) =>
      run.replication === 3 && run.variant === 1 ? { ...run, figures: { ...run.figures, p95Ms: null } } : run,
    );
    const head = headUnder('calm', assemble(plan, runs));
    expect(head.differences['p95Ms']).toBeNull();
    expect(head.means['p95Ms']).toBeNull();
  });

  it('take a flaw that one variant never had for none of it, not for a gap', () => {
    const plan = testPlan();
    const runs = testRuns(plan, 10).map((run) => (run.variant === 1 ? { ...run, figures: { ...run.figures, 'flaw:wrong': 0.1 } } : run));
    expect(headUnder('calm', assemble(plan, runs)).differences['flaw:wrong']).toMatchObject({
      mean: expect.closeTo(0.1, 9),
      verdict: 'worse',
    });
  });
});

describe('a result', () => {
  it('does not depend on the order in which runs come', () => {
    const plan = testPlan();
    const runs = testRuns(plan, 10);
    expect(writeComparison(assemble(plan, [...runs].reverse()))).toBe(writeComparison(assemble(plan, runs)));
  });

  it('is read as it was written', () => {
    const result = assemble();
    expect(readComparison(writeComparison(result))).toEqual({ ok: true, value: result });
  });

  it('is not made when a run is missing', () => {
    const plan = testPlan();
    expect(() => assemble(plan, testRuns(plan, 10).slice(1))).toThrow('run 0/0/0 of the plan is missing');
  });

  it('has no results of a variant that was left out', () => {
    const plan = testPlan();
    const third = { ...plan.variants[1]!, id: 'v2', leftOut: 'cannot run' };
    const withThird = testPlan({ design: 'grid', variants: [...plan.variants, third] });
    expect(assemble(withThird, testRuns(withThird, 10)).results.map(({ variant }) => variant)).toEqual(['base', 'head', 'base', 'head']);
  });
});

describe('stopping', () => {
  const wish = (halfWidth: number, isRelative = false) => ({
    atLeast: 10,
    atMost: 40,
    precision: [{ figure: 'p95Ms', halfWidth, isRelative }],
  });

  it('looks at ten replications, then at half as many again, and at the most', () => {
    expect(looks(wish(1))).toEqual([10, 15, 23, 35, 40]);
    expect(looks({ atLeast: 10, atMost: 10, precision: wish(1).precision })).toEqual([10]);
    expect(looks({ atLeast: 7, atMost: 40, precision: [] })).toEqual([7]);
  });

  it('ends at the first look that is precise, and leaves the rest unused', () => {
    // The half-width of the difference is near 0.3 · t / √n.
    const plan = testPlan({ stopping: wish(0.2) });
    const runs = testRuns(plan, 40);
    const stop = looks(plan.stopping).find((look) => isPrecise(plan, tableOf(plan, runs, look), look))!;
    expect(stop).toBeGreaterThan(10);
    expect(stop).toBeLessThan(40);
    const result = assemble(plan, runs);
    expect(result).toMatchObject({ replications: stop, isPrecise: true });
    expect(writeComparison(assemble(plan, testRuns(plan, stop)))).toBe(writeComparison(result));
  });

  it('says when the wish was not reached', () => {
    const plan = testPlan({ stopping: wish(1e-6) });
    expect(assemble(plan, testRuns(plan, 40))).toMatchObject({ replications: 40, isPrecise: false });
  });

  it('measures a relative wish by the first variant’s mean', () => {
    // Mean of P95 is some 480, so 1 % of it is wide and 0.001 % is not.
    for (const [share, precise] of [
      [0.01, true],
      [0.00001, false],
    ] as const) {
      const plan = testPlan({ stopping: wish(share, true) });
      expect(isPrecise(plan, tableOf(plan, testRuns(plan, 10), 10), 10)).toBe(precise);
    }
  });
});

describe('sensitivity', () => {
  it('puts the field first that moves the headline figures most, end against end', () => {
    const { variants } = testPlan();
    const of = (id: string, address: string, value: number) => ({ ...variants[1]!, id, changes: [{ address, value }] });
    const plan = testPlan({
      design: 'one-at-a-time',
      varied: ['a.x', 'b.y'].map((address) => ({ address, base: 2, values: [1, 3] })),
      variants: [variants[0]!, of('v1', 'a.x', 1), of('v2', 'a.x', 3), of('v3', 'b.y', 1), of('v4', 'b.y', 3), of('v5', 'b.y', 2)],
    });
    const effects = [0, 1, 2, -20, 20, 0];
    const runs = plannedRuns(plan, 0, 10).map((run) => {
      const made = testRun({ ...run, variant: 0 });
      return { ...made, variant: run.variant, figures: { ...made.figures, p95Ms: made.figures['p95Ms']! + effects[run.variant]! } };
    });
    const found = assemble(plan, runs).sensitivities.filter(({ scenario }) => scenario === 'calm');
    expect(found.map(({ address }) => address)).toEqual(['b.y', 'a.x']);
    expect(found[0]).toMatchObject({ from: { value: 1, variant: 'v3' }, to: { value: 3, variant: 'v4' } });
    expect(found[0]!.swings['p95Ms']!.mean).toBeCloseTo(40, 6);
  });
});
