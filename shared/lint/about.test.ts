import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyProvider, drawnTree, policyOf as policyOfTree } from '../../test/properties/random-policy.ts';
import { MODEL_PRICE_DEFAULTS, type Policy, PROVIDER_DEFAULTS, type Provider } from '../model/index.ts';
import { lint, lintReport } from './index.ts';

/** Several findings of one rule on one node: one is accepted, its neighbour must go on speaking. */

type Line = readonly [id: string, kind: string, config?: Record<string, unknown>, calls?: Record<string, string>];

const provider: Provider = {
  ...PROVIDER_DEFAULTS,
  id: 'a',
  name: 'A',
  models: [
    { ...MODEL_PRICE_DEFAULTS, name: 'wide', inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 100_000 },
    { ...MODEL_PRICE_DEFAULTS, name: 'middle', inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 50_000 },
    { ...MODEL_PRICE_DEFAULTS, name: 'narrow', inputUsdPerMTok: 1, outputUsdPerMTok: 10, contextTokens: 10_000 },
  ],
};
const policyOf = (lines: readonly Line[]): Policy => ({
  id: 'p',
  name: 'P',
  description: '',
  providers: [provider],
  nodes: lines.map(([id, kind, config = {}]) => ({ id, kind, name: id, config })),
  edges: lines.flatMap(([from, , , calls = {}]) => Object.entries(calls).map(([port, to]) => ({ from, port, to }))),
  silenced: [],
  promises: [],
});
const model = (id: string, name = 'wide'): Line => [id, 'model', { providerId: 'a', model: name }];
const ENTRY: Line = ['entry', 'entry', {}, { next: 'top' }];
const TIERS: readonly Line[] = [
  ENTRY,
  [
    'top',
    'fallback',
    { tiers: ['t1', 't2', 't3'].map((id) => ({ id, continueOn: ['server-error', 'context-overflow'] })) },
    { t1: 'first', t2: 'second', t3: 'third' },
  ],
  model('first'),
  model('second', 'middle'),
  model('third', 'narrow'),
];
const branches = (left: Line, right: Line, below: readonly Line[]): Line[] => [
  ENTRY,
  ['top', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: left[0], t2: right[0] }],
  left,
  right,
  ...below,
];

test.each<[rule: string, node: string, abouts: readonly string[], lines: readonly Line[]]>([
  ['tiers/same-provider', 'top', ['t2', 't3'], TIERS],
  ['tiers/smaller-window', 'top', ['t2', 't3'], TIERS],
  [
    'tiers/lacks-ability',
    'model',
    ['one', 'two'],
    [['one', 'entry', { needs: ['tools'] }, { next: 'model' }], ['two', 'entry', { needs: ['vision'] }, { next: 'model' }], model('model')],
  ],
  [
    'guards/missing-on-one-path',
    'model',
    ['entry:leaks', 'entry:tricks'],
    [
      ENTRY,
      ['top', 'fallback', { tiers: ['t1', 't2', 't3'].map((id) => ({ id })) }, { t1: 'tricks', t2: 'leaks', t3: 'model' }],
      ['tricks', 'input-guard', {}, { next: 'model' }],
      ['leaks', 'output-guard', {}, { next: 'model' }],
      model('model'),
    ],
  ],
  [
    'money/budgets-out-of-order',
    'one',
    ['all', 'each'],
    [
      ['entry', 'entry', {}, { next: 'all' }],
      ['all', 'budget', { scope: 'agent', limitUsd: 1, period: 'day', reserveUsd: 0 }, { next: 'each' }],
      ['each', 'budget', { scope: 'user', limitUsd: 0.5, period: 'day', reserveUsd: 0 }, { next: 'one' }],
      ['one', 'budget', { scope: 'request', limitUsd: 5, reserveUsd: 0 }, { next: 'model' }],
      model('model'),
    ],
  ],
  [
    'breaker/timeout-above',
    'guard',
    ['left', 'right'],
    branches(
      ['left', 'timeout', { timeoutMs: 1000 }, { next: 'guard' }],
      ['right', 'timeout', { timeoutMs: 2000 }, { next: 'guard' }],
      [['guard', 'breaker', {}, { next: 'model' }], model('model')],
    ),
  ],
  [
    'deadline/timeout-below-never-acts',
    'top',
    ['left', 'right'],
    [
      ENTRY,
      ['top', 'deadline', { budgetMs: 1000 }, { next: 'tiers' }],
      ['tiers', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'left', t2: 'right' }],
      ['left', 'timeout', { timeoutMs: 2000 }, { next: 'model' }],
      ['right', 'timeout', { timeoutMs: 3000 }, { next: 'model' }],
      model('model'),
    ],
  ],
  [
    'evaluator/no-better-than-chance',
    'top',
    ['faithfulness', 'safety'],
    [
      ENTRY,
      [
        'top',
        'evaluator',
        { checks: ['faithfulness', 'safety'].map((looksAt) => ({ id: looksAt, looksAt, detectionRate: 0.1, falsePositiveRate: 0.2 })) },
        { next: 'model' },
      ],
      model('model'),
    ],
  ],
  [
    'fallback/tier-never-reached',
    'top',
    ['t1', 't2'],
    [
      ENTRY,
      ['top', 'fallback', { tiers: ['t1', 't2', 't3'].map((id) => ({ id, continueOn: [] })) }, { t1: 'model', t2: 'model', t3: 'model' }],
      model('model'),
    ],
  ],
  [
    'retry-budget/refusals-retried',
    'quota',
    ['left', 'right'],
    branches(
      ['left', 'retry', { retryOn: ['shed'] }, { next: 'quota' }],
      ['right', 'retry', { retryOn: ['shed'] }, { next: 'quota' }],
      [['quota', 'retry-budget', {}, { next: 'model' }], model('model')],
    ),
  ],
  [
    'router/route-never-reached',
    'top',
    ['second', 'third'],
    [
      ENTRY,
      [
        'top',
        'router',
        { routes: ['first', 'second', 'third'].map((id) => ({ id, condition: 'percentage', share: 1 })) },
        { first: 'model', second: 'model', third: 'model', otherwise: 'model' },
      ],
      model('model'),
    ],
  ],
])('%s: one of several on %s is silenced, and only that one', (rule, nodeId, abouts, lines) => {
  const policy = policyOf(lines);
  const of = (subject: Policy) => lint(subject).filter((finding) => finding.rule === rule && finding.nodeId === nodeId);
  expect(
    of(policy)
      .map(({ about }) => about)
      .sort(),
  ).toEqual(abouts);
  for (const about of abouts) {
    const accepted = { ...policy, silenced: [{ rule, nodeId, about, reason: 'Known.' }] };
    expect(of(accepted).map((finding) => finding.about)).toEqual(of(policy).flatMap((one) => (one.about === about ? [] : [one.about])));
    expect(lintReport(accepted).silenced.map(({ finding }) => finding.about)).toEqual([about]);
    expect(lint(accepted).map((finding) => finding.rule)).not.toContain('policy/stale-silence');
  }
});

test('errors say which port they speak of too', () => {
  const open = policyOf([ENTRY, ['top', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }]]);
  expect(lint(open).flatMap(({ rule, about }) => (rule === 'graph/port-not-connected' ? [about] : []))).toEqual(['t1', 't2']);
});

test('whatever is drawn, no two findings that can be silenced are the same one', () => {
  fc.assert(
    fc.property(drawnTree(), fc.tuple(anyProvider('a'), anyProvider('b')), (tree, providers) => {
      const policy = policyOfTree(tree, providers);
      fc.pre(policy !== undefined);
      const identities = lint(policy).map(({ rule, nodeId, about }) => `${rule} ${nodeId ?? ''} ${about ?? ''}`);
      expect(identities.filter((identity, at) => identities.indexOf(identity) !== at)).toEqual([]);
    }),
    { numRuns: 100, maxSkipsPerRun: 20 },
  );
});
