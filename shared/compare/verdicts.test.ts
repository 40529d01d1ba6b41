import { expect, test } from 'vitest';
import { assembleComparison } from './assemble.ts';
import { interval95 } from './intervals.ts';
import { testPlan, testRuns, testSha256 } from './test-plan.ts';
import { judgedDifferences, pValueOf } from './verdicts.ts';

test('the p-value is that of the interval: 5 % where its end touches zero', () => {
  for (const replications of [2, 6, 11, 40]) expect(pValueOf({ mean: 1, low: 0, high: 2 }, replications)).toBeCloseTo(0.05, 4);
  // Student, W. S. (1908), the sleep data: t = 4.0621 with 9 degrees of freedom, p = 0.00283.
  const extraHours = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
  expect(pValueOf(interval95(extraHours), extraHours.length)).toBeCloseTo(0.00283, 4);
});

test('the fewer figures are looked at, the smaller a difference counts; none is called different that alone would not be', () => {
  const plan = testPlan();
  const comparison = assembleComparison(plan, testRuns(plan, 10), testSha256);
  const all = judgedDifferences(comparison);
  const few = judgedDifferences(comparison, ['p95Ms']);
  expect(few.map(({ figure }) => figure.id)).toEqual(['p95Ms', 'p95Ms']);
  const differs = (verdict: string | null): boolean => verdict === 'better' || verdict === 'worse';
  for (const { scenario, figure, verdict, difference } of all) {
    if (differs(verdict)) expect(difference?.verdict).toBe(verdict);
    const alone = few.find((one) => one.scenario === scenario && one.figure.id === figure.id);
    if (alone !== undefined && differs(verdict)) expect(alone.verdict).toBe(verdict);
  }
  expect(all.find(({ figure }) => figure.id === 'availability')?.verdict).toBe('same');
});
