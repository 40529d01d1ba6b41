import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../shared/model/index.ts';
import { fixtureRun } from '../rehearse/fixture.ts';
import { changeSentence, signedText, verdictWords } from './figure-words.ts';
import { type DifferenceRow, differenceRows, directionOf, sharesAt } from './figures.ts';

const sampleRun = fixtureRun();
const row = (id: DifferenceRow['id'], difference: number, verdict: DifferenceRow['verdict']): DifferenceRow => ({
  id,
  unit: id === 'p95Ms' ? 'ms' : id === 'usdPerRequest' ? 'usd' : 'ratio',
  before: 0,
  after: difference,
  difference,
  interval: verdict === null ? null : { low: difference, high: difference },
  verdict,
});

describe('the difference that a change makes', () => {
  it('is that of the one pair until there is evidence, and no verdict stands beside it', () => {
    const after = { ...sampleRun, availability: sampleRun.availability - 0.1 };
    const [availability] = differenceRows(sampleRun, after, null);
    expect(availability!.difference).toBeCloseTo(-0.1);
    expect(availability).toMatchObject({ interval: null, verdict: null });
    expect(directionOf(availability!)).toBe('worse');
    expect(verdictWords(availability!).tone).toBe('none');
  });

  it('is the mean over the pairs once there is evidence, so that before, after and difference agree', () => {
    const result = (variant: string, mean: number, differences = {}) => ({ variant, means: { p95Ms: mean }, differences });
    const evidence = {
      results: [result('before', 5000), result('after', 4000, { p95Ms: { mean: -1000, low: -1200, high: -800, verdict: 'better' } })],
    } as unknown as Comparison;
    const p95 = differenceRows(sampleRun, sampleRun, evidence).find(({ id }) => id === 'p95Ms');
    expect(p95).toMatchObject({ before: 5000, after: 4000, difference: -1000, verdict: 'better' });
  });

  it('carries its sign and is called evidence only when it is', () => {
    expect(signedText('p95Ms', 'ms', -1573)).toBe('−1.6\u00a0s');
    expect(signedText('usdPerRequest', 'usd', 0.0000702)).toBe('+$0.070');
    expect(signedText('failedShare', 'ratio', 0)).toBe('0');
    expect(changeSentence([row('p95Ms', -1573, null)], 1)).toMatch(/no evidence yet: P95 −1.6.s\.$/);
    expect(changeSentence([row('p95Ms', -1573, 'better'), row('usdPerRequest', 0.0001, 'worse')], 10)).toMatch(
      /^Better: P95 −1\.6.s; worse: .*, by 10 pairs of runs\.$/,
    );
    expect(changeSentence([row('p95Ms', 12, 'no-evidence')], 10)).toBe('No difference is shown by 10 pairs of runs.');
  });

  it('compares what is counted so far with the same point of the run before', () => {
    const { series } = sampleRun;
    const ended = series.failed.reduce(
      (sum, failed, at) => sum + failed + series.blocked[at]! + series.answeredByTier.reduce((tiers, tier) => tiers + tier[at]!, 0),
      0,
    );
    const full = series.answeredByTier[0]!.reduce((sum, count) => sum + count, 0);
    expect(sharesAt(sampleRun, ended).full).toBeCloseTo(full / ended);
    expect(sharesAt(sampleRun, 0)).toEqual({ full: 0, failed: 0 });
  });
});
