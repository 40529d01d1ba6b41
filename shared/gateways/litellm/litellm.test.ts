import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../../test/fixtures/line-policy.ts';
import type { Policy } from '../../model/index.ts';
import { gateways, lintConfig } from '../index.ts';
import { parseYaml } from '../yaml.ts';

const litellm = gateways.get('litellm')!;
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const PROVIDERS = ['openai', 'acme'].map((id) => dollarProvider(id, id, ['big', 'small']));
const policyOf = (lines: readonly Line[]): Policy => policyOfLines('P', PROVIDERS, lines);

const model = (name: string, providerId = 'openai') => ({ providerId, model: name, requestTimeoutMs: 30_000 });
const models: readonly Line[] = [
  ['a', 'model', model('big')],
  ['b', 'model', model('small')],
  ['c', 'model', model('big', 'acme')],
];
const all = ['rate-limit', 'timeout', 'connection', 'server-error', 'content-policy', 'context-overflow', 'auth', 'invalid-request'];

function exported(lines: readonly Line[], protections: 'refuse' | 'leave-out' = 'refuse') {
  const result = litellm.export(policyOf([...lines, ...models]), { sha256Of, protections });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  const [file, ...others] = result.value.files;
  if (file === undefined || others.length > 0) throw new Error('one file');
  const parsed = parseYaml(file.text);
  if (!parsed.ok) throw new Error(parsed.error);
  const told = (id: string) => result.value.fidelity.find(({ nodeId }) => nodeId === id)!;
  return { ...result.value, text: file.text, config: parsed.value as Record<string, any>, told };
}

const three = (one: readonly string[], two: readonly string[] = all): readonly Line[] => [
  ['entry', 'entry', {}, { next: 'tiers' }],
  [
    'tiers',
    'fallback',
    { tiers: [{ id: 't1', continueOn: one }, { id: 't2', continueOn: two }, { id: 't3' }] },
    { t1: 'a', t2: 'b', t3: 'c' },
  ],
];

describe('what LiteLLM is told', () => {
  test('tiers lead from group to group, the first under the name that the application calls', () => {
    const { config, text } = exported(three(all));
    expect(config['model_list'].map(({ model_name }: { model_name: string }) => model_name)).toEqual(['p', 'b', 'c']);
    expect(config['router_settings']).toEqual({
      routing_strategy: 'simple-shuffle',
      num_retries: 0,
      fallbacks: [{ p: ['b'] }, { b: ['c'] }],
    });
    expect(text).toContain('# The application calls this as model p.\n  # a\n');
  });

  test('a tier that does not lead on after a refusal has a list without it, which names all others', () => {
    const { config } = exported(three(all.filter((one) => one !== 'content-policy')));
    expect(config['router_settings']).toMatchObject({ fallbacks: [{ p: ['b'] }, { b: ['c'] }], content_policy_fallbacks: [{ b: ['c'] }] });
    expect(config['router_settings'].context_window_fallbacks).toBeUndefined();
  });

  test('where no tier leads on after a refusal the list is not empty, which LiteLLM would take for none: it leads to the group itself', () => {
    const { config } = exported(three([], []));
    expect(config['router_settings']).toMatchObject({
      context_window_fallbacks: [{ p: ['p'] }],
      content_policy_fallbacks: [{ p: ['p'] }],
    });
  });

  test('a retry is a number for each kind of failure, so that nothing is left to a default', () => {
    const { config } = exported([
      ['entry', 'entry', {}, { next: 'again' }],
      ['again', 'retry', { maxRetries: 2, retryOn: ['rate-limit', 'connection'] }, { next: 'a' }],
    ]);
    expect(config['router_settings'].model_group_retry_policy).toEqual({
      p: {
        RateLimitErrorRetries: 2,
        TimeoutErrorRetries: 0,
        InternalServerErrorRetries: 2,
        ServiceUnavailableErrorRetries: 2,
        AuthenticationErrorRetries: 0,
        BadRequestErrorRetries: 0,
        ContentPolicyViolationErrorRetries: 0,
        DefaultRetries: 2,
      },
    });
  });

  test('a breaker stands in model_info, where it also cools the only deployment of a group; the lint of configs agrees', () => {
    const { config, text, findings } = exported([
      ['entry', 'entry', {}, { next: 'breaker' }],
      ['breaker', 'breaker', { failureCount: 3, openForMs: 20_000, countsAs: ['timeout', 'server-error'] }, { next: 'a' }],
    ]);
    expect(config['model_list'][0].model_info).toMatchObject({
      allowed_fails_policy: {
        BadGatewayErrorAllowedFails: 2,
        InternalServerErrorAllowedFails: 2,
        ServiceUnavailableErrorAllowedFails: 2,
        TimeoutErrorAllowedFails: 2,
      },
      cooldown_time: 20,
    });
    expect(findings.map(({ rule }) => rule)).not.toContain('litellm/one-deployment-never-cools');
    const linted = lintConfig(text);
    expect(linted.ok && linted.value.map(({ rule }) => rule)).toEqual([]);
  });

  test('a percentage over models is one group of weighted deployments; over chains the application chooses', () => {
    const ways = { routes: [{ id: 'r1', condition: 'percentage', share: 0.25 }] };
    const group = exported([
      ['entry', 'entry', {}, { next: 'ways' }],
      ['ways', 'router', ways, { r1: 'a', otherwise: 'b' }],
    ]);
    expect(
      group.config['model_list'].map(({ model_name, litellm_params }: Record<string, any>) => [model_name, litellm_params.weight]),
    ).toEqual([
      ['p', 0.25],
      ['p', 0.75],
    ]);
    expect(group.told('ways').fidelity).toBe('approximated');
    const chosen = exported([
      ['entry', 'entry', {}, { next: 'ways' }],
      ['ways', 'router', ways, { r1: 'tiers', otherwise: 'c' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ]);
    expect(chosen.config['model_list'].map(({ model_name }: { model_name: string }) => model_name)).toEqual(['p-r1', 'b', 'p-otherwise']);
    expect(chosen.told('ways').fidelity).toBe('application');
    expect(chosen.findings.map(({ rule }) => rule)).toContain('litellm/application-names-the-group');
  });

  test('keys are references to the environment; a provider that LiteLLM does not know has an address there too; prices are per token', () => {
    const { config, findings } = exported([['entry', 'entry', {}, { next: 'c' }]]);
    expect(config['model_list'][0]).toEqual({
      model_name: 'p',
      litellm_params: { model: 'openai/big', api_base: 'os.environ/ACME_BASE_URL', api_key: 'os.environ/ACME_API_KEY', timeout: 30 },
      model_info: { id: 'c', input_cost_per_token: 0.000001, output_cost_per_token: 0.000001, max_input_tokens: 100_000 },
    });
    expect(findings.map(({ rule }) => rule)).toContain('litellm/unknown-provider');
  });

  test('a chain longer than LiteLLM follows by itself says how long it is', () => {
    const tiers = Array.from({ length: 8 }, (_, at) => `n${at}`);
    const { config } = exported([
      ['entry', 'entry', {}, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: tiers.map((id) => ({ id })) }, Object.fromEntries(tiers.map((id) => [id, id]))],
      ...tiers.map((id): Line => [id, 'model', model('big')]),
    ]);
    expect(config['router_settings'].max_fallbacks).toBe(7);
  });

  test('a fixed answer is a deployment that calls nothing', () => {
    const { config } = exported([
      ['entry', 'entry', {}, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'sorry' }],
      ['sorry', 'template', { text: 'yes' }],
    ]);
    expect(config['model_list'][1]).toMatchObject({ model_name: 'sorry', litellm_params: { mock_response: 'yes' } });
  });

  test('a guard above all calls is on for every request; above one of several it has to be asked for, and that is told', () => {
    const guarded = (routes: Record<string, string>): readonly Line[] => [
      ['entry', 'entry', {}, { next: 'ways' }],
      ['ways', 'router', { routes: [{ id: 'r1', condition: 'metadata', key: 'plan', values: 'paid' }] }, routes],
      ['guard', 'input-guard', {}, { next: 'a' }],
    ];
    const both = exported([
      ['entry', 'entry', {}, { next: 'guard' }],
      ['guard', 'input-guard', {}, { next: 'a' }],
    ]);
    expect(both.config['guardrails']).toEqual([
      {
        guardrail_name: 'guard',
        litellm_params: { guardrail: 'generic_guardrail_api', mode: 'pre_call', api_base: 'os.environ/GUARD_URL', default_on: true },
      },
    ]);
    const one = exported(guarded({ r1: 'guard', otherwise: 'b' }));
    expect(one.config['guardrails'][0].litellm_params.default_on).toBe(false);
    expect(one.findings.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule)).toContain('litellm/guard-is-asked-for');
  });
});

describe('what LiteLLM cannot do is never left out in silence', () => {
  const inTier: readonly Line[] = [
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'facts', t2: 'b' }],
    ['facts', 'output-guard', {}, { next: 'a' }],
  ];
  const refusals = (lines: readonly Line[]) => {
    const result = litellm.export(policyOf([...lines, ...models]), { sha256Of, protections: 'refuse' });
    return result.ok ? [] : result.error.map(({ rule, nodeId }) => [rule, nodeId]);
  };

  test('a guard of one tier, a budget of users and one that reroutes refuse the export', () => {
    expect(refusals(inTier)).toEqual([['export/protection-not-expressible', 'facts']]);
    expect(exported(inTier, 'leave-out').told('facts').fidelity).toBe('not-expressible');
    const budget = (config: Record<string, unknown>): readonly Line[] => [
      ['entry', 'entry', {}, { next: 'money' }],
      ['money', 'budget', config, { next: 'a', ...(config['atLimit'] === 'downgrade' ? { over: 'b' } : {}) }],
    ];
    for (const config of [{ scope: 'user' }, { scope: 'request' }, { atLimit: 'downgrade' }]) {
      expect(refusals(budget(config))).toEqual([['export/protection-not-expressible', 'money']]);
    }
    const whole = exported(budget({ limitUsd: 500, period: 'day' }));
    expect(whole.config['litellm_settings']).toEqual({ max_budget: 500, budget_duration: '1d' });
    expect(whole.findings.map(({ rule }) => rule)).toContain('litellm/budget-needs-database');
  });

  test('more ways than a person can name are refused', () => {
    const routes = Array.from({ length: 8 }, (_, at) => ({ id: `r${at}`, condition: 'metadata', key: 'plan', values: `v${at}` }));
    const to = (id: string) => Object.fromEntries([...routes.map((route) => [route.id, id]), ['otherwise', id]]);
    const lines: readonly Line[] = [
      ['entry', 'entry', {}, { next: 'one' }],
      ['one', 'router', { routes }, to('two')],
      ['two', 'router', { routes }, to('a')],
    ];
    expect(refusals(lines)).toEqual([['litellm/too-many-groups', undefined]]);
  });
});

test.each([
  ['model_list: []', 'model_list'],
  ['a: [', 'Line 1'],
  ['model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a\n      allowed_fails: 2\n', 'allowed_fails'],
  ['general_settings:\n  master_key: sk-plain\n', 'master_key'],
])('a file that LiteLLM would take and misread is told apart: %#', (text, part) => {
  expect(litellm.verify(text, sha256Of).join(' ')).toContain(part);
});
