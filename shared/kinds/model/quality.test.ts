import { describe, expect, test } from 'vitest';
import { flawBit } from '../../model/index.ts';
import { type DrawnNode, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import type { ModelConfig } from './config.ts';
import { model } from './index.ts';

/** 1 000 tokens in at $1 per million and 100 out at $10 per million. */
const ANSWER_USD = 0.002;

const alone = (fields: Partial<ModelConfig>): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...fields }],
];
type Figures = ReturnType<typeof runDrawn>;
const latencies = (figures: Figures) => figures.traces.map((trace) => trace.latencyMs);
const outcomes = (figures: Figures) => figures.traces.map((trace) => trace.outcome);

describe('drift', () => {
  test('longer answers take longer, cost more and are cut at the longest; what began before the drift stays short', () => {
    const drifting = (fields: Partial<ModelConfig>, lengthMultiplierAt: (target: number, nowMs: number) => number) =>
      runDrawn(alone({ outputTokensPerS: 100, ...fields }), { traffic: trafficAt([0]), conditions: { lengthMultiplierAt } });
    expect(latencies(drifting({}, () => 2.5))).toEqual([2_500]);
    expect(drifting({}, () => 2.5).cost.completionTokens).toBe(250);
    expect(drifting({ maxOutputTokens: 150 }, () => 2.5).cost.completionTokens).toBe(150);
    expect(drifting({}, (_target, nowMs) => (nowMs < 500 ? 1 : 3)).cost.completionTokens).toBe(100);
  });

  test('prices are those of the instant at which the bill falls', () => {
    const figures = runDrawn(alone({}), {
      traffic: trafficAt([0, 10]),
      conditions: { priceMultiplierAt: (_target, nowMs) => (nowMs < 10 ? 1 : 3) },
    });
    expect(figures.traces.map((trace) => trace.usd)).toEqual([expect.closeTo(ANSWER_USD, 12), expect.closeTo(3 * ANSWER_USD, 12)]);
  });

  test('slots that an incident takes away are back with the first call after it', () => {
    const figures = runDrawn(alone({ ttftP50Ms: 100 }), {
      provider: { concurrency: 4, queueLength: 0 },
      traffic: trafficAt([0, 0, 0, 1_000, 1_000, 1_000, 2_000, 2_000, 2_000]),
      conditions: { capacityVaries: () => true, capacityShareAt: (_target, nowMs) => (nowMs >= 1_000 && nowMs < 2_000 ? 0.5 : 1) },
    });
    expect(outcomes(figures)).toEqual([...Array(5).fill('answered'), 'rate-limit', ...Array(3).fill('answered')]);
  });
});

test('slots that one node saw go are back for another node of the same provider', () => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'router' }],
    ['router', 'router', { routes: [{ id: 'r1', condition: 'input-tokens', minInputTokens: 2_000 }] }, { r1: 'long', otherwise: 'short' }],
    ['long', 'model', { ...INSTANT_MODEL, ttftP50Ms: 100 }],
    ['short', 'model', { ...INSTANT_MODEL, ttftP50Ms: 100 }],
  ];
  const traffic = trafficAt([1_000, 1_000, 2_000, 2_000]);
  traffic.inputTokens.set([3_000, 3_000]);
  const figures = runDrawn(nodes, {
    provider: { concurrency: 2, queueLength: 0 },
    traffic,
    conditions: { capacityVaries: () => true, capacityShareAt: (_target, nowMs) => (nowMs < 2_000 ? 0.5 : 1) },
  });
  expect(outcomes(figures)).toEqual(['answered', 'rate-limit', 'answered', 'answered']);
});

describe('quality', () => {
  const requests = 20_000;
  const arrivals = Array.from({ length: requests }, (_, i) => i);
  const wrongShare = (nodes: DrawnNode[], conditions: Parameters<typeof runDrawn>[1]['conditions'] = {}) =>
    (runDrawn(nodes, { traffic: trafficAt(arrivals), conditions }).outcomes.flawed?.['wrong'] ?? 0) / requests;
  const near = (share: number) => 4 * Math.sqrt((share * (1 - share)) / requests);

  test('wrong answers arrive, are counted, and are as many as the rate says, whatever the spread', () => {
    for (const difficultySpread of [0, 0.5, 1]) {
      expect(Math.abs(wrongShare(alone({ successRate: 0.7, difficultySpread })) - 0.3)).toBeLessThan(near(0.3));
    }
    expect(wrongShare(alone({}))).toBe(0);
  });

  test('a task that is hard for one model is hard for the next', () => {
    // At a spread of 1 the weaker model solves a part of what the stronger one solves, and nothing else.
    const both = (successRate: number) => {
      const figures = runDrawn(alone({ successRate, difficultySpread: 1 }), { traffic: trafficAt(arrivals) });
      return figures.outcomes.flawed?.['wrong'] as number;
    };
    expect(both(0.5)).toBeGreaterThan(both(0.8));
    const routed = (difficultyKnownShare: number): DrawnNode[] => [
      ['entry', 'entry', {}, { next: 'router' }],
      [
        'router',
        'router',
        { routes: [{ id: 'r1', condition: 'complexity', minComplexity: 0.5, maxComplexity: 1 }] },
        { r1: 'strong', otherwise: 'weak' },
      ],
      ['strong', 'model', { ...INSTANT_MODEL, successRate: 0.8, difficultySpread: 1, difficultyKnownShare }],
      ['weak', 'model', { ...INSTANT_MODEL, successRate: 0.5, difficultySpread: 1, difficultyKnownShare }],
    ];
    // Blind, the router loses half of the difference. Seeing every difficulty it loses nothing: what it sends to the weak model, that one solves.
    expect(Math.abs(wrongShare(routed(0)) - 0.35)).toBeLessThan(near(0.35));
    expect(Math.abs(wrongShare(routed(1)) - 0.2)).toBeLessThan(near(0.2));
  });

  test('quality that drifts away is lost on top, and from models that were perfect', () => {
    expect(Math.abs(wrongShare(alone({}), { qualityLossAt: () => 0.1 }) - 0.1)).toBeLessThan(near(0.1));
    expect(Math.abs(wrongShare(alone({ successRate: 0.7 }), { qualityLossAt: () => 0.1 }) - 0.37)).toBeLessThan(near(0.37));
  });

  test('other flaws have rates of their own, independent of being right; an incident raises one of them', () => {
    const figures = runDrawn(alone({ hallucinationRate: 0.2, unsafeRate: 0.1, leakRate: 0.05, offTopicRate: 0.02 }), {
      traffic: trafficAt(arrivals),
      conditions: {
        flawsRaisedAt: () => flawBit('leaking') | flawBit('stale'),
        flawRateAt: (_target, _nowMs, flaw) => (flaw === flawBit('leaking') ? 0.2 : 0.1),
      },
    });
    const expected = { hallucinated: 0.2, unsafe: 0.1, leaking: 1 - 0.95 * 0.8, 'off-topic': 0.02, stale: 0.1 };
    expect(Object.keys(figures.outcomes.flawed ?? {}).sort()).toEqual(Object.keys(expected).sort());
    for (const [flaw, rate] of Object.entries(expected)) {
      expect(Math.abs((figures.outcomes.flawed as Record<string, number>)[flaw]! / requests - rate), flaw).toBeLessThan(near(rate));
    }
    expect(figures.availability).toBe(1);
  });

  test('the kind tells which flaws its answers may have', () => {
    const flaws = (fields: Partial<ModelConfig>) => model.flaws?.({ ...model.config.defaults, ...fields });
    expect(flaws({})).toBe(0);
    expect(flaws({ successRate: 0.9, leakRate: 0.01 })).toBe(flawBit('wrong') | flawBit('leaking'));
  });
});
