import { describe, expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../../test/fixtures/line-policy.ts';
import type { Policy } from '../../model/index.ts';
import { gateways } from '../index.ts';

const hosted = gateways.get('portkey-hosted')!;
const sha256Of = (): string => 'unused';

const PROVIDERS = ['openai', 'acme'].map((id) => dollarProvider(id, id, ['big', 'small']));
const models: readonly Line[] = [
  ['a', 'model', { providerId: 'openai', model: 'big' }],
  ['b', 'model', { providerId: 'acme', model: 'small' }],
  ['c', 'model', { providerId: 'openai', model: 'small' }],
];
const policyOf = (lines: readonly Line[]): Policy => policyOfLines('P', PROVIDERS, [...lines, ...models]);

function exported(lines: readonly Line[]) {
  const policy = policyOf(lines);
  const result = hosted.export(policy, { sha256Of, protections: 'refuse' });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  for (const { text } of result.value.files) expect(hosted.verify(text, sha256Of)).toEqual([]);
  const fidelityOf = (id: string) => result.value.fidelity.find(({ nodeId }) => nodeId === id)!;
  return { ...result.value, policy, config: JSON.parse(result.value.files[0]!.text), fidelityOf };
}

const twoTiers = (first: string, second: string): Line => [
  'tiers',
  'fallback',
  { tiers: [{ id: 't1' }, { id: 't2' }] },
  { t1: first, t2: second },
];
const entry: Line = ['entry', 'entry', {}, { next: 'tiers' }];

test('models are named with their provider, no key is written, and the slugs are told', () => {
  const { config, files, findings } = exported([entry, twoTiers('a', 'b')]);
  expect(config.targets.map((one: any) => one.override_params.model)).toEqual(['@openai/big', '@acme/small']);
  expect(files[0]!.text).not.toMatch(/api_key|provider"|\$\{/);
  expect(findings.find(({ rule }) => rule === 'portkey/provider-slugs')?.message).toContain('@openai, @acme');
});

describe('a breaker', () => {
  const breaker = (id: string, to: string, config: Record<string, unknown> = {}): Line => [id, 'breaker', config, { next: to }];

  test('is set for all targets of the strategy, which lets go in its own way', () => {
    const { config, fidelityOf } = exported([
      entry,
      twoTiers('guarded', 'b'),
      breaker('guarded', 'a', { failureCount: 5, openForMs: 10_000, countsAs: ['server-error'] }),
    ]);
    expect(config.strategy.cb_config).toEqual({
      failure_threshold: 4,
      cooldown_interval: 30_000,
      failure_status_codes: [500, 502, 503, 504, 529],
    });
    expect(config.targets.every((one: object) => !('cb_config' in one))).toBe(true);
    expect(fidelityOf('guarded').sentences.join()).toContain('more than 4 failures');
    expect(fidelityOf('b').sentences.join()).toContain('gets a breaker like guarded');
  });

  test('by rate; of two that differ the first counts', () => {
    const { config, fidelityOf } = exported([
      entry,
      twoTiers('first', 'second'),
      breaker('first', 'a', { tripRule: 'rate', failureRatio: 0.3, minimumCalls: 20, openForMs: 60_000 }),
      breaker('second', 'b', { failureCount: 3 }),
    ]);
    expect(config.strategy.cb_config).toMatchObject({
      failure_threshold_percentage: 30,
      minimum_requests: 20,
      cooldown_interval: 60_000,
    });
    expect(fidelityOf('second').sentences.join()).toContain('takes over the settings of first');
  });

  test.each<[string, Line[]]>([
    ['of the only model', [['entry', 'entry', {}, { next: 'guarded' }], breaker('guarded', 'a')]],
    [
      'below a choice by condition',
      [
        ['entry', 'entry', {}, { next: 'ways' }],
        [
          'ways',
          'router',
          { routes: [{ id: 'r1', condition: 'metadata', key: 'plan', values: 'paid' }] },
          { r1: 'guarded', otherwise: 'b' },
        ],
        breaker('guarded', 'a'),
      ],
    ],
    ['of a tier that is alone with a template', [entry, twoTiers('guarded', 'sorry'), breaker('guarded', 'a'), ['sorry', 'template', {}]]],
    ['that only watches', [entry, twoTiers('guarded', 'b'), breaker('guarded', 'a', { mode: 'observe-only' })]],
  ])('%s is left out', (_, lines) => {
    const { files, fidelityOf } = exported(lines);
    expect(files[0]!.text).not.toContain('cb_config');
    expect(fidelityOf('guarded').fidelity).toBe('not-expressible');
  });

  test('what is rehearsed is what is written: each target has the breaker of its strategy', () => {
    const { config, policy } = exported([
      entry,
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }, { id: 't3' }] }, { t1: 'guarded', t2: 'b', t3: 'c' }],
      breaker('guarded', 'a', { failureCount: 3 }),
    ]);
    const rehearsed = hosted.dialect!.rewrite(policy).policy.nodes.filter(({ kind }) => kind === 'breaker');
    expect(rehearsed).toHaveLength(3);
    for (const { config: one } of rehearsed) {
      expect(one).toMatchObject({ failureCount: config.strategy.cb_config.failure_threshold, threshold: 'exceeded', halfOpen: 'none' });
    }
  });
});

test('a cache is of a mode and an age; retries end at five', () => {
  const { config } = exported([
    ['entry', 'entry', {}, { next: 'kept' }],
    ['kept', 'cache', { mode: 'semantic', ttlMs: 5_500 }, { next: 'again' }],
    ['again', 'retry', { maxRetries: 9 }, { next: 'a' }],
  ]);
  expect(config).toMatchObject({ cache: { mode: 'semantic', max_age: 60 }, retry: { attempts: 5 } });
});

test('the open-source gateway refuses what only the hosted one has', () => {
  const { files } = exported([entry, twoTiers('guarded', 'b'), ['guarded', 'breaker', {}, { next: 'a' }]]);
  expect(gateways.get('portkey')!.verify(files[0]!.text, sha256Of)).not.toEqual([]);
  expect(hosted.verify('{"override_params": {"model": "gpt-4o"}, "request_timeout": 1}', sha256Of).join()).toContain('@provider/model');
});
