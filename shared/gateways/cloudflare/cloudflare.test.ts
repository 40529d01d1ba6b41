import { describe, expect, test } from 'vitest';
import { dollarProvider, type Line, policyOfLines } from '../../../test/fixtures/line-policy.ts';
import type { Policy } from '../../model/index.ts';
import { gateways, importConfig } from '../index.ts';
import type { Element, Route } from './schema.ts';

const cloudflare = gateways.get('cloudflare')!;
const sha256Of = (): string => 'unused';

const PROVIDERS = ['openai', 'acme'].map((id) => dollarProvider(id, id, ['big', 'small']));
const model = (name: string, providerId = 'openai') => ({ providerId, model: name, requestTimeoutMs: 30_000 });
const models: readonly Line[] = [
  ['a', 'model', model('big')],
  ['b', 'model', model('small')],
  ['c', 'model', model('big', 'acme')],
];
const policyOf = (lines: readonly Line[]): Policy => policyOfLines('P', PROVIDERS, [...lines, ...models]);

function exported(lines: readonly Line[], protections: 'refuse' | 'leave-out' = 'refuse') {
  const result = cloudflare.export(policyOf(lines), { sha256Of, protections });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  const routes = result.value.files.map(({ text }): Route => JSON.parse(text));
  const sentencesOf = (id: string) => result.value.fidelity.find(({ nodeId }) => nodeId === id)!.sentences.join(' ');
  return { ...result.value, routes, sentencesOf, element: (id: string) => elementOf(routes[0]!, id) };
}

const elementOf = (route: Route, id: string): any => route.elements.find((one: Element) => one.id === id);
const to = (elementId: string) => ({ elementId });

describe('where a request goes', () => {
  test('a failure of a tier goes to the next one, of the last one to the end', () => {
    const { element } = exported([
      ['entry', 'entry', {}, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ]);
    expect(element('start').outputs).toEqual({ next: to('a') });
    expect(element('a').outputs).toEqual({ success: to('end'), fallback: to('b') });
    expect(element('b').outputs).toEqual({ success: to('end'), fallback: to('end') });
  });

  test('tiers below a choice below a tier: each way leads on to where its own failure goes', () => {
    const { element } = exported([
      ['entry', 'entry', {}, { next: 'outer' }],
      ['outer', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'ways', t2: 'c' }],
      ['ways', 'router', { routes: [{ id: 'r1', condition: 'metadata', key: 'plan', values: 'paid' }] }, { r1: 'inner', otherwise: 'b' }],
      ['inner', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ]);
    expect(element('ways').properties).toEqual({ conditions: { 'metadata.plan': { $eq: 'paid' } } });
    expect(element('ways').outputs).toEqual({ true: to('a'), false: to('b') });
    expect(element('a').outputs.fallback).toEqual(to('b'));
    expect(element('b').outputs.fallback).toEqual(to('c'));
    expect(element('c').outputs.fallback).toEqual(to('end'));
  });

  test('a model that is called with two ways onward is two elements', () => {
    const { routes, element } = exported([
      ['entry', 'entry', {}, { next: 'ways' }],
      ['ways', 'router', { routes: [{ id: 'r1', condition: 'percentage', share: 0.25 }] }, { r1: 'tiers', otherwise: 'a' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'a', t2: 'b' }],
    ]);
    expect(element('ways').outputs).toEqual({ '25%': to('a'), else: to('a-2') });
    expect([element('a').outputs.fallback, element('a-2').outputs.fallback]).toEqual([to('b'), to('end')]);
    expect(routes[0]!.elements.map(({ id }) => id)).toEqual(['start', 'ways', 'a', 'b', 'a-2', 'end']);
  });

  test('a node that is called like the start of a route gets another id', () => {
    const { element } = exported([
      ['entry', 'entry', {}, { next: 'start' }],
      ['start', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'end', t2: 'b' }],
      ['end', 'model', model('small')],
    ]);
    expect(element('start').outputs).toEqual({ next: to('end-2') });
  });
});

describe('shares', () => {
  const shares = (...of: number[]) =>
    exported([
      ['entry', 'entry', {}, { next: 'ways' }],
      [
        'ways',
        'router',
        { routes: of.map((share, at) => ({ id: `r${at}`, condition: 'percentage', share })) },
        { ...Object.fromEntries(of.map((_, at) => [`r${at}`, at % 2 === 0 ? 'a' : 'b'])), otherwise: 'c' },
      ],
    ]);

  test('are of all, the rest is else', () => {
    expect(Object.keys(shares(0.2, 0.5).element('ways').outputs)).toEqual(['20%', '40%', 'else']);
    expect(Object.keys(shares(0.3, 1).element('ways').outputs)).toEqual(['30%', '70%']);
    expect(Object.keys(shares(0, 0.125).element('ways').outputs)).toEqual(['12.5%', 'else']);
  });

  test('equal ones and a sixth one go on in an element of their own', () => {
    const equal = shares(0.2, 0.25);
    expect(equal.element('ways').outputs).toEqual({ '20%': to('a'), else: to('ways-r1') });
    expect(equal.element('ways-r1').outputs).toEqual({ '25%': to('b'), else: to('c') });
    const many = shares(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    expect(Object.keys(many.element('ways').outputs)).toHaveLength(6);
    expect(Object.keys(many.element('ways-r5').outputs)).toEqual(['60%', 'else']);
  });
});

describe('money and counts', () => {
  const budget = (config: Record<string, unknown>): Line => [
    'money',
    'budget',
    { limitUsd: 100, period: 'day', scope: 'user', ...config },
    { next: 'a', ...(config['atLimit'] === 'downgrade' ? { over: 'b' } : {}) },
  ];

  test('a budget counts cost by user; when it is used up the cheaper way takes over', () => {
    const { element, findings, sentencesOf } = exported([['entry', 'entry', {}, { next: 'money' }], budget({ atLimit: 'downgrade' })]);
    expect(element('money')).toEqual({
      id: 'money',
      type: 'rate',
      properties: { key: 'metadata.user_id', limit: 100, limitType: 'cost', window: 86_400 },
      outputs: { success: to('a'), fallback: to('b') },
    });
    expect(sentencesOf('money')).toContain('can overshoot');
    expect(findings.map(({ rule }) => rule)).toContain('cloudflare/metadata-from-application');
  });

  test('a step at 80 % and one at 100 % are two budgets drawn, and two elements', () => {
    const { element } = exported([
      ['entry', 'entry', {}, { next: 'step' }],
      ['step', 'budget', { limitUsd: 80, period: 'month', atLimit: 'downgrade' }, { next: 'full', over: 'full' }],
      ['full', 'budget', { limitUsd: 100, period: 'month', atLimit: 'stop' }, { next: 'a' }],
    ]);
    expect([element('step').properties, element('full').properties]).toMatchObject([
      { limit: 80, limitType: 'cost', window: 2_592_000 },
      { limit: 100, limitType: 'cost', window: 2_592_000 },
    ]);
    expect(element('step').outputs).toEqual({ success: to('full'), fallback: to('full') });
    expect(element('full').outputs).toEqual({ success: to('a'), fallback: to('end') });
  });

  test('a used-up budget leads on only from a tier that says so', () => {
    const over = (continueOn: string[]) =>
      exported([
        ['entry', 'entry', {}, { next: 'tiers' }],
        ['tiers', 'fallback', { tiers: [{ id: 't1', continueOn }, { id: 't2' }] }, { t1: 'money', t2: 'c' }],
        budget({}),
      ]).element('money').outputs.fallback;
    expect(over(['server-error'])).toEqual(to('end'));
    expect(over(['over-budget'])).toEqual(to('c'));
  });

  test.each([
    [10, { limit: 10, window: 60 }],
    [0.5, { limit: 30, window: 3_600 }],
    [0.01, { limit: 15, window: 86_400 }],
  ])('%d requests a minute', (requestsPerMin, properties) => {
    const { element } = exported([
      ['entry', 'entry', {}, { next: 'limit' }],
      ['limit', 'rate-limit', { requestsPerMin, scope: 'metadata', key: 'team' }, { next: 'a' }],
    ]);
    expect(element('limit').properties).toEqual({ key: 'metadata.team', limitType: 'count', ...properties });
  });
});

test('retries are a count, at most five, and the nearest wait is to be set on the gateway', () => {
  const { element, findings, sentencesOf } = exported([
    ['entry', 'entry', {}, { next: 'again' }],
    ['again', 'retry', { maxRetries: 8, baseMs: 400, multiplier: 1 }, { next: 'limit' }],
    ['limit', 'timeout', { timeoutMs: 8_000 }, { next: 'c' }],
  ]);
  expect(element('c').properties).toEqual({ provider: 'custom-acme', model: 'big', timeout: 8_000, retries: 5 });
  expect(sentencesOf('again')).toContain('tries 5 times more and not 8');
  expect(findings.map(({ message }) => message).join()).toMatch(/delay of 500 ms and constant backoff/);
  expect(findings.map(({ rule }) => rule)).toContain('cloudflare/custom-provider');
});

test('a guard refuses the export until it is left out', () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'guard' }],
    ['guard', 'input-guard', {}, { next: 'a' }],
  ]);
  const refused = cloudflare.export(policy, { sha256Of, protections: 'refuse' });
  expect(refused.ok ? [] : refused.error.map(({ rule, nodeId }) => [rule, nodeId])).toEqual([
    ['export/protection-not-expressible', 'guard'],
  ]);
  expect(cloudflare.export(policy, { sha256Of, protections: 'leave-out' }).ok).toBe(true);
});

test('an exported route that is read again is the same route', () => {
  const { files } = exported([
    ['entry', 'entry', {}, { next: 'ways' }],
    [
      'ways',
      'router',
      {
        routes: [
          { id: 'r1', condition: 'metadata', key: 'plan', values: 'paid, trial' },
          { id: 'r2', condition: 'percentage', share: 0.1 },
        ],
      },
      { r1: 'limit', r2: 'b', otherwise: 'c' },
    ],
    ['limit', 'rate-limit', { requestsPerMin: 5, burst: 5, scope: 'user', atLimit: 'downgrade' }, { next: 'a', over: 'b' }],
  ]);
  const read = importConfig(files[0]!.text, 'p');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const again = cloudflare.export(read.value.policy, { sha256Of, protections: 'refuse' });
  if (!again.ok) throw new Error(again.error.map(({ message }) => message).join('\n'));
  const shape = (text: string) =>
    (JSON.parse(text) as Route).elements
      .map((one) => JSON.stringify([one.type, 'properties' in one ? one.properties : Object.keys(one.outputs)]))
      .sort();
  expect(shape(again.value.files[0]!.text)).toEqual(shape(files[0]!.text));
});

test.each([
  ['{"name": "r", "elements": [], "id": "x"}', /id/],
  [
    '{"name": "r", "elements": [{"id": "start", "type": "start", "outputs": {"next": {"elementId": "x"}}}, {"id": "end", "type": "end", "outputs": {}}]}',
    /leads to x/,
  ],
  [
    '{"name": "r", "elements": [{"id": "end", "type": "end", "outputs": {}}, {"id": "end", "type": "end", "outputs": {}}]}',
    /2 elements have the id end.*0 start/,
  ],
  ['{"name": "r", "elements": [{"id": "l", "type": "rate_limit"}, {"id": "end", "type": "end", "outputs": {}}]}', /type/],
])('verify says what is wrong with %s', (text, said) => {
  expect(cloudflare.verify(text, sha256Of).join(' ')).toMatch(said);
});
