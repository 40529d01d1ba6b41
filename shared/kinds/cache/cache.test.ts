import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../dice/index.ts';
import { flawBit, outcomeOf } from '../../model/index.ts';
import { type DrawnNode, drawnPolicy, INSTANT_MODEL, runDrawn, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { TestContext } from '../test-context.ts';
import { createEntries, placeOf, store, use } from './entries.ts';
import { type CacheConfig, cache } from './index.ts';
import { rankOf, zipfTable } from './popularity.ts';

const configOf = (fields: Partial<CacheConfig>): CacheConfig => ({ ...cache.config.defaults, ...fields });

/** A cache by hand, keyed by a metadata code. */
function kept(fields: Partial<CacheConfig>) {
  const config = configOf({ keys: 'metadata', key: 'question', latencyMs: 0, ...fields });
  const plan = cache.prepare(config, { port: () => 0, metadataColumn: () => ({ column: 0, codes: [] }) } as never);
  const state = cache.behavior.createState(plan);
  const said = (context: TestContext) =>
    context.taken().map((effect) => {
      if (effect.does === 'note') return cache.behavior.facts?.[effect.fact];
      if (effect.does === 'answer') return `tier ${effect.tier}${effect.flaws === undefined ? '' : ` flaws ${effect.flaws}`}`;
      return effect.does;
    });
  return {
    state,
    /** Asks; a miss is answered at once by a call below unless `below` says what becomes of it. */
    ask(nowMs: number, question: number, request: Partial<TestContext> = {}, below: 'answers' | 'fails' | 'waits' = 'answers') {
      const context = new TestContext({ nowMs, ...(question < 0 ? {} : { metadata: { 0: question } }), ...request });
      cache.behavior.onCall(plan, state, context);
      const first = said(context);
      if (first.at(-1) !== 'call' || below === 'waits') return first;
      const reply = below === 'answers' ? { replyTier: 2 } : { outcome: outcomeOf('server-error') };
      cache.behavior.onReply!(plan, state, context.replied(reply));
      return [...first, ...said(context)];
    },
  };
}

const MISSED = ['miss', 'call', 'forward'];

describe('by hand', () => {
  test('an answer is used while it is younger than its time, with the tier it had', () => {
    const { ask } = kept({ ttlMs: 1_000 });
    expect(ask(0, 7)).toEqual(MISSED);
    expect(ask(999.999, 7)).toEqual(['hit', 'tier 2']);
    expect(ask(999.999, 8)).toEqual(MISSED);
    expect(ask(1_000, 7)).toEqual(MISSED);
    expect(ask(1_999, 7)).toEqual(['hit', 'tier 2']);
  });

  test('a hit starts the time again only where it should', () => {
    const fixed = kept({ ttlMs: 1_000 });
    expect([fixed.ask(0, 1), fixed.ask(900, 1), fixed.ask(1_800, 1)]).toEqual([MISSED, ['hit', 'tier 2'], MISSED]);
    const refreshed = kept({ ttlMs: 1_000, refreshOnHit: true });
    expect([refreshed.ask(0, 1), refreshed.ask(900, 1), refreshed.ask(1_800, 1)]).toEqual([MISSED, ['hit', 'tier 2'], ['hit', 'tier 2']]);
  });

  test('failures are not kept, nor requests without a question', () => {
    const { ask } = kept({});
    expect(ask(0, 1, {}, 'fails')).toEqual(MISSED);
    expect(ask(1, 1)).toEqual(MISSED);
    expect(ask(2, -1)).toEqual(MISSED);
    expect(ask(3, -1)).toEqual(MISSED);
  });

  test('misses that come together are not joined', () => {
    const { ask } = kept({});
    expect([ask(0, 1, {}, 'waits'), ask(0, 1, {}, 'waits')]).toEqual([
      ['miss', 'call'],
      ['miss', 'call'],
    ]);
  });

  test('the least recently used answer goes when there is no more room', () => {
    const { ask } = kept({ maxEntries: 2 });
    ask(0, 1);
    ask(1, 2);
    ask(2, 1);
    expect(ask(3, 3)).toEqual(['miss', 'call', 'evicted', 'forward']);
    expect(ask(4, 1)).toEqual(['hit', 'tier 2']);
    expect(ask(5, 2)).toEqual(['miss', 'call', 'evicted', 'forward']);
    expect(ask(6, 3)).toEqual(MISSED.toSpliced(2, 0, 'evicted'));
  });

  test('after a failure an answer that is not too long out of date is better than none', () => {
    const { ask } = kept({ ttlMs: 1_000, staleIfErrorMs: 500 });
    ask(0, 1);
    expect(ask(1_499, 1, {}, 'fails')).toEqual(['miss', 'call', 'used after failure', 'tier 2']);
    expect(ask(1_500, 1, {}, 'fails')).toEqual(MISSED);
  });

  test('a near question gets the answer used last, wrong at its rate', () => {
    const { ask } = kept({ mode: 'semantic', nearMatchRate: 0.3, falseHitRate: 0.1 });
    const luck = (near: number, wrong: number) => ({ uniforms: { 0: near, 1: wrong } });
    expect(ask(0, 1, luck(0.1, 0.5)), 'nothing is kept yet').toEqual(MISSED);
    expect(ask(1, 2, luck(0.29, 0.5))).toEqual(['near hit', 'tier 2']);
    expect(ask(1, 3, luck(0.29, 0.09))).toEqual(['near hit', 'wrong', `tier 2 flaws ${flawBit('wrong')}`]);
    expect(ask(1, 4, luck(0.31, 0))).toEqual(MISSED);
    // Its own answer is there: no luck is asked for.
    expect(ask(2, 4)).toEqual(['hit', 'tier 2']);
  });

  test('an older answer may hold no longer, counted from when it was made even where hits keep it', () => {
    const { ask } = kept({ ttlMs: 1_000, refreshOnHit: true, staleRate: 0.5, staleAfterMs: 600 });
    ask(0, 1);
    expect(ask(600, 1)).toEqual(['hit', 'tier 2']);
    expect(ask(601, 1, { uniforms: { 2: 0.4 } })).toEqual(['hit', 'stale', `tier 2 flaws ${flawBit('stale')}`]);
    expect(ask(601, 1, { uniforms: { 2: 0.6 } })).toEqual(['hit', 'tier 2']);
  });

  test('a kept answer keeps its flaws', () => {
    const { ask } = kept({});
    ask(0, 1, { replyFlaws: flawBit('hallucinated') });
    expect(ask(1, 1)).toEqual(['hit', `tier 2 flaws ${flawBit('hallucinated')}`]);
  });

  test('a lookup takes its time and its price before anything is known', () => {
    const plan = cache.prepare(configOf({ latencyMs: 20, priceUsd: 0.001, questions: 1 }), { port: () => 0 } as never);
    const context = new TestContext({ requestUniforms: { [hashOf('question')]: 0.5 } });
    const state = cache.behavior.createState(plan);
    cache.behavior.onCall(plan, state, context);
    expect(context.taken()).toEqual([
      { does: 'bill-check', usd: 0.001 },
      { does: 'finish', afterMs: 20, tag: 0 },
    ]);
    cache.behavior.onWake!(plan, state, context);
    expect(context.taken().map((effect) => effect.does)).toEqual(['note', 'call']);
  });
});

test('property: the entries are those of a plain map in order of use', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 12 })), { maxLength: 200 }),
      fc.integer({ min: 1, max: 8 }),
      (steps, maxEntries) => {
        const entries = JSON.parse(JSON.stringify(createEntries())) as ReturnType<typeof createEntries>;
        const reference = new Map<number, number>();
        steps.forEach(([isStore, key], nowMs) => {
          const found = reference.get(key);
          reference.delete(key);
          if (isStore) {
            const isFull = found === undefined && reference.size >= maxEntries;
            if (isFull) reference.delete(reference.keys().next().value as number);
            reference.set(key, nowMs);
            expect(store(entries, key, 1, 0, nowMs, maxEntries)).toBe(isFull);
          } else {
            if (found !== undefined) reference.set(key, found);
            const place = placeOf(entries, key);
            expect(place >= 0).toBe(found !== undefined);
            if (place >= 0) use(entries, place);
          }
          const inOrder: number[] = [];
          for (let place = entries.oldest; place >= 0; place = entries.newer[place]!) inOrder.push(entries.key[place]!);
          expect(inOrder).toEqual([...reference.keys()]);
          for (const [kept, at] of reference) expect(entries.storedAtMs[placeOf(entries, kept)]).toBe(at);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('questions are asked as often as Zipf’s law says', () => {
  const table = zipfTable(3, 1);
  // 1, 1/2 and 1/3 of 11/6.
  expect([0.001, 0.545, 0.546, 0.818, 0.819, 0.999].map((u) => rankOf(table, u))).toEqual([0, 0, 1, 1, 2, 2]);
  expect([0.1, 0.3, 0.6, 0.9].map((u) => rankOf(zipfTable(4, 0), u))).toEqual([0, 1, 2, 3]);
  expect(rankOf(zipfTable(1, 1), 0.7)).toBe(0);
});

const drawn = (fields: Partial<CacheConfig>, model: object = {}): DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'cache' }],
  ['cache', 'cache', { latencyMs: 0, ...fields }, { next: 'model' }],
  ['model', 'model', { ...INSTANT_MODEL, ...model }],
];

test('through the engine, a hit costs nothing but its lookup', () => {
  const traffic = trafficAt([0, 1_000, 2_000], {
    metadata: { question: { values: ['a', 'b'], codes: Int32Array.of(0, 0, 1) } },
  });
  const figures = runDrawn(drawn({ keys: 'metadata', key: 'question', latencyMs: 5, priceUsd: 0.01 }), { traffic });
  expect(figures.attempts.total).toBe(2);
  expect(figures.traces.map((trace) => trace.usd)).toEqual([0.012, 0.01, 0.012]);
  expect(figures.cost.wastedUsd).toBe(0);
  expect(figures.traces[1]).toMatchObject({ latencyMs: 5, tier: 1 });
});

test('through the engine, two caches see the same questions', () => {
  const nodes: DrawnNode[] = [
    ['entry', 'entry', {}, { next: 'upper' }],
    ['upper', 'cache', { latencyMs: 0, questions: 50, maxEntries: 1 }, { next: 'lower' }],
    ['lower', 'cache', { latencyMs: 0, questions: 50, maxEntries: null, ttlMs: 3_600_000 }, { next: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ];
  const figures = runDrawn(nodes, { traffic: trafficAt(Array.from({ length: 2_000 }, (_, i) => i)) });
  // The lower one keeps all: each question misses once, whatever the upper one forgets.
  expect(figures.attempts.total).toBeLessThanOrEqual(50);
  expect(figures.attempts.total).toBeGreaterThan(40);
});

test('rules', () => {
  const rulesFor = (fields: Partial<CacheConfig>, below = 'model') => {
    const policy = drawnPolicy([
      ['cache', 'cache', {}, { next: below }],
      ['model', 'model', INSTANT_MODEL],
      ['template', 'template'],
    ]);
    return cache.check.run(configOf(fields), policy.nodes[0]!, graphView(policy)).map((finding) => finding.rule.replace('cache/', ''));
  };
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ keys: 'metadata' })).toEqual(['no-column']);
  expect(rulesFor({ mode: 'semantic', falseHitRate: 0.11 })).toEqual(['often-wrong']);
  expect(rulesFor({ mode: 'exact', falseHitRate: 0.11 })).toEqual([]);
  expect(rulesFor({ ttlMs: 1_000, staleRate: 0.1, staleAfterMs: 1_000 })).toEqual(['never-old-enough']);
  expect(rulesFor({ ttlMs: 1_000, staleRate: 0.1, staleAfterMs: 999 })).toEqual([]);
  expect(rulesFor({}, 'template')).toEqual(['keeps-what-costs-nothing']);
});

test('answers of lower tiers go through unkept where only higher ones are kept', () => {
  // The bench's call below answers with tier 2.
  const { ask } = kept({ keepsDownToTier: 1 });
  expect([ask(0, 1), ask(1, 1)]).toEqual([MISSED, MISSED]);
  const both = kept({ keepsDownToTier: 2 });
  expect([both.ask(0, 1), both.ask(1, 1)]).toEqual([MISSED, ['hit', 'tier 2']]);
});

test('above a fallback the stopgap outlives the incident, unless only tier 1 is kept', () => {
  const nodes = (keepsDownToTier: number): readonly DrawnNode[] => [
    ['entry', 'entry', {}, { next: 'cache' }],
    ['cache', 'cache', { ttlMs: 3_600_000, questions: 1, keepsDownToTier }, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'model', t2: 'sorry' }],
    ['model', 'model', INSTANT_MODEL],
    ['sorry', 'template', { text: 'Later.' }],
  ];
  // Down for the first minute; then asked once a minute for ten.
  const traffic = trafficAt(Array.from({ length: 11 }, (_, minute) => minute * 60_000));
  const tiers = (keeps: number) =>
    runDrawn(nodes(keeps), { traffic, failsWith: (atMs) => (atMs < 60_000 ? outcomeOf('connection') : 0) }).outcomes.answeredByTier;
  expect(tiers(3)).toEqual([0, 0, 11]);
  expect(tiers(1)).toEqual([10, 0, 1]);
});

test('a cache above a fallback is told of the lower tiers that it keeps, with a repair', () => {
  const findings = (fields: Partial<CacheConfig>, tiers = ['model', 'sorry'], kind: 'fallback' | 'router' = 'fallback') => {
    const [t1, t2] = tiers as [string, string];
    const below: DrawnNode =
      kind === 'fallback'
        ? ['below', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1, t2 }]
        : ['below', 'router', { routes: [{ id: 'r1' }] }, { r1: t1, otherwise: t2 }];
    const policy = drawnPolicy([
      ['cache', 'cache', {}, { next: 'retry' }],
      ['retry', 'retry', {}, { next: 'below' }],
      below,
      ['model', 'model', INSTANT_MODEL],
      ['spare', 'model', INSTANT_MODEL],
      ['cheap', 'model', { ...INSTANT_MODEL, tier: 2 }],
      ['sorry', 'template', { text: 'Later.' }],
    ]);
    return cache.check.run(configOf(fields), policy.nodes[0]!, graphView(policy)).filter(({ rule }) => rule === 'cache/keeps-lower-tiers');
  };
  expect(findings({})).toMatchObject([
    { path: ['keepsDownToTier'], fix: { change: { value: 1 } }, message: expect.stringContaining('tier 3') },
  ]);
  expect(findings({ keepsDownToTier: 2 })).toEqual([]);
  expect(findings({ keepsDownToTier: 2 }, ['model', 'cheap'])).toHaveLength(1);
  expect(findings({ keepsDownToTier: 1 }, ['model', 'cheap'])).toEqual([]);
  // What is meant to answer with tier 2 may be kept; a router chooses, it does not fall back; a spare of the same tier is no stopgap.
  expect(findings({}, ['cheap', 'sorry'])).toMatchObject([{ fix: { change: { value: 2 } } }]);
  expect(findings({}, ['model', 'sorry'], 'router')).toEqual([]);
  expect(findings({}, ['model', 'spare'])).toEqual([]);
});

test('the card and the changes say the settings in words', () => {
  const policy = drawnPolicy([]);
  expect(cache.face.summary(configOf({ maxEntries: null }), policy)).toBe('exact, keeps 1 h');
  expect(cache.describe.changes(configOf({}), configOf({ mode: 'semantic', maxEntries: null }))).toEqual([
    'finds near questions too',
    'has room for any number of answers (was 100\u2009000)',
  ]);
});
