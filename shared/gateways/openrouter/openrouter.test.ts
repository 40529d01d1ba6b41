import { expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../../test/fixtures/line-policy.ts';
import { gateways } from '../index.ts';

const openrouter = gateways.get('openrouter')!;
const sha256Of = (): string => 'unused';

const PROVIDERS = ['openai', 'anthropic', 'acme'].map((id) => dollarProvider(id, id, ['big', 'small', 'team/own']));
const models: readonly Line[] = [
  ['a', 'model', { providerId: 'openai', model: 'big' }],
  ['b', 'model', { providerId: 'anthropic', model: 'small' }],
  ['c', 'model', { providerId: 'openai', model: 'small' }],
  ['d', 'model', { providerId: 'acme', model: 'team/own' }],
];

function exported(lines: readonly Line[], protections: 'refuse' | 'leave-out' = 'refuse') {
  const result = openrouter.export(policyOfLines('P', PROVIDERS, [...lines, ...models]), { sha256Of, protections });
  if (!result.ok) throw new Error(result.error.map(({ rule }) => rule).join());
  const fidelityOf = (id: string) => result.value.fidelity.find(({ nodeId }) => nodeId === id)!.fidelity;
  return { ...result.value, presets: result.value.files.map(({ text }) => JSON.parse(text)), fidelityOf };
}

const tiers = (id: string, ...to: string[]): Line => [
  id,
  'fallback',
  { tiers: to.map((_, at) => ({ id: `t${at}` })) },
  Object.fromEntries(to.map((one, at) => [`t${at}`, one])),
];
const entry: Line = ['entry', 'entry', {}, { next: 'x' }];

test('tiers of tiers are one list of models, and each provider stands in it once', () => {
  const { presets } = exported([entry, tiers('x', 'a', 'y'), tiers('y', 'b', 'c')]);
  expect(presets).toEqual([
    {
      models: ['openai/big', 'anthropic/small', 'openai/small'],
      provider: { order: ['openai', 'anthropic'], only: ['openai', 'anthropic'], max_price: { prompt: '1', completion: '1' } },
    },
  ]);
});

test.each<[string, Line[]]>([
  ['a fourth model', [tiers('x', 'a', 'b', 'y'), tiers('y', 'c', 'a2'), ['a2', 'model', { providerId: 'anthropic', model: 'big' }]]],
  ['one model twice', [tiers('x', 'a', 'y'), tiers('y', 'b', 'a')]],
])('%s leaves the outer fallback with the application, and the inner one is a request of its own', (_, lines) => {
  const { presets, fidelityOf } = exported([entry, ...lines]);
  expect([fidelityOf('x'), presets.map(({ models: { length } }) => length).includes(2)]).toEqual(['application', true]);
});

test('a guard around the call is the application’s; between the models it refuses the export', () => {
  const around = exported([entry, ['x', 'input-guard', {}, { next: 'y' }], tiers('y', 'a', 'b')]);
  expect([around.fidelityOf('x'), around.files.length]).toEqual(['application', 1]);
  const between: Line[] = [entry, tiers('x', 'guard', 'b'), ['guard', 'input-guard', {}, { next: 'a' }]];
  expect(() => exported(between)).toThrow('export/protection-not-expressible');
  expect(exported(between, 'leave-out').fidelityOf('guard')).toBe('not-expressible');
});

test('a provider that OpenRouter does not have is warned of, and a name with an author is kept', () => {
  const { presets, findings } = exported([entry, tiers('x', 'a', 'd')]);
  expect(presets[0].models).toEqual(['openai/big', 'team/own']);
  expect(findings.find(({ rule }) => rule === 'openrouter/unknown-provider')).toMatchObject({ severity: 'warning', providerId: 'acme' });
});

test('a deadline around a request is the application’s; between its models there is none', () => {
  const around = exported([entry, ['x', 'deadline', { budgetMs: 9000 }, { next: 'y' }], tiers('y', 'a', 'b')]);
  expect(around.presets[0].models).toEqual(['openai/big', 'anthropic/small']);
  expect(around.fidelityOf('x')).toBe('approximated');
  const between = exported([entry, tiers('x', 'y', 'b'), ['y', 'deadline', { budgetMs: 9000 }, { next: 'a' }]]);
  expect(between.presets[0].models).toEqual(['openai/big', 'anthropic/small']);
  expect(between.fidelityOf('y')).toBe('not-expressible');
});
