import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { kinds } from '../kinds/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { changeText } from './change-text.ts';
import { runCommand, startHistory, undo, undoLabel } from './history.ts';
import { replaceDocument } from './replace.ts';

/** With every default written out, as the reader gives it. */
function opened(): PolicyDocument {
  const document = sampleDocument();
  const nodes = document.policy.nodes.map((node) => ({ ...node, config: kinds.get(node.kind)?.config.schema.parse(node.config) }));
  return { ...document, policy: { ...document.policy, nodes } };
}

function changed(change: (document: PolicyDocument) => void): PolicyDocument {
  const document = structuredClone(opened());
  change(document);
  return document;
}
const node = (document: PolicyDocument, id: string) =>
  document.policy.nodes.find((candidate) => candidate.id === id) as never as {
    name: string;
    kind: string;
    config: Record<string, unknown>;
  };

test.each<readonly [string, (document: PolicyDocument) => void, string]>([
  [
    'a field',
    (document) => {
      node(document, 'breaker').config['failureCount'] = 3;
    },
    'Change OpenAI breaker: opens after 3 failures in 60 s (was 5)',
  ],
  [
    'a name',
    (document) => {
      node(document, 'model').name = 'GPT';
    },
    'Rename GPT-4o to GPT',
  ],
  ['an edge', (document) => document.policy.edges.pop(), 'Disconnect OpenAI breaker'],
  ['where an edge leads', (document) => Object.assign(document.policy.edges[1] ?? {}, { to: 'model' }), 'Connect Tiers, tier 1 to GPT-4o'],
  [
    'an edge to a node that does not exist',
    (document) => Object.assign(document.policy.edges[2] ?? {}, { to: 'nobody' }),
    'Connect Tiers, tier 2 to nobody',
  ],
  [
    'a node with its edge and place',
    (document) => {
      document.policy.nodes.pop();
      document.policy.edges.splice(2, 1);
    },
    'Remove Sorry',
  ],
  [
    'two nodes',
    (document) =>
      document.policy.nodes.push(
        { id: 'template-2', kind: 'template', name: 'Template', config: {} },
        { id: 'template-3', kind: 'template', name: 'Template', config: {} },
      ),
    'Add 2 nodes',
  ],
  ['a place', (document) => Object.assign(document.layout.nodes, { entry: { x: 9, y: 9 } }), 'Move Support'],
  ['a provider', (document) => Object.assign(document.policy.providers[0] ?? {}, { concurrency: 4 }), 'Change provider OpenAI'],
  ['the name of the policy', (document) => Object.assign(document.policy, { name: 'Other' }), 'Rename policy to Other'],
  [
    'several things',
    (document) => {
      node(document, 'model').name = 'GPT';
      Object.assign(document.policy, { name: 'Other', description: '' });
    },
    'Rename GPT-4o to GPT, and 2 other changes',
  ],
  ['nothing', () => {}, 'Change the document'],
])('a step that changes %s says so', (_what, change, label) => {
  expect(changeText(opened(), changed(change))).toBe(label);
});

test('a change of one field leaves every other part the same object', () => {
  const before = opened();
  const after = replaceDocument(
    changed((document) => {
      node(document, 'breaker').config['failureCount'] = 3;
    }),
  ).apply(before);
  expect(after.layout).toBe(before.layout);
  expect(after.policy.edges).toBe(before.policy.edges);
  expect(after.policy.nodes.filter((one, i) => one !== before.policy.nodes[i]).map(({ id }) => id)).toEqual(['breaker']);
});

test('the order of the file is no change, and nodes keep the order in which they were drawn', () => {
  const before = opened();
  const sorted = changed(({ policy }) => policy.nodes.reverse());
  expect(replaceDocument(sorted).apply(before)).toBe(before);
});

test('two silences of one finding keep both reasons', () => {
  const silence = { rule: 'entry/no-promise', nodeId: 'entry', about: null };
  const both = [
    { ...silence, reason: 'one' },
    { ...silence, reason: 'two' },
  ];
  const after = replaceDocument(changed(({ policy }) => policy.silenced.push(...both))).apply(opened());
  expect(after.policy.silenced).toEqual(both);
  expect(replaceDocument(opened()).apply(after).policy.silenced).toEqual([]);
});

test('a burst of strokes is one step, told from where it began', () => {
  const typed = (failureCount: number) =>
    replaceDocument(
      changed((document) => {
        node(document, 'breaker').config['failureCount'] = failureCount;
      }),
    );
  let history = startHistory(opened());
  for (const count of [1, 12]) history = runCommand(history, typed(count), 'text 1');
  expect(undoLabel(history)).toBe('Change OpenAI breaker: opens after 12 failures in 60 s (was 5)');
  expect(undo(history).document).toBe(history.entries[0]?.document);
});
