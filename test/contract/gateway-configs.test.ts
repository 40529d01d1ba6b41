import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { gatewayRules, importConfig, isGatewayConfig, pathText } from '../../shared/gateways/index.ts';
import { lint } from '../../shared/lint/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { CLOUDFLARE_ROUTE, GATEWAY_CONFIGS, LITELLM_CONFIG, LITELLM_GROUPS, PORTKEY_CONFIG } from '../fixtures/gateway-configs.ts';

function read(text: string) {
  const imported = importConfig(text, 'Read');
  if (!imported.ok) throw new Error(imported.error.map(({ message }) => message).join('\n'));
  return imported.value;
}
/** "retry:next > model", by kinds and in the order of the file. */
const drawn = (policy: Policy): string[] => policy.edges.map(({ from, port, to }) => `${from}:${port} > ${to}`);

test.each(Object.entries(GATEWAY_CONFIGS))('%s is drawn without an error, and no key of it is anywhere', (_, text) => {
  const imported = read(text);
  expect(lint(imported.policy).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(JSON.stringify([imported, [...imported.origins]])).not.toContain('made-up');
  expect(text.match(/made-up-\d+/g)?.length ?? 0).toBe(imported.secrets.length);
});

test('litellm: groups, retries, fallbacks, guard and cache become a graph, and what is no part of one is listed with its line', () => {
  const { policy, unread, secrets, findings, gateway } = read(LITELLM_CONFIG);
  expect(gateway.id).toBe('litellm');
  expect(policy.nodes.map(({ kind }) => kind).sort()).toEqual([
    'cache',
    'entry',
    'fallback',
    'input-guard',
    'model',
    'model',
    'retry',
    'retry',
  ]);
  expect(drawn(policy)).toContain('primary-and-its-fallbacks:t1 > retry-primary');
  expect(policy.nodes.find(({ id }) => id === 'gpt-4o')?.config).toMatchObject({
    providerId: 'openai',
    model: 'gpt-4o',
    requestTimeoutMs: 30_000,
  });
  expect(unread.map(({ path, line }) => `${line} ${pathText(path)}`)).toContain('12 model_list[1].litellm_params.temperature');
  expect(secrets).toEqual([
    { path: ['model_list', 0, 'litellm_params', 'api_key'], line: 5, reference: 'os.environ/OPENAI_API_KEY' },
    { path: ['litellm_settings', 'cache_params', 'password'], line: 20, reference: null },
    { path: ['general_settings', 'master_key'], line: 25, reference: null },
    { path: ['general_settings', 'database_url'], line: 26, reference: null },
  ]);
  const rules = findings.map(({ rule, nodeId }) => `${rule} ${nodeId ?? ''}`.trim());
  // Whoever calls the group now calls that of an export too.
  expect(policy).toMatchObject({ id: 'primary', name: 'Read' });
  expect(rules).toEqual([
    'litellm/allowed-fails-default',
    'litellm/one-deployment-never-cools gpt-4o',
    'litellm/one-deployment-never-cools claude-haiku-4-5',
  ]);
});

test('litellm: orders, weights, aliases, cool-downs and budgets', () => {
  const { policy, unread, findings } = read(LITELLM_GROUPS);
  const config = (id: string) => policy.nodes.find((node) => node.id === id)?.config as Record<string, unknown>;
  const routes = config('chat-order-1')['routes'] as { share: number }[];
  expect(routes.map(({ share }) => share)).toEqual([0.75]);
  expect(policy.providers.map(({ id }) => id)).toEqual(['azure-eu-team', 'azure-us-team', 'openai']);
  // allowed_fails 1: one failure is forgiven, the second within 30 s cools for 30 s.
  expect(config('cool-down-gpt-4o')).toMatchObject({
    tripRule: 'count',
    failureCount: 2,
    windowMs: 30_000,
    openForMs: 30_000,
    halfOpen: 'none',
  });
  // 100 a day for two deployments of one provider; 70 a week is 10 a day.
  expect(config('budget-azure')).toMatchObject({ limitUsd: 50, period: 'day' });
  expect(config('budget-gpt-4-1')).toMatchObject({ limitUsd: 10, period: 'day' });
  expect(config('by-model-group')).toBeUndefined();
  const chat = policy.nodes.find(({ name }) => name === 'chat and its fallbacks');
  expect(chat?.config['onExhausted']).toBe('first-failure');
  // A list of their own: too long conversations go to another model, and not along the other fallbacks.
  const tooLong = policy.nodes.find(({ name }) => name === 'chat, too long')?.config['tiers'] as { continueOn: string[] }[];
  expect(tooLong[0]?.continueOn).toEqual(['context-overflow']);
  expect(unread.map(({ sentence }) => sentence).join(' ')).toContain('gone is no group of model_list');
  expect(findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['litellm/fallback-to-unknown-group', 'litellm/retries-bad-requests']),
  );
  expect(findings.map(({ rule }) => rule)).not.toContain('litellm/one-deployment-never-cools');
});

test('portkey: conditions, shares, inherited limits, hosted slugs and a cache', () => {
  const { policy, unread, findings } = read(PORTKEY_CONFIG);
  const config = (id: string) => policy.nodes.find((node) => node.id === id)?.config as Record<string, unknown>;
  expect(config('router')['routes']).toMatchObject([{ id: 'chain', condition: 'metadata', key: 'plan', values: 'paid' }]);
  expect((config('shared')['routes'] as { share: number }[])[0]?.share).toBe(0.75);
  expect(policy.providers.map(({ id }) => id)).toEqual(['eu-team', 'mistral-team', 'openai', 'own-host']);
  expect(policy.nodes.filter(({ kind }) => kind === 'model').map((node) => node.config['requestTimeoutMs'])).toEqual([
    8_000, 8_000, 8_000, 8_000,
  ]);
  expect(unread.map(({ path }) => pathText(path))).toContain('targets[0].targets[0].override_params.temperature');
  expect(findings.map(({ rule, severity }) => `${severity} ${rule}`).sort()).toEqual([
    'info portkey/timeout-not-retried',
    'warning portkey/load-balance-without-fallback',
    'warning portkey/timeout-not-followed',
  ]);
});

test('cloudflare: conditions, costs, shares and models with their fallbacks, in the form of the API and of the documentation', () => {
  const { policy, unread, findings } = read(CLOUDFLARE_ROUTE);
  expect(drawn(policy)).toEqual(
    expect.arrayContaining(['requests:next > plan', 'plan:true > spend', 'spend:over > small', 'split:otherwise > small']),
  );
  expect(policy.nodes.find(({ id }) => id === 'spend')?.config).toMatchObject({
    scope: 'user',
    limitUsd: 2,
    period: 'day',
    atLimit: 'downgrade',
  });
  expect([unread, findings]).toEqual([[], []]);
  const old = CLOUDFLARE_ROUTE.replace('"conditions"', '"condition"').replace('"rate"', '"rate_limit"').replace('"window"', '"interval"');
  const { policy: same, findings: told } = read(old);
  expect(same).toEqual(policy);
  expect(told.map(({ rule }) => rule)).toEqual(['cloudflare/form-of-the-documentation', 'cloudflare/form-of-the-documentation']);
});

test.each([
  ['', 'empty'],
  ['model_list: [', 'Line 1'],
  ['{"targets": [}', 'Line 1, column 14'],
  ['model_list: 3', 'model_list is no list'],
  ['model_list: []', 'empty'],
  ['hello: world', '“hello”'],
  ['just a text', 'holds no settings'],
  ['{"policy": {}, "layout": {}}', 'a policy of Gracefall'],
  [
    JSON.stringify({
      elements: [
        { id: 'a', type: 'start', outputs: { next: { elementId: 'b' } } },
        { id: 'b', type: 'percentage', outputs: { else: { elementId: 'a' } } },
      ],
    }),
    'runs in a circle (a → b → a)',
  ],
  [`${'{"targets": ['.repeat(200)}1${']}'.repeat(200)}`, '100 levels'],
])('%#: what is no config is refused in a sentence', (text, words) => {
  const imported = importConfig(text, 'x');
  expect(imported.ok ? '' : imported.error.map(({ message }) => message).join(' ')).toContain(words);
});

test('a policy is no gateway config', () => {
  expect(isGatewayConfig('{"format": 3, "policy": {}, "layout": {}}').ok).toBe(false);
  expect(isGatewayConfig(LITELLM_CONFIG)).toEqual({ ok: true, value: { id: 'litellm', title: 'LiteLLM config.yaml' } });
});

/** Every place of a file with something wrong in it: gone, of another type, far too large, twice. */
const places = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, Array.isArray(value) ? Number(key) : key]))];
function withValue(value: unknown, [key, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? withValue(item, rest, put) : item));
  return Object.fromEntries(Object.entries(value as object).map(([own, item]) => [own, own === key ? withValue(item, rest, put) : item]));
}

test.each(Object.entries(GATEWAY_CONFIGS))(
  '%s with anything wrong in it is read or refused in sentences, and nothing of it is lost in silence',
  (_, text) => {
    const whole: unknown = parse(text);
    const all = places(whole);
    const wrong = fc.constantFrom<unknown>(
      null,
      '',
      'x',
      '*',
      -1,
      0,
      1e300,
      1.5,
      true,
      [],
      [null],
      {},
      { a: 1 },
      [[1]],
      'sk-made-up-leaked',
      '☃',
      'a,b',
      '__proto__',
      ['a'.repeat(300)],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...all), wrong), { minLength: 1, maxLength: 3 }), (changes) => {
        let value = whole;
        for (const [path, put] of changes) value = withValue(value, path, put);
        const imported = importConfig(JSON.stringify(value), 'x');
        if (!imported.ok) {
          for (const { message } of imported.error) expect(message).toMatch(/\.$/);
          return;
        }
        const { policy, unread, secrets, findings } = imported.value;
        for (const { rule } of findings) expect(gatewayRules).toContain(rule);
        expect(JSON.stringify([imported.value, [...imported.value.origins]])).not.toContain('made-up');
        // What lint calls an error is an open way or an empty condition, which a person must fill; never a config that a schema refuses.
        expect(lint(policy).filter(({ rule, severity }) => severity === 'error' && /invalid|unknown|duplicate/.test(rule))).toEqual([]);
        for (const { sentence, line } of unread) expect([sentence, line > 0]).toEqual([expect.stringMatching(/\.$/), true]);
        expect(new Set(secrets.map(({ path }) => pathText(path))).size).toBe(secrets.length);
      }),
      { numRuns: 150 },
    );
  },
);
