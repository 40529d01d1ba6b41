import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../../test/fixtures/line-policy.ts';
import { kinds } from '../../kinds/index.ts';
import type { Policy } from '../../model/index.ts';
import { gateways } from '../index.ts';

const portkey = gateways.get('portkey')!;
const env = (name: string): string => `\${${name}}`;
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const PROVIDERS = ['openai', 'acme'].map((id) => dollarProvider(id, id, ['big', 'small']));
const policyOf = (lines: readonly Line[]): Policy => policyOfLines('P', PROVIDERS, lines);

const model = (name: string, providerId = 'openai') => ({ providerId, model: name, requestTimeoutMs: 30_000 });
const models: readonly Line[] = [
  ['a', 'model', model('big')],
  ['b', 'model', model('small')],
  ['c', 'model', model('big', 'acme')],
];

function exported(lines: readonly Line[], protections: 'refuse' | 'leave-out' = 'refuse') {
  const result = portkey.export(policyOf([...lines, ...models]), { sha256Of, protections });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  return { ...result.value, configs: result.value.files.map(({ text }) => JSON.parse(text)) };
}

describe('what Portkey is told', () => {
  test('tiers that lead on after different failures are fallbacks one in the other', () => {
    const { configs } = exported([
      ['entry', 'entry', {}, { next: 'tiers' }],
      [
        'tiers',
        'fallback',
        {
          tiers: [{ id: 't1', continueOn: ['rate-limit'] }, { id: 't2', continueOn: ['timeout', 'connection'] }, { id: 't3' }],
        },
        { t1: 'a', t2: 'b', t3: 'c' },
      ],
    ]);
    expect(configs).toMatchObject([
      {
        strategy: { mode: 'fallback', on_status_codes: [429] },
        targets: [
          { override_params: { model: 'big' } },
          { strategy: { mode: 'fallback', on_status_codes: [408, 500, 502, 503, 504, 529] }, targets: [{}, {}] },
        ],
      },
    ]);
  });

  test('a retry and a time limit stand at each model, wherever they are drawn; the shorter limit counts', () => {
    const { configs } = exported([
      ['entry', 'entry', {}, { next: 'again' }],
      ['again', 'retry', { maxRetries: 2, retryOn: ['rate-limit', 'connection'] }, { next: 'limit' }],
      ['limit', 'timeout', { timeoutMs: 8_000 }, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ]);
    const own = { retry: { attempts: 2, on_status_codes: [429] }, request_timeout: 8_000 };
    expect(configs[0].targets).toMatchObject([own, own]);
  });

  test('shares become weights of the whole, conditions a choice, in the order of the routes', () => {
    const { configs } = exported([
      ['entry', 'entry', {}, { next: 'ways' }],
      [
        'ways',
        'router',
        {
          routes: [
            { id: 'r1', condition: 'percentage', share: 0.2 },
            { id: 'r2', condition: 'percentage', share: 0.5 },
            { id: 'r3', condition: 'complexity', minComplexity: 0.7, maxComplexity: 1 },
            { id: 'r4', condition: 'metadata', key: 'plan', values: 'paid, trial' },
          ],
        },
        { r1: 'a', r2: 'b', r3: 'a', r4: 'b', otherwise: 'c' },
      ],
    ]);
    expect(configs[0].strategy).toEqual({ mode: 'loadbalance' });
    expect(configs[0].targets.map(({ weight }: { weight: number }) => weight)).toEqual([0.2, 0.4, 0.4]);
    expect(configs[0].targets[2].strategy).toEqual({
      mode: 'conditional',
      conditions: [
        // biome-ignore lint/suspicious/noThenProperty: the gateway's own key
        { query: { 'metadata.complexity': { $gte: 0.7 } }, then: 'r3' },
        // biome-ignore lint/suspicious/noThenProperty: the gateway's own key
        { query: { 'metadata.plan': { $in: ['paid', 'trial'] } }, then: 'r4' },
      ],
      default: 'otherwise',
    });
  });

  test('hooks of the nearest target count and no others, so an inner one repeats what stands above it', () => {
    const { configs } = exported([
      ['entry', 'entry', {}, { next: 'outer' }],
      ['outer', 'input-guard', {}, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'inner', t2: 'b' }],
      ['inner', 'input-guard', { check: 'personal-data', action: 'redact' }, { next: 'a' }],
    ]);
    const ids = (hooks: { id: string }[]) => hooks.map(({ id }) => id);
    expect(ids(configs[0].before_request_hooks)).toEqual(['outer']);
    expect(ids(configs[0].targets[0].before_request_hooks)).toEqual(['outer', 'inner']);
    expect(configs[0].targets[1].before_request_hooks).toBeUndefined();
    expect(configs[0].targets[0].before_request_hooks[1]).toMatchObject({
      deny: false,
      checks: [{ id: 'default.webhook', parameters: { webhookURL: env('INNER_URL'), failOnError: true } }],
    });
  });

  test('keys are references to the environment; a provider that Portkey does not know has an address there too', () => {
    const { configs, findings } = exported([['entry', 'entry', {}, { next: 'c' }]]);
    expect(configs[0]).toMatchObject({ provider: 'openai', api_key: env('ACME_API_KEY'), custom_host: env('ACME_BASE_URL') });
    expect(findings.map(({ rule }) => rule)).toEqual(['portkey/unknown-provider']);
  });

  test('where the application calls the gateway several times there is a config for each call', () => {
    const { files, fidelity } = exported([
      ['entry', 'entry', {}, { next: 'loop' }],
      [
        'loop',
        'agent-loop',
        {},
        Object.fromEntries(
          kinds
            .get('agent-loop')!
            .face.ports(kinds.get('agent-loop')!.config.defaults)
            .map(({ id }, at) => [id, at === 0 ? 'tiers' : 'c']),
        ),
      ],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ]);
    expect(files.map(({ part }) => part)).toEqual(['tiers', 'c']);
    expect(fidelity.find(({ nodeId }) => nodeId === 'loop')?.fidelity).toBe('application');
  });
});

describe('what Portkey cannot do is never left out in silence', () => {
  const withBudget: readonly Line[] = [
    ['entry', 'entry', {}, { next: 'money' }],
    ['money', 'budget', { limitUsd: 100, atLimit: 'stop' }, { next: 'breaker' }],
    ['breaker', 'breaker', {}, { next: 'a' }],
  ];

  test('a budget refuses the export', () => {
    const result = portkey.export(policyOf([...withBudget, ...models]), { sha256Of, protections: 'refuse' });
    expect(result.ok ? [] : result.error).toMatchObject([{ rule: 'export/protection-not-expressible', nodeId: 'money' }]);
  });

  test('or is left out on request, and told, as the breaker is in any case', () => {
    const { fidelity } = exported(withBudget, 'leave-out');
    const told = Object.fromEntries(fidelity.map(({ nodeId, fidelity: one }) => [nodeId, one]));
    expect(told).toMatchObject({ money: 'not-expressible', breaker: 'not-expressible', a: 'exact' });
  });
});

test('a node that no request reaches is not in the export, and told', () => {
  const { fidelity } = exported([['entry', 'entry', {}, { next: 'a' }]]);
  expect(fidelity.find(({ nodeId }) => nodeId === 'b')).toMatchObject({
    fidelity: 'not-expressible',
    sentences: [expect.stringContaining('no request reaches it')],
  });
});

test.each([
  ['{', 'Line 1'],
  ['{"strategy":{"mode":"fallback"},"targets":[]}', 'on_status_codes'],
  ['{"provider":"openai","api_key":"K","override_params":{"model":"m"},"request_timeout":1,"foo_bar":1}', 'foo_bar'],
])('a file that Portkey would take and misread is told apart: %#', (text, part) => {
  expect(portkey.verify(text, sha256Of).join(' ')).toContain(part);
});
