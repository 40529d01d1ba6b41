import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOT_RECORDED, type Traffic, type TrafficStep } from '../model/index.ts';
import { applyStep, atOnce, generate, labelOf, summarise, viewTraffic, withStep } from './index.ts';

const HOUR_MS = 3_600_000;

function stream(durationMs: number, requestsPerS: number, busyFactor: number, seed: number): Traffic {
  return generate(
    {
      label: 'stream',
      durationMs,
      requestsPerS,
      arrivals: busyFactor === 1 ? { kind: 'poisson' } : { kind: 'bursty', busyFactor, busyShare: 0.1, busyMs: 20_000 },
      inputTokens: { p50: 300, p95: 900, max: 4000 },
      outputTokens: { p50: 80, p95: 300, max: 1000 },
      users: { count: 40, zipfExponent: 1 },
      complexity: { a: 1, b: 2 },
      metadata: {
        plan: [
          { value: 'free', share: 0.7 },
          { value: 'paid', share: 0.2 },
        ],
      },
    },
    seed,
  );
}

function withOutcomes(traffic: Traffic): Traffic {
  const { requestCount } = traffic;
  return {
    ...traffic,
    recorded: {
      latencyMs: Float32Array.from({ length: requestCount }, (_, i) => i),
      ttftMs: null,
      outcome: new Uint8Array(requestCount),
      model: { codes: Int32Array.from({ length: requestCount }, (_, i) => i % 2), values: ['large', 'small'] },
      provider: null,
      usd: null,
    },
  };
}

function done(traffic: Traffic, step: TrafficStep): Traffic {
  const made = atOnce(applyStep(traffic, step));
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

const isSorted = ({ arrivalMs }: Traffic): boolean => arrivalMs.every((at, i) => i === 0 || at >= arrivalMs[i - 1]!);
const keys = (traffic: Traffic): number[] => [...(traffic.luckKey ?? traffic.arrivalMs.keys())];
const dispersionAt = (traffic: Traffic, windowMs: number): number =>
  atOnce(viewTraffic(traffic)).burstiness.dispersion.find((of) => of.windowMs === windowMs)!.index;

describe('steps', () => {
  test('a window holds what arrived in it, begins at 0, and its requests keep luck, values and outcomes', () => {
    const traffic = { ...withOutcomes(stream(HOUR_MS, 2, 1, 3)), startUnixMs: 1.7e12 };
    const cut = done(traffic, { kind: 'window', fromMs: 600_000, toMs: 1_200_000 });
    const inside = [...traffic.arrivalMs.keys()].filter((i) => traffic.arrivalMs[i]! >= 600_000 && traffic.arrivalMs[i]! < 1_200_000);
    expect(keys(cut)).toEqual(inside);
    expect(cut.arrivalMs[0]).toBe(0);
    expect(cut.startUnixMs).toBeCloseTo(1.7e12 + traffic.arrivalMs[inside[0]!]!, 3);
    expect([...cut.recorded!.latencyMs]).toEqual(inside);
    expect([...cut.inputTokens]).toEqual(inside.map((i) => traffic.inputTokens[i]));
    expect(atOnce(applyStep(traffic, { kind: 'window', fromMs: 5 * HOUR_MS, toMs: 6 * HOUR_MS }))).toEqual({
      ok: false,
      error: expect.stringContaining('No request arrived in this window'),
    });
  });

  test('a filter keeps the requests with a value, also the missing one, and names a column that is not there', () => {
    const traffic = withOutcomes(stream(HOUR_MS, 1, 1, 4));
    const { codes } = traffic.metadata['plan']!;
    const paid = done(traffic, { kind: 'keep', column: 'metadata', key: 'plan', values: ['paid', ''] });
    expect(keys(paid)).toEqual([...codes.keys()].filter((i) => codes[i] !== 0));
    const small = done(traffic, { kind: 'keep', column: 'model', values: ['small'] });
    expect(keys(small)).toEqual([...codes.keys()].filter((i) => i % 2 === 1));
    expect(atOnce(applyStep(traffic, { kind: 'keep', column: 'metadata', key: 'region', values: ['eu'] }))).toEqual({
      ok: false,
      error: expect.stringContaining('does not record “region”'),
    });
  });

  test('thinning keeps about the share, of those that a larger share keeps, and their luck', () => {
    const traffic = stream(HOUR_MS, 5, 8, 5);
    const half = done(traffic, { kind: 'scale', factor: 0.5, seed: 9 });
    const tenth = done(traffic, { kind: 'scale', factor: 0.1, seed: 9 });
    expect(half.requestCount / traffic.requestCount).toBeCloseTo(0.5, 1);
    const ofHalf = new Set(keys(half));
    expect(keys(tenth).filter((key) => !ofHalf.has(key))).toEqual([]);
  });

  test('n times the load: counts, order, luck of its own for every copy, the requests themselves untouched', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.01, max: 20, noNaN: true }), fc.nat(0xffff_ffff), fc.boolean(), (factor, seed, isCutBefore) => {
        const whole = withOutcomes(stream(HOUR_MS / 6, 1, 5, seed));
        const traffic = isCutBefore ? done(whole, { kind: 'window', fromMs: 100_000, toMs: 500_000 }) : whole;
        const made = done(traffic, { kind: 'scale', factor, seed });
        expect(isSorted(made)).toBe(true);
        expect(new Set(keys(made)).size).toBe(made.requestCount);
        const wanted = traffic.requestCount * factor;
        expect(Math.abs(made.requestCount - wanted)).toBeLessThan(4 * Math.sqrt(traffic.requestCount) + 1);
        expect(made.origin).toBe('generated');
        expect(made.recorded).toBeUndefined();
        // The requests that were copied are all there, at their instants, with their luck.
        const own = new Map(keys(made).map((key, i) => [key, i]));
        keys(traffic).forEach((key, i) => {
          expect(made.arrivalMs[own.get(key)!]).toBe(traffic.arrivalMs[i]);
          expect(made.inputTokens[own.get(key)!]).toBe(traffic.inputTokens[i]);
        });
        expect(made.arrivalMs.at(-1)! - traffic.arrivalMs.at(-1)!).toBeLessThanOrEqual(2000);
      }),
      { numRuns: 25 },
    );
  });

  test('a larger load keeps the copies of a smaller one', () => {
    const traffic = stream(HOUR_MS / 2, 1, 5, 8);
    const twice = done(traffic, { kind: 'scale', factor: 2.3, seed: 1 });
    const more = done(traffic, { kind: 'scale', factor: 4.7, seed: 1 });
    const ofMore = new Set(keys(more));
    expect(keys(twice).filter((key) => !ofMore.has(key))).toEqual([]);
  });

  test('scaling keeps burstiness: peaks grow with the mean, by the minute and by ten seconds, and no gap is smoothed', () => {
    for (const busyFactor of [1, 8, 20]) {
      const traffic = stream(3 * HOUR_MS, 2, busyFactor, 21);
      // Standard deviation ÷ mean of the counts.
      const variation = (of: Traffic, windowMs: number) =>
        Math.sqrt(dispersionAt(of, windowMs) / ((summarise(of).requestsPerS * windowMs) / 1000));
      for (const factor of [2, 5, 20]) {
        const made = done(traffic, { kind: 'scale', factor, seed: 2 });
        for (const windowMs of [10_000, 60_000]) {
          const change = variation(made, windowMs) / variation(traffic, windowMs);
          expect(change, `${busyFactor} ${factor} ${windowMs}`).toBeGreaterThan(0.85);
          expect(change, `${busyFactor} ${factor} ${windowMs}`).toBeLessThan(1.05);
        }
        const gaps = summarise(made).interArrivalCv / summarise(traffic).interArrivalCv;
        expect(gaps, `${busyFactor} ${factor}`).toBeGreaterThan(0.95);
        expect(gaps, `${busyFactor} ${factor}`).toBeLessThan(2);
      }
    }
  });

  test('bursts shorter than the displacement stay bursts: twenty at once are twenty at once, three times', () => {
    const atMs = Float64Array.from({ length: 4000 }, (_, i) => Math.floor(i / 20) * 5000);
    const traffic: Traffic = { ...stream(HOUR_MS, 4, 1, 1), requestCount: 4000, arrivalMs: atMs };
    const zero = new Uint32Array(4000);
    const bursts = { ...traffic, inputTokens: zero, outputTokens: zero, user: null, complexity: null, metadata: {} };
    const made = done(bursts, { kind: 'scale', factor: 3, seed: 5 });
    const sizes = new Map<number, number>();
    for (const at of made.arrivalMs) sizes.set(at, (sizes.get(at) ?? 0) + 1);
    expect([...sizes.values()].filter((size) => size % 20 !== 0)).toEqual([]);
    expect(sizes.size).toBeGreaterThan(550);
  });

  test('a longer traffic keeps time of day and burstiness, has its length, and draws its luck anew', () => {
    // Three days: every hour of the day has its own rate, so an hour in the wrong place would show.
    const days = 3;
    const parts = Array.from({ length: 24 * days }, (_, hour) => stream(HOUR_MS, 0.05 * (1 + (hour % 24)), 6, hour + 1));
    const arrivalMs = Float64Array.from(parts.flatMap((part, hour) => [...part.arrivalMs].map((at) => at + hour * HOUR_MS)));
    const count = arrivalMs.length;
    const traffic: Traffic = {
      label: 'days',
      origin: 'recorded',
      requestCount: count,
      arrivalMs,
      inputTokens: Uint32Array.from({ length: count }, (_, i) => i),
      outputTokens: new Uint32Array(count),
      user: null,
      users: [],
      complexity: null,
      metadata: {},
    };
    const made = done(traffic, { kind: 'lengthen', toMs: 10 * 24 * HOUR_MS, seed: 4 });
    expect(isSorted(made)).toBe(true);
    expect(made.luckKey).toBeUndefined();
    expect(made.origin).toBe('generated');
    const durationMs = made.arrivalMs.at(-1)!;
    expect(durationMs).toBeLessThan(10 * 24 * HOUR_MS);
    expect(durationMs).toBeGreaterThan(9.9 * 24 * HOUR_MS);
    const hourOf = (at: number) => Math.floor(at / HOUR_MS) % 24;
    const wrong = made.inputTokens.findIndex((from, i) => hourOf(arrivalMs[from]!) !== hourOf(made.arrivalMs[i]! + 1e-6));
    expect(wrong).toBe(-1);
    expect(dispersionAt(made, 60_000) / dispersionAt(traffic, 60_000)).toBeCloseTo(1, 0);
    const again = (seed: number) => done(traffic, { kind: 'lengthen', toMs: 10 * 24 * HOUR_MS, seed }).arrivalMs;
    const differs = (other: Float64Array) => other.length !== made.requestCount || other.some((at, i) => at !== made.arrivalMs[i]);
    expect([differs(again(4)), differs(again(5))]).toEqual([false, true]);
  });

  test('an hour is made a day long in pieces, at its rate; a shorter wish is refused', () => {
    const traffic = stream(HOUR_MS, 3, 6, 12);
    const made = done(traffic, { kind: 'lengthen', toMs: 24 * HOUR_MS, seed: 1 });
    const rate = (of: Traffic) => summarise(of).requestsPerS;
    expect(rate(made) / rate(traffic)).toBeGreaterThan(0.85);
    expect(rate(made) / rate(traffic)).toBeLessThan(1.15);
    expect(summarise(made).interArrivalCv / summarise(traffic).interArrivalCv).toBeCloseTo(1, 0);
    expect(atOnce(applyStep(traffic, { kind: 'lengthen', toMs: 60_000, seed: 1 })).ok).toBe(false);
  });

  test('the recipe is a name and sentences', () => {
    const traffic = stream(HOUR_MS, 1, 1, 1);
    const sha256 = 'ab'.repeat(32);
    const steps: TrafficStep[] = [
      { kind: 'window', fromMs: 600_000, toMs: 1_200_000 },
      { kind: 'keep', column: 'user', values: ['a', 'b', 'c'] },
      { kind: 'scale', factor: 3, seed: 1 },
      { kind: 'lengthen', toMs: 86_400_000, seed: 1 },
    ];
    let so = traffic;
    for (const step of steps) so = { ...so, madeFrom: withStep(so, sha256, step) };
    expect(labelOf(so.madeFrom!)).toBe('stream, 10:00–20:00, user = a or b or 1 more, 3 ×, made 24 h long');
    expect(so.madeFrom!.sentences[3]).toMatch(/pieces of 4.99 min.*too short to know of times of day/);
  });
});

describe('view', () => {
  test('figures of a window, series of the whole', () => {
    const traffic = withOutcomes(stream(HOUR_MS, 5, 1, 6));
    traffic.recorded!.outcome.fill(1, 0, 100).fill(NOT_RECORDED, 100, 150);
    const all = atOnce(viewTraffic(traffic));
    const summary = summarise(traffic);
    expect(all.arrivals.counts.reduce((sum, count) => sum + count, 0)).toBe(traffic.requestCount);
    expect(all.arrivals.failed!.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(all.burstiness.gapCv).toBeCloseTo(summary.interArrivalCv, 6);
    for (const { index } of all.burstiness.dispersion.filter(({ windowMs }) => windowMs <= 10_000)) expect(index).toBeCloseTo(1, 0);
    const { p50, p95, p99, max } = all.inputTokens.quantiles;
    expect({ p50, p95, p99, max }).toEqual(summary.inputTokens);
    expect(all.inputTokens.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(traffic.requestCount);
    expect(all.outcomes).toMatchObject({ known: traffic.requestCount - 50, byFailure: [{ requests: 100 }] });
    const measured = traffic.requestCount - 100;
    expect(all.latencyMs!.measured).toBe(measured);
    expect(all.latencyMs!.quantiles.p50 / (100 + measured / 2)).toBeCloseTo(1, 2);
    expect(all.models!.top.map(({ value }) => value).sort()).toEqual(['large', 'small']);
    expect(all.users!.count).toBe(40);
    expect(all.users!.top).toHaveLength(8);
    expect(all.users!.otherValues).toBe(32);
    expect(all.users!.halfBy).toBeLessThan(10);
    expect(all.metadata[0]!.parts.missing).toBeGreaterThan(0);

    const part = atOnce(viewTraffic(traffic, { fromMs: 600_000, toMs: 1_200_000 }));
    expect(part.requests).toBe(traffic.arrivalMs.filter((at) => at >= 600_000 && at < 1_200_000).length);
    expect(part.arrivals).toEqual(all.arrivals);
  });

  test('a log whose clock moves in wide steps says so, and tells no bursts that are the clock’s', () => {
    const traffic = stream(HOUR_MS, 5, 1, 6);
    expect(atOnce(viewTraffic(traffic)).burstiness.clockMs).toBeNull();
    const coarse = { ...traffic, arrivalMs: traffic.arrivalMs.map((at) => Math.floor(at / 3000) * 3000) };
    const { clockMs, dispersion } = atOnce(viewTraffic(coarse)).burstiness;
    expect(clockMs).toBe(3000);
    expect(dispersion.map(({ windowMs }) => windowMs)).toEqual([10_000, 60_000]);
    for (const { index } of dispersion) expect(index).toBeLessThan(2.5);
  });

  test('bursts show at the window that is as long as they are', () => {
    expect(dispersionAt(stream(3 * HOUR_MS, 5, 8, 7), 60_000)).toBeGreaterThan(20);
  });
});
