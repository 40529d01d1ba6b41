import { describe, expect, it } from 'vitest';
import type { Route } from '../../../shared/kinds/index.ts';
import { compared, comparisonOf, rangeOf, sentenceOf, shareSegments } from './route.ts';

const route = (own: Partial<Route>): Route => ({
  id: 'r1',
  name: '',
  condition: 'input-tokens',
  minInputTokens: 6000,
  maxInputTokens: null,
  minComplexity: 0.5,
  maxComplexity: 1,
  key: '',
  values: '',
  share: 0.1,
  ...own,
});

describe('a condition', () => {
  it('reads itself back', () => {
    expect(sentenceOf(route({}))).toMatch(/^when the question has 6.000 tokens or more$/);
    expect(sentenceOf(route({ minInputTokens: 0, maxInputTokens: 500 }))).toBe('when the question has fewer than 500 tokens');
    expect(sentenceOf(route({ condition: 'complexity', minComplexity: 0.2, maxComplexity: 0.4 }))).toBe(
      'when its complexity is 20 % or more, but under 40 %',
    );
    expect(sentenceOf(route({ condition: 'metadata', key: 'plan', values: 'pro, team ,pro' }))).toBe('when plan is one of pro or team');
    expect(sentenceOf(route({ condition: 'metadata', key: 'plan', values: 'pro' }))).toBe('when plan is pro');
    expect(sentenceOf(route({ condition: 'percentage', share: 0.25 }))).toMatch(/^for 25 % of the requests/);
  });

  it('says that it is not complete instead of reading nonsense', () => {
    expect(sentenceOf(route({ condition: 'metadata', key: 'plan' }))).toMatch(/not complete/);
    expect(sentenceOf(route({ minInputTokens: 10, maxInputTokens: 10 }))).toMatch(/not complete/);
  });

  it.each(['from', 'under', 'between'] as const)('compared by "%s" is written so and can take some request', (comparison) => {
    for (const before of [
      route({}),
      route({ minInputTokens: 0 }),
      route({ minInputTokens: 0, maxInputTokens: 400 }),
      route({ condition: 'complexity' }),
      route({ condition: 'complexity', minComplexity: 0, maxComplexity: 0.3 }),
    ]) {
      const range = rangeOf(compared(before, comparison))!;
      // From 0 and without a lower end are one range.
      expect([comparison, range.min === 0 && comparison === 'between' ? 'under' : comparison]).toContain(comparisonOf(range));
      expect(range.max === null || range.max > range.min).toBe(true);
    }
  });
});

it('shares are of what the routes above left, and with what goes on they are all', () => {
  const segments = shareSegments([
    route({ condition: 'percentage', share: 0.2 }),
    route({}),
    route({ condition: 'percentage', share: 0.5 }),
  ]);
  expect(segments.map(({ index }) => index)).toEqual([0, 2, null]);
  expect(segments.map(({ share }) => share)).toEqual([0.2, 0.4, 0.4]);
  expect(shareSegments([route({})])).toEqual([]);
});
