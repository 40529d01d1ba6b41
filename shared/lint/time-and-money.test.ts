import { describe, expect, test } from 'vitest';
import { type Finding, MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS, type Provider } from '../model/index.ts';
import { lint, type TrafficFigures } from './index.ts';

/** One line a node: `[id, kind, config, port → target]`. */
type Line = readonly [id: string, kind: string, config?: Record<string, unknown>, calls?: Record<string, string>];

const provider = (id: string, price: Partial<Provider['models'][number]> = {}, more: Partial<Provider> = {}): Provider => ({
  ...PROVIDER_DEFAULTS,
  id,
  name: id.toUpperCase(),
  models: [{ ...MODEL_PRICE_DEFAULTS, name: 'm', inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 100_000, ...price }],
  ...more,
});
const policyOf = (lines: readonly Line[], providers: readonly Provider[] = [provider('a'), provider('b')]): Policy => ({
  id: 'p',
  name: 'P',
  description: '',
  providers: [...providers],
  nodes: lines.map(([id, kind, config = {}]) => ({ id, kind, name: id, config })),
  edges: lines.flatMap(([from, , , calls = {}]) => Object.entries(calls).map(([port, to]) => ({ from, port, to }))),
  silenced: [],
  promises: [],
});
const tokens = { p50: 100, p95: 1000, p99: 2000, max: 8000 };
const traffic = (requestsPerS: number): TrafficFigures => ({ label: 'Monday', requestsPerS, inputTokens: tokens, outputTokens: tokens });

const found = (rule: string, lines: readonly Line[], at?: TrafficFigures, providers?: readonly Provider[]): readonly Finding[] =>
  lint(policyOf(lines, providers), at).filter((finding) => finding.rule === rule);

const ENTRY: Line = ['entry', 'entry', {}, { next: 'top' }];
const TIERS = { tiers: ['t1', 't2', 't3'].map((id) => ({ id, name: id })) };
const model = (id: string, config: Record<string, unknown> = {}): Line => [
  id,
  'model',
  { providerId: 'a', model: 'm', requestTimeoutMs: 10_000, ...config },
];
const SORRY: Line = ['sorry', 'template', { text: 'Sorry.' }];

describe('traffic/breaker-trips-on-ordinary-errors', () => {
  const RULE = 'traffic/breaker-trips-on-ordinary-errors';
  const breaker = (config: Record<string, unknown>, below: readonly Line[] = [model('model', { serverErrorRate: 0.02 })]): Line[] => [
    ENTRY,
    ['top', 'breaker', config, { next: below[0]![0] }],
    ...below,
  ];

  test('five in a minute is an outage at 0.1 requests a second and an ordinary minute at three', () => {
    expect(found(RULE, breaker({}), traffic(0.1))).toEqual([]);
    const [finding] = found(RULE, breaker({}), traffic(3));
    expect(finding).toMatchObject({ severity: 'warning', nodeId: 'top', path: ['failureCount'] });
    expect(finding?.message).toMatch(
      /after 5 failures in 60 s, but ordinary errors alone bring 3\.6 on average .*3 requests\/s \(the traffic “Monday”\)/,
    );
  });

  test('the count that the quick fix sets is the smallest that is quiet', () => {
    const fix = found(RULE, breaker({}), traffic(3))[0]?.fix?.change;
    const enough = fix?.kind === 'set-field' ? Number(fix.value) : 0;
    // P(X ≥ 11) = 0.0013 and P(X ≥ 12) = 0.0004 for a mean of 3.6.
    expect(enough).toBe(12);
    expect(found(RULE, breaker({ failureCount: enough }), traffic(3))).toEqual([]);
    expect(found(RULE, breaker({ failureCount: enough - 1 }), traffic(3))).toHaveLength(1);
  });

  test('a threshold that must be passed allows one failure more', () => {
    expect(found(RULE, breaker({ failureCount: 11, threshold: 'exceeded' }), traffic(3))).toEqual([]);
  });

  test('only failures that the breaker counts, and what a retry below leaves of them', () => {
    expect(found(RULE, breaker({}, [model('model', { contentPolicyRate: 0.02 })]), traffic(3))).toEqual([]);
    const retried: Line[] = [['retry', 'retry', { maxRetries: 2 }, { next: 'model' }], model('model', { serverErrorRate: 0.02 })];
    expect(found(RULE, breaker({}, retried), traffic(3))).toEqual([]);
  });

  test('a breaker of a standby tier sees only what the first tier leaves', () => {
    const lines = (rate: number): Line[] => [
      ENTRY,
      ['top', 'fallback', TIERS, { t1: 'first', t2: 'breaker', t3: 'sorry' }],
      model('first', { serverErrorRate: rate }),
      ['breaker', 'breaker', {}, { next: 'second' }],
      model('second', { providerId: 'b', serverErrorRate: 0.02 }),
      SORRY,
    ];
    expect(found(RULE, lines(0.01), traffic(3))).toEqual([]);
    expect(found(RULE, lines(1), traffic(3))).toHaveLength(1);
  });

  test('a share, and a breaker that only watches, trip on nothing ordinary', () => {
    expect(found(RULE, breaker({ tripRule: 'rate' }), traffic(300))).toEqual([]);
    expect(found(RULE, breaker({ mode: 'observe-only' }), traffic(300))).toEqual([]);
  });

  test('without traffic a request a second is assumed, and the sentence says so', () => {
    const [finding] = found(RULE, breaker({}, [model('model', { serverErrorRate: 0.1 })]));
    expect(finding?.message).toContain('1 request/s (assumed, as no traffic was read yet)');
  });
});

describe('traffic/half-open-starvation', () => {
  const starved = (config: Record<string, unknown>, below: Record<string, unknown>, requestsPerS: number): string | undefined =>
    found(
      'traffic/half-open-starvation',
      [ENTRY, ['top', 'breaker', config, { next: 'model' }], model('model', below)],
      traffic(requestsPerS),
    )[0]?.message;

  test('trials that cannot end in time, that fail too often, or that do not come', () => {
    expect(starved({}, {}, 1)).toBeUndefined();
    expect(starved({ trialTimeoutMs: 400 }, { ttftP50Ms: 500 }, 1)).toMatch(/gives a trial 400 ms.*needs 500 ms/);
    // 0.9¹⁰ = 0.35
    expect(starved({ closeAfterSuccesses: 10, failureCount: 1000 }, { serverErrorRate: 0.1 }, 1)).toMatch(/10 % of its calls.*34\.\d* %/);
    expect(starved({ closeAfterSuccesses: 3 }, {}, 0.01)).toMatch(/needs 3 trials.*about 5 min/);
  });

  test('a standby tier gets the traffic of an outage', () => {
    const lines: Line[] = [
      ENTRY,
      ['top', 'fallback', TIERS, { t1: 'first', t2: 'breaker', t3: 'sorry' }],
      model('first'),
      ['breaker', 'breaker', {}, { next: 'second' }],
      model('second', { providerId: 'b' }),
      SORRY,
    ];
    expect(found('traffic/half-open-starvation', lines, traffic(1))).toEqual([]);
  });
});

test('traffic/no-jitter: only where two can come back together', () => {
  const lines = (jitter: string): Line[] => [ENTRY, ['top', 'retry', { jitter, baseMs: 1000 }, { next: 'model' }], model('model')];
  expect(found('traffic/no-jitter', lines('none'), traffic(2))[0]?.message).toContain('waits exactly 1 s without jitter');
  expect(found('traffic/no-jitter', lines('none'), traffic(0.5))).toEqual([]);
  expect(found('traffic/no-jitter', lines('full'), traffic(2))).toEqual([]);
});

describe('retries and time', () => {
  const RETRY = { maxRetries: 3, baseMs: 1000, jitter: 'none', honoursRetryAfter: true };
  const under = (limit: Line[], retry: Record<string, unknown> = RETRY, requestTimeoutMs = 10_000): Line[] => [
    ['entry', 'entry', { slaP95Ms: 8000 }, { next: limit[0]?.[0] ?? 'retry' }],
    ...limit,
    ['retry', 'retry', retry, { next: 'model' }],
    model('model', { requestTimeoutMs }),
  ];

  test.each([
    ['timeout', { timeoutMs: 25_000 }],
    ['deadline', { budgetMs: 25_000 }],
  ])('a %s of 25 s has room for two of four attempts of 10 s', (kind, config) => {
    const [finding] = found('time/retries-beyond-limit', under([['limit', kind, config, { next: 'retry' }]]));
    // 4 × 10 s and waits of 1, 2 and 4 s; hints are left out.
    expect(finding?.message).toMatch(/may need 47 s for its 4 attempts .*limit above it ends everything after 25 s, so at most 2 can/);
    expect(found('time/retries-beyond-promise', under([['limit', kind, config, { next: 'retry' }]]))).toEqual([]);
  });

  test('what fits is no finding; what nothing ends is measured against the promise', () => {
    expect(found('time/retries-beyond-limit', under([['limit', 'timeout', { timeoutMs: 47_000 }, { next: 'retry' }]]))).toEqual([]);
    expect(found('time/retries-beyond-promise', under([]))[0]?.message).toMatch(/may take 47 s .*promised an answer within 8 s/);
    expect(found('time/retries-beyond-promise', under([], { ...RETRY, maxRetries: 1 }, 3000))).toEqual([]);
  });

  test('time/attempts-multiply speaks of retries further down, and leaves neighbours to the retry itself', () => {
    const nested = (between: Line[]): Line[] => [
      ENTRY,
      ['top', 'retry', {}, { next: between[0]?.[0] ?? 'inner' }],
      ...between,
      ['inner', 'retry', { maxRetries: 2 }, { next: 'model' }],
      model('model'),
    ];
    const [finding] = found('time/attempts-multiply', nested([['breaker', 'breaker', {}, { next: 'inner' }]]));
    expect(finding).toMatchObject({
      nodeId: 'inner',
      message: expect.stringMatching(/up to 3 attempts .* again by top, .* send 12 attempts/),
    });
    expect(found('time/attempts-multiply', nested([]))).toEqual([]);
    expect(found('retry/retry-inside-retry', nested([]))).toHaveLength(1);
  });

  test('time/timeout-longer-than-recovery looks at the limit that really ends an attempt', () => {
    const lines = (between: Line[]): Line[] => [
      ENTRY,
      ['top', 'breaker', { openForMs: 30_000 }, { next: between[0]?.[0] ?? 'model' }],
      ...between,
      model('model', { requestTimeoutMs: 60_000 }),
    ];
    expect(found('time/timeout-longer-than-recovery', lines([]))[0]?.message).toMatch(/after 30 s, while calls of model may hang for 60 s/);
    expect(found('time/timeout-longer-than-recovery', lines([['limit', 'timeout', { timeoutMs: 20_000 }, { next: 'model' }]]))).toEqual([]);
  });
});

describe('tiers', () => {
  const tiers = (second: Line, first: Line = model('first')): Line[] => [
    ENTRY,
    ['top', 'fallback', TIERS, { t1: first[0], t2: second[0], t3: 'sorry' }],
    first,
    second,
    SORRY,
  ];

  test('tiers/same-provider', () => {
    expect(found('tiers/same-provider', tiers(model('second')))).toEqual([
      expect.objectContaining({
        nodeId: 'top',
        path: ['tiers', 1],
        message: expect.stringContaining('depends on A like the tiers before it'),
      }),
    ]);
    expect(found('tiers/same-provider', tiers(model('second', { providerId: 'b' })))).toEqual([]);
  });

  test('tiers/smaller-window', () => {
    const providers = [provider('a', { contextTokens: 200_000 }), provider('b')];
    const second = model('second', { providerId: 'b' });
    expect(found('tiers/smaller-window', tiers(second), undefined, providers)[0]?.message).toMatch(/tier 2 \(m\) holds 100.000 tokens/);
    expect(found('tiers/smaller-window', tiers(second))).toEqual([]);
    const stops: Line[] = tiers(second).map((line) =>
      line[0] === 'top' ? ['top', 'fallback', { tiers: [{ id: 't1', continueOn: ['timeout'] }, ...TIERS.tiers.slice(1)] }, line[3]!] : line,
    );
    expect(found('tiers/smaller-window', stops, undefined, providers)).toEqual([]);
  });

  test('tiers/never-reached', () => {
    expect(found('tiers/never-reached', tiers(['text', 'template', { text: 'Hello.' }]))).toEqual([
      expect.objectContaining({ path: ['tiers', 2], message: expect.stringContaining('tier 2 (text) always answers') }),
    ]);
    expect(found('tiers/never-reached', tiers(model('second')))).toEqual([]);
  });

  test('tiers/lacks-ability: abilities, languages and regions of every model that may answer', () => {
    const needing = (needs: Record<string, unknown>, providers: readonly Provider[]): readonly string[] => {
      const lines = tiers(model('second', { providerId: 'b' }));
      return found('tiers/lacks-ability', [['entry', 'entry', needs, { next: 'top' }], ...lines.slice(1)], undefined, providers).map(
        ({ nodeId, message }) => `${nodeId}: ${message}`,
      );
    };
    const able = provider('a', { abilities: ['tools', 'json'], languages: ['en', 'de'] }, { region: 'eu' });
    expect(needing({}, [able, provider('b')])).toEqual([]);
    expect(needing({ needs: ['tools'] }, [able, provider('b')])).toEqual([
      expect.stringMatching(/^second: .*tool calls that it is not listed with/),
    ]);
    expect(needing({ languages: ['de-AT', 'fr'] }, [able, provider('b')])).toEqual([
      expect.stringMatching(/^first: .*needs fr, languages/),
    ]);
    expect(needing({ regions: ['eu'] }, [able, provider('b')])).toEqual([
      expect.stringMatching(/^second: .*a region out of eu \(B states none\)/),
    ]);
    expect(needing({ regions: ['us'] }, [able, provider('b', {}, { region: 'us' })])).toEqual([
      expect.stringMatching(/^first: .*answers in eu/),
    ]);
  });
});

test('guards/missing-on-one-path names the model that nobody guards, and only while another is guarded', () => {
  const lines = (second: string): Line[] => [
    ENTRY,
    ['top', 'fallback', TIERS, { t1: 'guard', t2: second, t3: 'sorry' }],
    ['guard', 'input-guard', {}, { next: 'first' }],
    ['other', 'input-guard', {}, { next: 'second' }],
    model('first'),
    model('second', { providerId: 'b' }),
    SORRY,
  ];
  expect(found('guards/missing-on-one-path', lines('second'))).toEqual([
    expect.objectContaining({ nodeId: 'second', message: expect.stringContaining('without passing guard') }),
  ]);
  expect(found('guards/missing-on-one-path', lines('other'))).toEqual([]);
  expect(found('guards/missing-on-one-path', [ENTRY, ['top', 'output-guard', {}, { next: 'sorry' }], SORRY])).toEqual([]);
});

describe('money', () => {
  test('money/no-execution-limit is content with any limit', () => {
    const agent = (config: Record<string, unknown>, guard?: Record<string, unknown>): Line[] => [
      ENTRY,
      ['top', 'agent-loop', { maxIterations: null, tools: [{ id: 'tool1', share: 0.5 }], ...config }, { model: 'model', tool1: 'guard' }],
      ['guard', 'execution-guard', guard ?? { maxCallsPerRequest: null }, { next: 'tool' }],
      ['tool', 'tool', {}],
      model('model'),
    ];
    expect(found('money/no-execution-limit', agent({}))).toHaveLength(1);
    expect(found('money/no-execution-limit', agent({ maxIterations: 10 }))).toEqual([]);
    expect(found('money/no-execution-limit', agent({ spendingLimitUsd: 1 }))).toEqual([]);
    expect(found('money/no-execution-limit', agent({}, { maxCallsPerRequest: 5 }))).toEqual([]);
  });

  test('money/reserve-below-worst-case counts every attempt of the longest request', () => {
    const budget = (reserveUsd: number): Line[] => [
      ENTRY,
      ['top', 'budget', { reserveUsd }, { next: 'retry' }],
      ['retry', 'retry', { maxRetries: 1 }, { next: 'model' }],
      model('model'),
    ];
    // 2 × (8 000 × 1 $ + 8 000 × 10 $) a million
    expect(found('money/reserve-below-worst-case', budget(0.1), traffic(1))[0]?.message).toMatch(
      /can cost \$0\.176 .*longest of the traffic/,
    );
    expect(found('money/reserve-below-worst-case', budget(0.176), traffic(1))).toEqual([]);
    expect(found('money/reserve-below-worst-case', budget(0), traffic(1))).toEqual([]);
  });

  test('money/budgets-out-of-order', () => {
    const budgets = (outer: Record<string, unknown>, inner: Record<string, unknown>): readonly (string | undefined)[] =>
      found('money/budgets-out-of-order', [
        ENTRY,
        ['top', 'budget', { limitUsd: 100, ...outer }, { next: 'inner', over: 'sorry' }],
        ['inner', 'budget', { limitUsd: 100, ...inner }, { next: 'model', over: 'sorry' }],
        model('model'),
        SORRY,
      ]).map(({ nodeId }) => nodeId);
    expect(budgets({ atLimit: 'downgrade', limitUsd: 80 }, {})).toEqual([]);
    expect(budgets({ atLimit: 'downgrade' }, {})).toEqual(['top']);
    expect(budgets({ limitUsd: 90 }, { atLimit: 'downgrade' })).toEqual(['inner']);
    expect(budgets({}, { scope: 'request', limitUsd: 200 })).toEqual(['inner']);
    expect(budgets({}, { scope: 'user', limitUsd: 10 })).toEqual([]);
    expect(budgets({ period: 'day' }, { scope: 'user', period: 'month', limitUsd: 500 })).toEqual([]);
  });
});
