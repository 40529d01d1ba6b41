import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../test/fixtures/line-policy.ts';
import { createRun, type RunFigures } from '../engine/index.ts';
import { compilePolicy, conditionTargetsOf, kinds } from '../kinds/index.ts';
import { lint } from '../lint/index.ts';
import { type FailureClass, NO_CONDITIONS, type OutcomeCode, outcomeOf, type Policy, type Traffic } from '../model/index.ts';
import { dialects } from './all.ts';

const INSTANT = { latencyShape: 'constant', ttftP50Ms: 100, outputTokensPerS: 0, failureAfterMs: 0, requestTimeoutMs: 600_000 };
const model = (name: string, config: Record<string, unknown> = {}) => ({ providerId: 'acme', model: name, ...INSTANT, ...config });

const ACME = dollarProvider('acme', 'Acme', ['big', 'small', 'third']);
const policyOf = (lines: readonly Line[]): Policy => policyOfLines('Two tiers', [ACME], lines);

const steady = (requests: number, gapMs = 60_000): Traffic => ({
  label: 't',
  origin: 'generated',
  requestCount: requests,
  arrivalMs: Float64Array.from({ length: requests }, (_, at) => at * gapMs),
  inputTokens: new Uint32Array(requests).fill(100),
  outputTokens: new Uint32Array(requests).fill(100),
  user: null,
  users: [],
  complexity: null,
  metadata: {},
});

/** What befalls each model, by name; 0 = works. */
function run(policy: Policy, outcomes: Partial<Record<'big' | 'small' | 'third', FailureClass>>, traffic = steady(1)): RunFigures {
  const conditionTargets = conditionTargetsOf(policy);
  const codes = conditionTargets.map((target): OutcomeCode => {
    const failure = 'model' in target ? outcomes[target.model as 'big'] : undefined;
    return failure === undefined ? 0 : outcomeOf(failure);
  });
  const simulated = createRun(
    compilePolicy(policy, {
      traffic,
      conditions: { ...NO_CONDITIONS, failureAt: (target) => codes[target] ?? 0 },
      conditionTargets,
      seed: 1,
      bucketMs: 60_000,
      traceCount: traffic.requestCount,
    }),
  );
  while (!simulated.advance(100_000));
  return simulated.figures();
}

const as = (dialect: string, policy: Policy) => dialects.get(dialect)!.rewrite(policy);
/** Instants at which each model was called, in order. */
const calls = (figures: RunFigures, request = 0) =>
  figures.traces[request]!.spans.filter(({ nodeId }) => ['a', 'b', 'c'].includes(nodeId)).map(({ nodeId, startMs }) => [
    nodeId,
    Math.round(startMs - figures.traces[request]!.arrivalMs),
  ]);

const twoTiers = policyOf([
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'again', t2: 'b' }],
  ['again', 'retry', { maxRetries: 2, baseMs: 200, jitter: 'none' }, { next: 'breaker' }],
  ['breaker', 'breaker', { failureCount: 3, windowMs: 600_000, openForMs: 120_000 }, { next: 'limit' }],
  ['limit', 'timeout', { timeoutMs: 10_000 }, { next: 'a' }],
  ['a', 'model', model('big')],
  ['b', 'model', model('small', { tier: 2 })],
]);

describe('a two-tier policy in an outage of its first tier', () => {
  test('as drawn: waits of 0.2 and 0.4 s, and an open breaker keeps the next request away', () => {
    const figures = run(twoTiers, { big: 'server-error' }, steady(2));
    expect(calls(figures)).toEqual([
      ['a', 0],
      ['a', 200],
      ['a', 600],
      ['b', 600],
    ]);
    expect(calls(figures, 1)).toEqual([['b', 0]]);
  });

  test('Portkey waits exactly 1 and 2 s, and tries what is down again with every request', () => {
    const { policy, differences } = as('portkey', twoTiers);
    const figures = run(policy, { big: 'server-error' }, steady(2));
    const each = [
      ['a', 0],
      ['a', 1000],
      ['a', 3000],
      ['b', 3000],
    ];
    expect([calls(figures), calls(figures, 1)]).toEqual([each, each]);
    expect(policy.nodes.some(({ kind }) => kind === 'breaker')).toBe(false);
    expect(differences.find(({ nodeId }) => nodeId === 'breaker')?.effect).toBe('left-out');
  });

  test('LiteLLM waits 0.5 to 1.25 s first, and cools the deployment by count', () => {
    const { policy, differences } = as('litellm', twoTiers);
    const figures = run(policy, { big: 'server-error' }, steady(2));
    const [first, second, third] = calls(figures) as [string, number][];
    expect([first, second![0], third![0]]).toEqual([['a', 0], 'a', 'a']);
    expect(second![1]).toBeGreaterThanOrEqual(500);
    expect(second![1]).toBeLessThanOrEqual(1250);
    expect(calls(figures, 1)).toEqual([['b', 0]]);
    expect(differences.find(({ nodeId }) => nodeId === 'breaker')?.sentence).toContain('without a trial');
  });

  // router_utils/cooldown_handlers.py of LiteLLM: `updated_fails = current_fails + 1`, cooled when `updated_fails > allowed_fails`.
  test.each([1, 3, 4])(
    'LiteLLM, a drawn count of %i is allowed_fails one less: that failure cools, and not the one after it',
    (failureCount) => {
      const alone = policyOf([
        ['entry', 'entry', {}, { next: 'tiers' }],
        ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'breaker', t2: 'b' }],
        ['breaker', 'breaker', { failureCount, openForMs: 60_000 }, { next: 'a' }],
        ['a', 'model', model('big')],
        ['b', 'model', model('small', { tier: 2 })],
      ]);
      const { policy, differences } = as('litellm', alone);
      const figures = run(policy, { big: 'server-error' }, steady(10, 1_000));
      expect(figures.nodes.find(({ id }) => id === 'a')!.calls).toBe(failureCount);
      expect(differences.find(({ nodeId }) => nodeId === 'breaker')?.sentence).toContain(`(${failureCount - 1} allowed,`);
    },
  );

  test('Portkey replies with the last failure, LiteLLM with the first', () => {
    const failing = { big: 'server-error', small: 'rate-limit' } as const;
    expect(run(as('portkey', twoTiers).policy, failing).outcomes.byFailure).toEqual({ 'rate-limit': 1 });
    expect(run(as('litellm', twoTiers).policy, failing).outcomes.byFailure).toEqual({ 'server-error': 1 });
  });
});

// Counted by others on the real gateways: failoverbench, September 2026, a lasting 503 and a silent upstream (S06), two retries and one fallback.
describe('attempts as failoverbench counted them', () => {
  const counted = (dialect: string, first: Record<string, unknown>, retryOn: readonly FailureClass[], failing?: FailureClass) => {
    const drawn = policyOf([
      ['entry', 'entry', {}, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'again', t2: 'b' }],
      ['again', 'retry', { maxRetries: 2, retryOn }, { next: 'limit' }],
      ['limit', 'timeout', { timeoutMs: 30_000 }, { next: 'a' }],
      ['a', 'model', model('big', first)],
      ['b', 'model', model('small')],
    ]);
    const figures = run(as(dialect, drawn).policy, failing === undefined ? {} : { big: failing });
    const callsOf = (id: string) => figures.nodes.find((node) => node.id === id)!.calls;
    return [callsOf('a'), callsOf('b'), figures.latencyMs.max! / 1000] as const;
  };
  const statuses: FailureClass[] = ['rate-limit', 'server-error', 'connection'];

  test('a lasting 503: three calls and one; 3 s of waits by Portkey, 1.5 to 3 s by LiteLLM', () => {
    const [first, second, seconds] = counted('portkey', {}, statuses, 'server-error');
    expect([first, second]).toEqual([3, 1]);
    expect(seconds).toBeCloseTo(3.1, 6);
    const [one, other, took] = counted('litellm', {}, statuses, 'server-error');
    expect([one, other]).toEqual([3, 1]);
    expect(took).toBeGreaterThan(1.5);
    expect(took).toBeLessThan(3.6);
  });

  test('a silent first model and a limit of 30 s: one call and one by Portkey, whose list has no 408; three and one by LiteLLM', () => {
    const silent = { timeoutRate: 1 };
    expect(counted('portkey', silent, statuses)).toEqual([1, 1, expect.closeTo(30.1, 6)]);
    const [first, second, seconds] = counted('litellm', silent, [...statuses, 'timeout']);
    expect([first, second]).toEqual([3, 1]);
    expect(seconds).toBeGreaterThan(91.5);
    expect(seconds).toBeLessThan(96);
  });
});

test('a retry above the tiers is a retry of each model: 3 + 3 calls instead of 3 rounds of 2', () => {
  const above = policyOf([
    ['entry', 'entry', {}, { next: 'again' }],
    ['again', 'retry', { maxRetries: 2, baseMs: 0, jitter: 'none' }, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ['a', 'model', model('big')],
    ['b', 'model', model('small')],
  ]);
  const order = (policy: Policy) =>
    calls(run(policy, { big: 'server-error', small: 'server-error' }))
      .map(([id]) => id)
      .join('');
  expect(order(above)).toBe('ababab');
  expect(order(as('portkey', above).policy)).toBe('aaabbb');
  expect(order(as('litellm', above).policy)).toBe('aaabbb');
});

test('nested retries do not multiply at a gateway: the nearest one counts', () => {
  const nested = policyOf([
    ['entry', 'entry', {}, { next: 'outer' }],
    ['outer', 'retry', { maxRetries: 3, jitter: 'none' }, { next: 'inner' }],
    ['inner', 'retry', { maxRetries: 1, jitter: 'none' }, { next: 'a' }],
    ['a', 'model', model('big')],
  ]);
  expect(run(nested, { big: 'connection' }).attempts.total).toBe(8);
  expect(run(as('portkey', nested).policy, { big: 'connection' }).attempts.total).toBe(2);
  expect(run(as('litellm', nested).policy, { big: 'connection' }).attempts.total).toBe(2);
});

test('a time limit around all attempts becomes one of each attempt', () => {
  const slow = policyOf([
    ['entry', 'entry', {}, { next: 'limit' }],
    ['limit', 'timeout', { timeoutMs: 1_000 }, { next: 'again' }],
    ['again', 'retry', { maxRetries: 1, baseMs: 0, jitter: 'none', retryOn: ['timeout'] }, { next: 'a' }],
    ['a', 'model', model('big', { ttftP50Ms: 5_000 })],
  ]);
  expect(run(slow, {}).attempts.total).toBe(1);
  const { policy, differences } = as('portkey', slow);
  expect(calls(run(policy, {}))).toEqual([
    ['a', 0],
    ['a', 2000],
  ]);
  expect(differences.map(({ nodeId }) => nodeId)).toContain('limit');
});

test('LiteLLM goes on after a bad request, which the drawn policy does not; Portkey keeps to its list', () => {
  const invalid = { big: 'invalid-request' } as const;
  expect(run(twoTiers, invalid).outcomes.byFailure).toEqual({ 'invalid-request': 1 });
  expect(run(as('portkey', twoTiers).policy, invalid).outcomes.byFailure).toEqual({ 'invalid-request': 1 });
  expect(run(as('litellm', twoTiers).policy, invalid).outcomes.answeredByTier).toEqual([0, 1, 0]);
});

test('Portkey has no fixed answers: the tier is gone, and the failure before it reaches the application', () => {
  const withTemplate = policyOf([
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }, { id: 't3' }] }, { t1: 'a', t2: 'b', t3: 'sorry' }],
    ['a', 'model', model('big')],
    ['b', 'model', model('small')],
    ['sorry', 'template', { text: 'Later.' }],
  ]);
  const down = { big: 'connection', small: 'server-error' } as const;
  expect(run(withTemplate, down).availability).toBe(1);
  const portkey = as('portkey', withTemplate);
  expect(run(portkey.policy, down).outcomes.byFailure).toEqual({ 'server-error': 1 });
  expect(portkey.differences.filter(({ effect }) => effect === 'left-out').map(({ nodeId }) => nodeId)).toEqual(['sorry']);
  expect(run(as('litellm', withTemplate).policy, down).availability).toBe(1);
});

test('a deployment that is alone is not cooled by an outage of LiteLLM’s default size, two that share a group are', () => {
  const alone = policyOf([
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'c' }],
    ['a', 'model', model('big')],
    ['c', 'model', model('third')],
  ]);
  const shared = policyOf([
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'split', t2: 'c' }],
    ['split', 'router', { routes: [{ id: 'r1', condition: 'percentage', share: 0.5 }] }, { r1: 'a', otherwise: 'b' }],
    ['a', 'model', model('big')],
    ['b', 'model', model('small')],
    ['c', 'model', model('third')],
  ]);
  const traffic = steady(100, 10);
  const attempts = (policy: Policy) => run(policy, { big: 'server-error' }, traffic).nodes.find(({ id }) => id === 'a')!.calls;
  expect(attempts(as('litellm', alone).policy)).toBe(100);
  expect(attempts(as('litellm', shared).policy)).toBe(5);
});

describe('a group of several deployments at LiteLLM', () => {
  const group = (names: readonly ('big' | 'small' | 'third')[], retries: number) => {
    const ids = ['a', 'b', 'c'].slice(0, names.length);
    const routes = ids.slice(0, -1).map((id, at) => ({ id: `r-${id}`, condition: 'percentage', share: 1 / (ids.length - at) }));
    const calls = Object.fromEntries(ids.map((id, at) => [at < routes.length ? `r-${id}` : 'otherwise', id]));
    return policyOf([
      ['entry', 'entry', {}, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'again', t2: 'sorry' }],
      ['again', 'retry', { maxRetries: retries }, { next: 'split' }],
      ['split', 'router', { routes }, calls],
      ...ids.map((id, at): Line => [id, 'model', model(names[at]!)]),
      ['sorry', 'template', { text: 'Later.', tier: 3 }],
    ]);
  };
  const callsOf = (figures: RunFigures, id: string) => figures.nodes.find((node) => node.id === id)!.calls;
  const traffic = steady(400, 10);

  // GATEWAYS 2.3: cooled = removed from every pick.
  test('a cooled deployment is passed over, so the group answers for it', () => {
    const { policy } = as('litellm', group(['big', 'small'], 0));
    const figures = run(policy, { big: 'rate-limit' }, traffic);
    // One 429 cools a for 5 s, longer than the 4 s that remain; only that call was lost to the fixed answer.
    expect([callsOf(figures, 'a'), callsOf(figures, 'b'), callsOf(figures, 'sorry')]).toEqual([1, 399, 1]);
  });

  // GATEWAYS 2.2: each attempt re-picks a deployment in the group, without a sleep while one is healthy.
  test('a retry picks anew and without a wait: nothing is lost while another deployment is healthy', () => {
    const { policy, differences } = as('litellm', group(['big', 'small'], 3));
    const figures = run(policy, { big: 'rate-limit' }, traffic);
    expect([callsOf(figures, 'a'), callsOf(figures, 'b'), callsOf(figures, 'sorry')]).toEqual([1, 400, 0]);
    expect(figures.latencyMs.max).toBeCloseTo(100, 0);
    expect(differences.map(({ sentence }) => sentence).join(' ')).toContain('again does not wait and does not read Retry-After');
  });

  test('a failure that does not cool at once may be met again by the same pick, until the fifth of a minute', () => {
    const { policy } = as('litellm', group(['big', 'small'], 2));
    const figures = run(policy, { big: 'connection' }, traffic);
    expect(callsOf(figures, 'a')).toBe(5);
    expect(callsOf(figures, 'sorry')).toBeLessThan(2);
  });

  test('all cooled: no attempt is made, the next tier answers', () => {
    const { policy } = as('litellm', group(['big', 'small'], 3));
    const figures = run(policy, { big: 'rate-limit', small: 'rate-limit' }, traffic);
    expect([callsOf(figures, 'a'), callsOf(figures, 'b'), callsOf(figures, 'sorry')]).toEqual([1, 1, 400]);
  });

  test('with three deployments the share of a cooled one goes to both others', () => {
    const { policy } = as('litellm', group(['big', 'small', 'third'], 1));
    const figures = run(policy, { big: 'rate-limit' }, traffic);
    expect(callsOf(figures, 'a')).toBe(1);
    for (const id of ['b', 'c']) expect(Math.abs(callsOf(figures, id) - 200)).toBeLessThan(40);
  });

  test('more attempts than a fallback has tiers go on one below the other', () => {
    const { policy } = as('litellm', group(['big', 'small'], 8));
    const both = run(policy, { big: 'connection', small: 'connection' });
    expect(both.attempts.total).toBe(9);
    expect(both.outcomes.answeredByTier).toEqual([0, 0, 1]);
  });
});

test('a model below two retries is two deployments, each with dice of its own', () => {
  const both = policyOf([
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'again', t2: 'more' }],
    ['again', 'retry', { maxRetries: 1, jitter: 'none' }, { next: 'a' }],
    ['more', 'retry', { maxRetries: 2, jitter: 'none' }, { next: 'a' }],
    ['a', 'model', model('big')],
  ]);
  const { policy } = as('portkey', both);
  expect(policy.nodes.filter(({ kind }) => kind === 'model').map(({ id }) => id)).toEqual(['a', 'a-2']);
  expect(run(policy, { big: 'connection' }).attempts.total).toBe(5);
});

describe('every registered kind', () => {
  test.each([...kinds.keys()].filter((kind) => kinds.get(kind)!.face.isCallable))(
    '%s: no dialect breaks the policy, and what goes is told',
    (kind) => {
      const { config, face } = kinds.get(kind)!;
      const example = kind === 'model' ? model('big') : config.example;
      const ports = Object.fromEntries(face.ports(example).map(({ id }) => [id, 'a']));
      const policy = policyOf([
        ['entry', 'entry', {}, { next: 'x' }],
        ['x', kind, example, ports],
        ['a', 'model', model('big')],
      ]);
      const callable = lint(policy).filter(({ severity }) => severity === 'error');
      expect(callable).toEqual([]);
      for (const dialect of dialects.values()) {
        const { policy: rewritten, differences } = dialect.rewrite(policy);
        expect(lint(rewritten).filter(({ severity }) => severity === 'error')).toEqual([]);
        const isGone = !rewritten.nodes.some(({ id }) => id === 'x');
        // A time limit of one model may have become that model's own, which is no difference.
        const isInModel = rewritten.nodes.some(
          ({ config: { requestTimeoutMs } }) => requestTimeoutMs === (example as { timeoutMs?: number }).timeoutMs,
        );
        if (isGone && !(kind === 'timeout' && isInModel)) expect(differences.some(({ nodeId }) => nodeId === 'x')).toBe(true);
        for (const { sentence } of differences) expect(sentence).toMatch(/^[^a-z\s].*\.$|^[a-z][\w-]* .*\.$/);
      }
    },
  );
});

/** Kind, config and what the ports call. */
type Drawn = readonly [string, Record<string, unknown>, unknown[]];

test('whatever is drawn, a rewritten policy has no error, and rewriting it is the same each time', () => {
  const shape = fc.letrec<{ any: Drawn }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 6, depthIdentifier: 'depth' },
      fc.constantFrom('big', 'small').map((name) => ['model', model(name), []] as const),
      fc
        .tuple(fc.constantFrom('retry', 'breaker', 'timeout', 'input-guard', 'output-guard'), tie('any'))
        .map(([kind, next]) => [kind, {}, [next]] as const),
      fc.tuple(tie('any'), tie('any')).map(([one, two]) => ['fallback', {}, [one, two]] as const),
      fc.tuple(tie('any'), tie('any')).map(([one, two]) => ['router', {}, [one, two]] as const),
      fc
        .tuple(tie('any'), tie('any'))
        .map(([one, two]) => ['router', { routes: [{ id: 'r1', condition: 'percentage', share: 0.3 }] }, [one, two]] as const),
      fc.constant(['template', {}, []] as const),
    ) as unknown as fc.Arbitrary<Drawn>,
  })).any;
  fc.assert(
    fc.property(shape, (root) => {
      const lines: Line[] = [['entry', 'entry', {}, { next: 'n1' }]];
      const add = ([kind, config, below]: Drawn): string => {
        const id = `n${lines.length}`;
        lines.push([id, kind, config]);
        const at = lines.length - 1;
        const parsed = kinds.get(kind)!.config.schema.parse(config);
        const ports = kinds
          .get(kind)!
          .face.ports(parsed)
          .map((port) => port.id);
        const called = below.map((one) => add(one as typeof root));
        lines[at] = [id, kind, config, Object.fromEntries(called.map((to, port) => [ports[port]!, to]))];
        return id;
      };
      add(root);
      const policy = policyOf(lines);
      const before = lint(policy).filter(({ severity }) => severity === 'error');
      for (const dialect of dialects.values()) {
        const { policy: rewritten } = dialect.rewrite(policy);
        const after = lint(rewritten).filter(({ severity }) => severity === 'error');
        if (before.length === 0) expect(after).toEqual([]);
        expect(dialect.rewrite(policy)).toEqual(dialect.rewrite(policy));
        const figures = run(rewritten, { big: 'server-error' }, steady(5));
        expect(figures.requests).toBe(5);
      }
    }),
    { numRuns: 60 },
  );
});
