import { expect, test } from 'vitest';
import { generate, summarise, type TrafficSpec } from './index.ts';

const spec: TrafficSpec = {
  label: 'made',
  durationMs: 3_600_000,
  requestsPerS: 5,
  arrivals: { kind: 'poisson' },
  inputTokens: { p50: 1000, p95: 4000, max: 20_000 },
  outputTokens: { p50: 130, p95: 450, max: 2000 },
  users: { count: 500, zipfExponent: 1 },
  complexity: { a: 2, b: 4 },
  metadata: {
    capability: [
      { value: 'billing', share: 0.6 },
      { value: 'technical', share: 0.3 },
    ],
  },
};

test('Poisson arrivals have the rate asked for and gaps of CV 1', () => {
  const { requestsPerS, interArrivalCv } = summarise(generate(spec, 1));
  expect(requestsPerS).toBeCloseTo(5, 0);
  expect(interArrivalCv).toBeGreaterThan(0.97);
  expect(interArrivalCv).toBeLessThan(1.03);
});

test('bursty arrivals keep the mean rate and are burstier', () => {
  const bursty = { ...spec, arrivals: { kind: 'bursty', busyFactor: 6, busyShare: 0.15, busyMs: 20_000 } } as const;
  const figures = [1, 2, 3, 4].map((seed) => summarise(generate(bursty, seed)));
  const meanRate = figures.reduce((sum, { requestsPerS }) => sum + requestsPerS, 0) / figures.length;
  expect(meanRate).toBeGreaterThan(4.5);
  expect(meanRate).toBeLessThan(5.5);
  for (const { interArrivalCv } of figures) expect(interArrivalCv).toBeGreaterThan(1.2);
});

test('tokens have the quantiles asked for and stay below the largest', () => {
  const { inputTokens, outputTokens } = summarise(generate({ ...spec, outputTokens: { p50: 130, p95: 450, max: 500 } }, 1));
  expect(Math.abs(inputTokens.p50 / 1000 - 1)).toBeLessThan(0.05);
  expect(Math.abs(inputTokens.p95 / 4000 - 1)).toBeLessThan(0.05);
  expect(outputTokens.max).toBe(500);
});

test('shares of users, values and complexity come out', () => {
  const traffic = generate(spec, 1);
  const capability = traffic.metadata['capability']!;
  const share = (code: number) => capability.codes.filter((value) => value === code).length / traffic.requestCount;
  expect([share(0), share(1), share(-1)].map((value) => Math.round(value * 50) / 50)).toEqual([0.6, 0.3, 0.1]);
  const first = traffic.user!.filter((user) => user === 0).length / traffic.requestCount;
  const harmonic = Array.from({ length: 500 }, (_, i) => 1 / (i + 1)).reduce((sum, weight) => sum + weight, 0);
  expect(first).toBeCloseTo(1 / harmonic, 2);
  const median = Float32Array.from(traffic.complexity!).sort()[traffic.requestCount >> 1]!;
  expect(median).toBeCloseTo((1 - 0.5 ** (1 / 4)) ** (1 / 2), 1);
});

test('the same spec and seed give the same traffic; a new column moves no other', () => {
  const first = generate(spec, 9);
  expect(generate(spec, 9)).toEqual(first);
  expect(generate(spec, 10).arrivalMs).not.toEqual(first.arrivalMs);
  const more = generate({ ...spec, metadata: { ...spec.metadata, plan: [{ value: 'free', share: 1 }] } }, 9);
  expect(more.arrivalMs).toEqual(first.arrivalMs);
  expect(more.outputTokens).toEqual(first.outputTokens);
  expect(more.metadata['capability']).toEqual(first.metadata['capability']);
});

test('a spec that cannot be meant is refused', () => {
  expect(() => generate({ ...spec, inputTokens: { p50: 100, p95: 50, max: 200 } }, 1)).toThrow('p50 ≤ p95 ≤ max');
});

test('a summary of one request has no rate and no burstiness', () => {
  const traffic = generate(spec, 1);
  const one = { ...traffic, requestCount: 1, arrivalMs: traffic.arrivalMs.slice(0, 1), inputTokens: Uint32Array.of(7) };
  expect(summarise(one)).toMatchObject({ durationMs: 0, requestsPerS: 0, interArrivalCv: 0, inputTokens: { p50: 7, p99: 7, max: 7 } });
});
