import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../../test/fixtures/line-policy.ts';
import type { Policy } from '../../model/index.ts';
import { gateways } from '../index.ts';
import { parseYaml } from '../yaml.ts';

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const PROVIDERS = ['openai', 'anthropic', 'acme'].map((id) => dollarProvider(id, id, ['big', 'small']));
const model = (name: string, providerId = 'openai', requestTimeoutMs = 30_000) => ({ providerId, model: name, requestTimeoutMs });
const models: readonly Line[] = [
  ['a', 'model', model('big')],
  ['b', 'model', model('small', 'anthropic', 12_500)],
  ['c', 'model', model('big', 'acme')],
];
const policyOf = (lines: readonly Line[]): Policy => policyOfLines('P', PROVIDERS, [...lines, ...models]);

function exported(target: string, lines: readonly Line[]) {
  const result = gateways.get(target)!.export(policyOf(lines), { sha256Of, protections: 'leave-out' });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  const told = (nodeId: string) => result.value.fidelity.find((one) => one.nodeId === nodeId)!;
  return { ...result.value, text: result.value.files[0]!.text, told };
}

function data(text: string): any {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}
const resources = (lines: readonly Line[]) => exported('envoy', lines).text.split(/^---$/m).slice(1).map(data);
const routes = (lines: readonly Line[]) => resources(lines).filter(({ kind }) => kind === 'AIGatewayRoute');
const policies = (lines: readonly Line[]) => resources(lines).filter(({ kind }) => kind === 'BackendTrafficPolicy');
const kong = (lines: readonly Line[]) => data(exported('kong', lines).text).services[0].routes;
const bifrost = (lines: readonly Line[]) => JSON.parse(exported('bifrost', lines).text);

const tiers = { tiers: [{ id: 't1' }, { id: 't2' }] };
const chain: readonly Line[] = [
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', tiers, { t1: 'again', t2: 'b' }],
  ['again', 'retry', { maxRetries: 2, baseMs: 200, capMs: 5_000, retryOn: ['rate-limit', 'server-error'] }, { next: 'a' }],
];
const nested: readonly Line[] = [
  ['entry', 'entry', {}, { next: 'outer' }],
  ['outer', 'fallback', tiers, { t1: 'choice', t2: 'c' }],
  [
    'choice',
    'router',
    { routes: [{ id: 'r1', condition: 'metadata', key: 'plan', values: 'paid, trial' }] },
    { r1: 'inner', otherwise: 'b' },
  ],
  ['inner', 'fallback', tiers, { t1: 'a', t2: 'b' }],
];
const shares: readonly Line[] = [
  ['entry', 'entry', {}, { next: 'tiers' }],
  ['tiers', 'fallback', tiers, { t1: 'ways', t2: 'c' }],
  ['ways', 'router', { routes: [{ id: 'r1', condition: 'percentage', share: 0.3 }] }, { r1: 'a', otherwise: 'b' }],
];

describe('Envoy', () => {
  test('tiers are priorities, and one number of attempts holds at each', () => {
    const [route] = routes(chain);
    expect(route.spec.rules[0].backendRefs).toMatchObject([
      { name: 'openai', modelNameOverride: 'big', priority: 0, weight: 1 },
      { name: 'anthropic', modelNameOverride: 'small', priority: 1, weight: 1 },
    ]);
    const [traffic] = policies(chain);
    expect(traffic.spec.targetRefs[0].name).toBe(route.metadata.name);
    expect(traffic.spec.retry).toMatchObject({
      numRetries: 5,
      numAttemptsPerPriority: 3,
      perRetry: { timeout: '30s', backOff: { baseInterval: '200ms', maxInterval: '5s' } },
    });
  });

  test('the time of the whole route has room for all its attempts: six of 30 s and five waits of 5 s', () => {
    expect(routes(chain)[0].spec.rules[0].timeouts).toEqual({ request: '205s' });
  });

  test('a condition below a fallback is asked first, and fallbacks one in the other become one', () => {
    const found = routes(nested).map(({ spec }) => ({
      headers: spec.rules[0].matches[0].headers.slice(1),
      backends: spec.rules[0].backendRefs.map(({ name, priority }: { name: string; priority: number }) => [name, priority]),
    }));
    expect(found).toEqual([
      {
        headers: [{ type: 'RegularExpression', name: 'x-plan', value: 'paid|trial' }],
        backends: [
          ['openai', 0],
          ['anthropic', 1],
          ['acme', 2],
        ],
      },
      {
        headers: [],
        backends: [
          ['anthropic', 0],
          ['acme', 1],
        ],
      },
    ]);
  });

  test('shares of a tier are weights of its priority', () => {
    const [route] = routes(shares);
    expect(route.spec.rules[0].backendRefs.map(({ priority, weight }: { priority: number; weight: number }) => [priority, weight])).toEqual(
      [
        [0, 3_000],
        [0, 7_000],
        [1, 1],
      ],
    );
  });

  test('keys are names of Secrets; a provider without a known address is told', () => {
    const { text, findings } = exported('envoy', nested);
    expect(text).toContain('name: acme-api-key');
    expect(text).not.toMatch(/hostname: .*acme/);
    expect(findings).toMatchObject([{ rule: 'export/unknown-provider', providerId: 'acme' }]);
  });
});

describe('Kong', () => {
  test('tiers are an order by weight with one attempt each; the retry is told as lost', () => {
    const [route] = kong(chain);
    const { balancer, targets } = route.plugins[0].config;
    expect(balancer).toMatchObject({ algorithm: 'priority', retries: 1 });
    expect(balancer.failover_criteria).toContain('non_idempotent');
    expect(targets.map(({ weight }: { weight: number }) => weight)).toEqual([100, 90]);
    expect(exported('kong', chain).told('again').fidelity).toBe('not-expressible');
  });

  test('shares within an order are given up for the larger one first, and told', () => {
    const { targets } = kong(shares)[0].plugins[0].config;
    expect(targets.map(({ model: { name } }: { model: { name: string } }) => name)).toEqual(['small', 'big', 'big']);
    expect(exported('kong', shares).told('tiers').sentences.join(' ')).toContain('larger share first');
  });

  test('keys are read from Kong’s environment', () => {
    expect(exported('kong', chain).text).toContain('{vault://env/openai-auth}');
  });
});

describe('Bifrost', () => {
  test('the first tier is the target and the others fallbacks; retries and limits are the provider’s, in whole seconds', () => {
    const { providers, governance } = bifrost(chain);
    expect(governance.routing_rules).toMatchObject([
      { cel_expression: 'model == "p"', targets: [{ provider: 'openai', model: 'big', weight: 1 }], fallbacks: ['anthropic/small'] },
    ]);
    expect(providers.openai.network_config).toEqual({
      default_request_timeout_in_seconds: 30,
      max_retries: 2,
      retry_backoff_initial: 200,
      retry_backoff_max: 5_000,
    });
    expect(providers.anthropic.network_config).toEqual({ default_request_timeout_in_seconds: 13, max_retries: 0 });
    expect(providers.openai.keys[0].value).toBe('env.OPENAI_API_KEY');
  });

  test('rules stand in the order of the routes, conditions in CEL', () => {
    expect(bifrost(nested).governance.routing_rules).toMatchObject([
      { priority: 0, cel_expression: 'model == "p" && headers["x-plan"] in ["paid", "trial"]', fallbacks: ['anthropic/small', 'acme/big'] },
      { priority: 1, cel_expression: 'model == "p"', fallbacks: ['acme/big'] },
    ]);
  });

  test('shares are the targets’ weights', () => {
    expect(bifrost(shares).governance.routing_rules[0].targets.map(({ weight }: { weight: number }) => weight)).toEqual([0.3, 0.7]);
  });

  test('the reply is the first failure', () => {
    const { policy } = gateways.get('bifrost')!.dialect!.rewrite(policyOf(chain));
    expect(policy.nodes.find(({ id }) => id === 'tiers')!.config).toMatchObject({ onExhausted: 'first-failure' });
  });
});

test('Bifrost: a wait shorter than its schema takes becomes the shortest that it takes', () => {
  const hasty = chain.map((line) =>
    line[1] === 'retry' ? ([line[0], line[1], { ...line[2], baseMs: 20, capMs: 50 }, line[3]] as Line) : line,
  );
  expect(bifrost(hasty).providers.openai.network_config).toMatchObject({ retry_backoff_initial: 100, retry_backoff_max: 100 });
});

test('Kong: failures of the network always count for its breaker, a refused key never does', () => {
  const guarded: readonly Line[] = [
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: [{ id: 't1', continueOn: ['auth', 'server-error'] }, { id: 't2' }] }, { t1: 'fuse', t2: 'b' }],
    ['fuse', 'breaker', {}, { next: 'a' }],
  ];
  const { policy } = gateways.get('kong')!.dialect!.rewrite(policyOf(guarded));
  const counted = policy.nodes.find(({ kind }) => kind === 'breaker')?.config['countsAs'] as string[];
  expect([...counted].sort()).toEqual(['connection', 'server-error', 'timeout']);
});

test.each(['envoy', 'kong', 'bifrost'])('%s: what the file says is what the rehearsal does', (target) => {
  const { policy } = gateways.get(target)!.dialect!.rewrite(policyOf(chain));
  const retry = policy.nodes.find(({ kind }) => kind === 'retry');
  expect(retry?.config['maxRetries']).toBe(target === 'kong' ? undefined : 2);
  expect(policy.nodes.filter(({ kind }) => kind === 'model').map(({ config }) => config['requestTimeoutMs'])).toEqual(
    { envoy: [30_000, 30_000], kong: [30_000, 30_000], bifrost: [30_000, 13_000] }[target],
  );
});

test.each(['envoy', 'kong', 'bifrost'])('%s: a deadline between a fallback and a choice is gone through, and told', (target) => {
  const { told, text } = exported(target, [
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', tiers, { t1: 'late', t2: 'c' }],
    ['late', 'deadline', { budgetMs: 9_000 }, { next: 'choice' }],
    ['choice', 'router', { routes: [{ id: 'r1', condition: 'metadata', key: 'plan', values: 'paid' }] }, { r1: 'a', otherwise: 'b' }],
  ]);
  expect(text).toContain('x-plan');
  expect(told('late').sentences.join(' ')).toContain('goes without it');
});

test.each([
  ['envoy', '---\nkind: Pod\n', 'which no export writes'],
  ['kong', '_format_version: "3.0"\nservices: []\n', 'services'],
  ['bifrost', '{"providers":{}}', 'governance'],
])('%s: a file that is none of ours is told apart', (target, text, part) => {
  expect(gateways.get(target)!.verify(text, sha256Of).join(' ')).toContain(part);
});
