import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { kinds, type NodeKind } from '../kinds/index.ts';
import { type Finding, MODEL_PRICE_DEFAULTS, type Policy } from '../model/index.ts';
import { hasErrors, lint, rules } from './index.ts';
import { lintWith } from './lint.ts';

type Draft = { -readonly [Key in keyof Policy]: Policy[Key] };
const policy = (change: (draft: Draft) => void = () => undefined): Policy => {
  const draft: Draft = structuredClone(sampleDocument().policy);
  change(draft);
  return draft;
};
/** What one rule says, so that cases stay about that rule. */
const found = (rule: string, subject: Policy): Finding[] => lint(subject).filter((finding) => finding.rule === rule);

test('a policy that is right has no errors', () => {
  expect(lint(policy()).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(hasErrors(lint(policy()))).toBe(false);
});

test('an empty policy lacks an entry, and that is all', () => {
  const empty = policy((draft) => {
    draft.nodes = [];
    draft.edges = [];
  });
  expect(lint(empty).map(({ rule }) => rule)).toEqual(['graph/no-entry']);
});

test.each<[string, (draft: Draft) => void, readonly Partial<Finding>[]]>([
  [
    'graph/no-entry',
    (draft) => {
      draft.nodes = draft.nodes.filter(({ kind }) => kind !== 'entry');
      draft.edges = draft.edges.filter(({ from }) => from !== 'entry');
    },
    [{ severity: 'error', message: expect.stringContaining('no entry') }],
  ],
  [
    'graph/cycle',
    (draft) => draft.edges.splice(3, 1, { from: 'breaker', port: 'next', to: 'fallback' }),
    [
      {
        severity: 'error',
        message: expect.stringContaining('OpenAI breaker → Tiers → OpenAI breaker'),
        nodeId: 'breaker',
        edgeId: 'fallback:t1',
      },
    ],
  ],
  [
    'graph/port-not-connected',
    (draft) => draft.edges.splice(2, 1),
    [
      {
        severity: 'error',
        message: expect.stringMatching(/^"tier 2" of Tiers is not connected/),
        nodeId: 'fallback',
        edgeId: 'fallback:t2',
      },
    ],
  ],
  [
    'graph/port-connected-twice',
    (draft) => draft.edges.push({ from: 'fallback', port: 't1', to: 'model' }),
    [{ severity: 'error', message: expect.stringContaining('connected twice, to OpenAI breaker and to GPT-4o'), edgeId: 'fallback:t1' }],
  ],
  [
    'graph/unknown-port',
    (draft) => draft.edges.push({ from: 'fallback', port: 't9', to: 'model' }),
    [
      {
        severity: 'error',
        edgeId: 'fallback:t9',
        fix: { label: 'Remove the connection', change: { kind: 'remove-edge', edgeId: 'fallback:t9' } },
      },
    ],
  ],
  [
    'graph/missing-node',
    (draft) => draft.edges.splice(3, 1, { from: 'breaker', port: 'next', to: 'gone' }),
    [{ severity: 'error', nodeId: 'breaker', message: expect.stringContaining('calls the node "gone", which does not exist') }],
  ],
  [
    'graph/missing-node',
    (draft) => draft.edges.push({ from: 'gone', port: 'next', to: 'model' }),
    [{ severity: 'error', edgeId: 'gone:next', message: expect.stringContaining('starts at the node "gone"') }],
  ],
  [
    'graph/entry-called',
    (draft) => draft.edges.splice(2, 1, { from: 'fallback', port: 't2', to: 'entry' }),
    [{ severity: 'error', nodeId: 'fallback', edgeId: 'fallback:t2' }],
  ],
  [
    'graph/unreachable-node',
    (draft) => draft.nodes.push({ id: 'lost', kind: 'template', name: 'Lost', config: { text: 'x' } }),
    [{ severity: 'warning', nodeId: 'lost', fix: { label: 'Remove Lost', change: { kind: 'remove-node', nodeId: 'lost' } } }],
  ],
  [
    'policy/duplicate-id',
    (draft) => draft.nodes.push({ id: 'template', kind: 'template', name: 'Other', config: { text: 'x' } }),
    [{ severity: 'error', nodeId: 'template' }],
  ],
  [
    'policy/duplicate-name',
    (draft) => draft.nodes.push({ id: 'other', kind: 'template', name: 'Sorry', config: { text: 'x' } }),
    [{ severity: 'info', nodeId: 'template' }],
  ],
  [
    'policy/duplicate-model',
    (draft) =>
      draft.providers[0]?.models.push({
        name: 'gpt-4o',
        inputUsdPerMTok: 1,
        outputUsdPerMTok: 1,
        contextTokens: 1,
        ...MODEL_PRICE_DEFAULTS,
      }),
    [{ severity: 'error', providerId: 'openai' }],
  ],
  [
    'policy/unknown-kind',
    (draft) => draft.nodes.push({ id: 'crystal-ball', kind: 'crystal-ball', name: 'Hedge', config: {} }),
    [{ severity: 'error', nodeId: 'crystal-ball' }],
  ],
  [
    'policy/invalid-config',
    (draft) => draft.nodes.splice(2, 1, { id: 'breaker', kind: 'breaker', name: 'B', config: { openForMs: -5 } }),
    [{ severity: 'error', nodeId: 'breaker', path: ['openForMs'] }],
  ],
])('%s: what it finds, and nothing in a policy that is right', (rule, change, findings) => {
  expect(found(rule, policy())).toEqual([]);
  expect(found(rule, policy(change))).toEqual(findings.map((finding) => expect.objectContaining(finding)));
});

test('every loop is named, not only the first', () => {
  const twoLoops = policy((draft) => {
    for (const id of ['a', 'b', 'c', 'd']) draft.nodes.push({ id, kind: 'breaker', name: id, config: {} });
    for (const [from, to] of ['ab', 'ba', 'cd', 'dc'].map((pair) => [...pair]))
      draft.edges.push({ from: from as string, port: 'next', to: to as string });
  });
  expect(found('graph/cycle', twoLoops)).toHaveLength(2);
});

test('an optional port may stay open', () => {
  const budget = policy((draft) => {
    draft.nodes.push({ id: 'budget', kind: 'budget', name: 'Budget', config: {} });
    draft.edges.splice(0, 1, { from: 'entry', port: 'next', to: 'budget' }, { from: 'budget', port: 'next', to: 'fallback' });
  });
  expect(found('graph/port-not-connected', budget)).toEqual([]);
});

test('errors come first, then the order in which a request comes to the nodes', () => {
  const findings = lint(
    policy((draft) => {
      draft.edges = draft.edges.filter(({ from }) => from !== 'breaker');
      draft.nodes.push({ id: 'a-lost', kind: 'breaker', name: 'Sorry', config: {} });
      draft.edges = draft.edges.filter(({ port }) => port !== 't2');
    }),
  );
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ nodeId }) => nodeId);
  expect(errors).toEqual(['fallback', 'breaker', 'a-lost']);
  const rank = { error: 0, warning: 1, info: 2 };
  expect(findings.map(({ severity }) => rank[severity])).toEqual(findings.map(({ severity }) => rank[severity]).sort());
});

test('a rule that breaks down is a finding, and the other rules are heard', () => {
  const broken = {
    id: 'graph/broken',
    severity: 'error',
    run: () => {
      throw new Error('boom');
    },
  } as const;
  const breaker = kinds.get('breaker') as NodeKind;
  const withBrokenKind = new Map([...kinds, ['breaker', { ...breaker, check: { ...breaker.check, run: broken.run } }] as const]);
  const { findings } = lintWith(
    policy((draft) => draft.edges.pop()),
    withBrokenKind,
    [broken, ...rules],
  );
  expect(findings.filter(({ rule }) => rule === 'lint/rule-crashed')).toEqual([
    expect.objectContaining({ severity: 'warning', message: expect.stringContaining('graph/broken broke down (boom)') }),
    expect.objectContaining({ severity: 'warning', nodeId: 'breaker', message: expect.stringContaining('breaker on OpenAI breaker') }),
  ]);
  expect(findings.map(({ rule }) => rule)).toContain('graph/port-not-connected');
});

test('a chain of 20 000 nodes is linted without overflowing the stack', () => {
  const long = policy((draft) => {
    draft.nodes = [draft.nodes[0] as Policy['nodes'][number]];
    draft.edges = [{ from: 'entry', port: 'next', to: 'b1' }];
    for (let at = 1; at < 20_000; at++) {
      draft.nodes.push({ id: `b${at}`, kind: 'timeout', name: `B ${at}`, config: {} });
      draft.edges.push({ from: `b${at}`, port: 'next', to: `b${at + 1}` });
    }
  });
  expect(found('graph/missing-node', long)).toHaveLength(1);
});
