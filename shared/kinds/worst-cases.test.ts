import { describe, expect, test } from 'vitest';
import { NOTHING, UNBOUNDED } from './bounds.ts';
import { type DrawnNode, drawnPolicy } from './drawn-run.ts';
import type { Bounds } from './kind.ts';
import { worstCases } from './worst-cases.ts';

/** Costs at most 1 000 × 1 $ + 100 × 10 $ a million tokens = 0.002 $ and takes at most 10 s. */
const MODEL = { providerId: 'acme', model: 'm', requestTimeoutMs: 10_000 };
const TOKENS = { inputTokens: 1000, outputTokens: 100 };
const MODEL_BOUNDS: Bounds = { latencyMs: 10_000, attempts: 1, usd: 0.002 };

const boundsOf = (nodes: readonly DrawnNode[], nodeId = nodes[0]![0], tokens = TOKENS): Bounds =>
  worstCases(drawnPolicy(nodes), tokens).of(nodeId);
const above = (kind: string, config: Record<string, unknown>, more: readonly DrawnNode[] = [], calls = {}): Bounds =>
  boundsOf([['top', kind, config, { next: 'model', ...calls }], ['model', 'model', MODEL], ...more]);

describe('one kind over a model', () => {
  test('a retry waits as long as its jitter can draw, or as long as a hint may be', () => {
    const waits = { maxRetries: 3, baseMs: 1000, capMs: 3000, multiplier: 2, honoursRetryAfter: false };
    expect(above('retry', { ...waits, jitter: 'none' })).toEqual({ latencyMs: 46_000, attempts: 4, usd: 0.008 });
    expect(above('retry', { ...waits, jitter: 'proportional', jitterShare: 0.5 }).latencyMs).toBe(40_000 + 9_000);
    // min(cap, 3 × previous), from the base on: 3, 9 and 27 s, each at most 3 s.
    expect(above('retry', { ...waits, jitter: 'decorrelated' }).latencyMs).toBe(49_000);
    expect(above('retry', { ...waits, jitter: 'full', honoursRetryAfter: true, maxRetryAfterMs: 5000 }).latencyMs).toBe(55_000);
  });

  test('a retry that retries after nothing is the call itself', () => {
    expect(above('retry', { retryOn: [] })).toEqual(MODEL_BOUNDS);
  });

  test('a timeout ends the waiting and not the bill', () => {
    expect(above('timeout', { timeoutMs: 3000 })).toEqual({ ...MODEL_BOUNDS, latencyMs: 3000 });
    expect(above('timeout', { timeoutMs: 30_000 })).toEqual(MODEL_BOUNDS);
  });

  test('a fallback has all its tiers in turn, up to the first that leads no further', () => {
    const tiers = ['t1', 't2', 't3'].map((id) => ({ id, name: id }));
    const calls = { t1: 'model', t2: 'model', t3: 'text' };
    const text: DrawnNode = ['text', 'template', { text: 'Sorry.', latencyMs: 5 }];
    expect(above('fallback', { tiers }, [text], calls)).toEqual({ latencyMs: 20_005, attempts: 2, usd: 0.004 });
    expect(above('fallback', { tiers: tiers.with(0, { ...tiers[0]!, continueOn: [] } as never) }, [text], calls)).toEqual(MODEL_BOUNDS);
  });

  test('of several ways the worst counts, in each respect', () => {
    const text: DrawnNode = ['text', 'template', { text: 'Sorry.', latencyMs: 60_000 }];
    const routes = [{ id: 'r1', condition: 'percentage', share: 0 }];
    expect(above('router', { routes }, [text], { r1: 'model', otherwise: 'text' })).toEqual({ latencyMs: 60_000, attempts: 1, usd: 0.002 });
    expect(above('budget', { atLimit: 'downgrade' }, [text], { over: 'text' })).toEqual({ latencyMs: 60_000, attempts: 1, usd: 0.002 });
    expect(above('budget', { atLimit: 'stop' }, [text], { over: 'text' })).toEqual(MODEL_BOUNDS);
  });

  test('checks take time and cost money whatever they find', () => {
    expect(above('input-guard', { latencyMs: 20, priceUsd: 0.001 })).toEqual({ latencyMs: 10_020, attempts: 1, usd: 0.003 });
    expect(above('output-guard', { latencyMs: 20, priceUsd: 0.001 })).toEqual({ latencyMs: 10_020, attempts: 1, usd: 0.003 });
    const text: DrawnNode = ['text', 'template', { text: 'Yes.', latencyMs: 700 }];
    expect(above('output-guard', { latencyMs: 20, action: 'review' }, [text], { review: 'text' }).latencyMs).toBe(10_720);
  });

  test('a guard on length bounds what comes through, unless it only flags', () => {
    const guard = { check: 'context-window', maxInputTokens: 500, latencyMs: 0 };
    expect(above('input-guard', { ...guard, action: 'block' }).usd).toBe(0.0015);
    expect(above('input-guard', { ...guard, action: 'flag' }).usd).toBe(0.002);
  });
});

describe('the model', () => {
  test('a limit on the answer bounds its price; what does not fit into the window is refused unpaid', () => {
    expect(boundsOf([['model', 'model', { ...MODEL, maxOutputTokens: 10 }]]).usd).toBeCloseTo(0.0011, 12);
    expect(boundsOf([['model', 'model', MODEL]], 'model', { inputTokens: 1_000_000, outputTokens: 0 }).usd).toBe(0.1);
  });
});

describe('the walk', () => {
  const chain = (length: number, kind: string, config: Record<string, unknown>): DrawnNode[] =>
    Array.from(
      { length },
      (_, index): DrawnNode => [`n${index}`, kind, config, { next: index === length - 1 ? 'model' : `n${index + 1}` }],
    );

  test('a chain of 20 000 nodes is no deeper for it', () => {
    const nodes: DrawnNode[] = [...chain(20_000, 'timeout', { timeoutMs: 5000 }), ['model', 'model', MODEL]];
    expect(boundsOf(nodes)).toEqual({ ...MODEL_BOUNDS, latencyMs: 5000 });
  });

  test('layers that share what is below are looked at once: 2⁶⁰ paths take no time', () => {
    const tiers = ['t1', 't2'].map((id) => ({ id, name: id }));
    const nodes = Array.from({ length: 60 }, (_, index): DrawnNode => {
      const next = index === 59 ? 'model' : `f${index + 1}`;
      return [`f${index}`, 'fallback', { tiers }, { t1: next, t2: next }];
    });
    expect(boundsOf([...nodes, ['model', 'model', MODEL]]).attempts).toBe(2 ** 60);
  });

  test('a loop, and a kind that nobody knows, are bounded by nothing', () => {
    expect(boundsOf([...chain(2, 'retry', {}), ['model', 'timeout', {}, { next: 'n0' }]])).toMatchObject({ attempts: Infinity });
    expect(boundsOf([['n', 'oracle', {}]])).toEqual(UNBOUNDED);
  });

  test('a port that leads nowhere adds nothing', () => {
    const cases = worstCases(drawnPolicy([['top', 'retry', {}, {}]]), TOKENS);
    expect(cases.below('top', 'next')).toEqual(NOTHING);
    expect(cases.of('top').attempts).toBe(0);
  });
});
