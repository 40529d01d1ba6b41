import { expect, it } from 'vitest';
import type { Traffic } from '../../model/index.ts';
import { NEW_ROUTE, type Route, routerSchema } from './config.ts';
import { routeCounts } from './route-counts.ts';

const traffic: Traffic = {
  label: 'Ten',
  origin: 'generated',
  requestCount: 10,
  arrivalMs: Float64Array.from({ length: 10 }, (_, i) => i),
  inputTokens: Uint32Array.from({ length: 10 }, (_, i) => i * 1000),
  outputTokens: new Uint32Array(10),
  user: null,
  users: [],
  complexity: null,
  metadata: { plan: { codes: Int32Array.from([0, 0, 0, 1, 1, -1, -1, -1, -1, -1]), values: ['pro', 'team'] } },
};
const config = (...routes: Partial<Route>[]) =>
  routerSchema.parse({ routes: routes.map((route, i) => ({ ...NEW_ROUTE, id: `r${i + 1}`, ...route })) });

it('counts the first route whose condition holds, with the bounds that the router itself keeps', () => {
  const long = { condition: 'input-tokens', minInputTokens: 6000, maxInputTokens: 8000 } as const;
  const team = { condition: 'metadata', key: 'plan', values: 'team, unheard of' } as const;
  const any = { condition: 'metadata', key: 'plan', values: 'pro, team' } as const;
  expect(routeCounts(config(long, team, any), traffic)).toEqual({ counts: [2, 2, 3, 3], requests: 10 });
  // A request without a value is of no plan, and a column that is not there has no values.
  expect(routeCounts(config({ condition: 'metadata', key: 'toString', values: 'a' }), traffic)?.counts).toEqual([0, 10]);
});

it('takes shares of what the routes above left', () => {
  const half = { condition: 'percentage', share: 0.5 } as const;
  expect(routeCounts(config(half, half), traffic)?.counts).toEqual([5, 2.5, 2.5]);
});

it('does not guess how hard requests are', () => {
  const hard = config({ condition: 'complexity', minComplexity: 0.5 });
  expect(routeCounts(hard, traffic)).toBeNull();
  const complexity = Float32Array.from({ length: 10 }, (_, i) => (i + 1) / 10);
  expect(routeCounts(hard, { ...traffic, complexity })?.counts).toEqual([6, 4]);
});

it('looks at a sample of a long log, in the shares of the whole', () => {
  const requestCount = 1_000_000;
  const inputTokens = Uint32Array.from({ length: requestCount }, (_, i) => (i % 10 === 0 ? 9000 : 10));
  const long = { ...traffic, requestCount, inputTokens, metadata: {} };
  const found = routeCounts(config({ condition: 'input-tokens', minInputTokens: 6000 }), long)!;
  expect(found.requests).toBeLessThanOrEqual(400_000);
  expect(found.counts[0]! / found.requests).toBeCloseTo(0.1, 2);
});
