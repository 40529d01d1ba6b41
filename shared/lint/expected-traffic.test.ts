import { expect, test } from 'vitest';
import type { Traffic } from '../model/index.ts';
import { expectedTraffic, trafficFigures } from './expected-traffic.ts';

const traffic = (arrivalMs: readonly number[], inputTokens: readonly number[]): Traffic => ({
  label: 'Monday',
  origin: 'recorded',
  requestCount: arrivalMs.length,
  arrivalMs: Float64Array.from(arrivalMs),
  inputTokens: Uint32Array.from(inputTokens),
  outputTokens: Uint32Array.from(inputTokens),
  user: null,
  users: [],
  complexity: null,
  metadata: {},
});

test('the figures of a traffic are its mean rate and its longest request', () => {
  const expected = expectedTraffic(trafficFigures(traffic([0, 500, 1000, 2000], [10, 9000, 20, 30])));
  expect(expected).toMatchObject({ requestsPerS: 2, inputTokens: 9000 });
  expect(expected.rateText).toBe('2 requests/s (the traffic “Monday”)');
});

test('an empty traffic and one request have no rate, and rare traffic is told by the hour', () => {
  expect(trafficFigures(traffic([], []))).toMatchObject({ requestsPerS: 0, inputTokens: { max: 0 } });
  expect(trafficFigures(traffic([5], [7]))).toMatchObject({ requestsPerS: 0, inputTokens: { max: 7 } });
  expect(expectedTraffic(trafficFigures(traffic([0, 3_600_000], [1, 1]))).rateText).toMatch(/^2 requests\/h/);
});

test('without traffic the assumption is named', () => {
  expect(expectedTraffic(undefined).rateText).toBe('1 request/s (assumed, as no traffic was read yet)');
  expect(expectedTraffic(undefined).tokensText).toContain('assumed');
});
