import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { kinds } from '../kinds/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { diffDocuments } from './index.ts';

/** With every default written out, as the reader gives it. */
function opened(): PolicyDocument {
  const document = sampleDocument();
  const nodes = document.policy.nodes.map((node) => ({ ...node, config: kinds.get(node.kind)?.config.schema.parse(node.config) }));
  return { ...document, policy: { ...document.policy, nodes } } as PolicyDocument;
}

function changed(change: (document: any, node: (id: string) => any) => void): PolicyDocument {
  const document = structuredClone(opened());
  change(document, (id) => document.policy.nodes.find((node) => node.id === id));
  return document;
}
const sentences = (after: PolicyDocument): string[] => diffDocuments(opened(), after).changes.map(({ sentence }) => sentence);

test.each<readonly [string, Parameters<typeof changed>[0], readonly string[]]>([
  [
    'a setting',
    (_, node) => Object.assign(node('breaker').config, { failureCount: 3 }),
    ['“OpenAI breaker” opens after 3 failures in 60 s (was 5)'],
  ],
  ['a name', (_, node) => Object.assign(node('model'), { name: 'GPT' }), ['Renames “GPT-4o” to “GPT”']],
  [
    'a wire',
    (document) => Object.assign(document.policy.edges[1], { to: 'model' }),
    ['“Tiers”, tier 1 now calls “GPT-4o” (was “OpenAI breaker”)'],
  ],
  [
    'an order',
    (_, node) => node('fallback').config.tiers.reverse(),
    ['“Tiers” tries the tiers in another order: t2, then t1 (was t1, then t2)'],
  ],
  [
    'a new node between two',
    (document) => {
      document.policy.nodes.push({ id: 'retry', kind: 'retry', name: 'Patience', config: kinds.get('retry')?.config.schema.parse({}) });
      document.policy.edges[1].to = 'retry';
      document.policy.edges.push({ from: 'retry', port: 'next', to: 'breaker' });
    },
    ['“Tiers”, tier 1 now calls “Patience” (was “OpenAI breaker”)', 'Adds “Patience” (retry)'],
  ],
  [
    'a provider and a price',
    (document) =>
      Object.assign(document.policy.providers[0], {
        requestsPerMin: 600,
        models: [{ ...document.policy.providers[0].models[0], outputUsdPerMTok: 8 }],
      }),
    [
      'OpenAI: requests a minute 600 requests (was no limit)',
      'OpenAI, gpt-4o: price out $8.00 a million tokens (was $10.00 a million tokens)',
    ],
  ],
  [
    'a promise and its signature',
    (document) =>
      document.policy.promises.push({
        entryId: 'entry',
        tier: 2,
        text: 'Short answers.',
        signOff: { owner: 'Support lead', date: '2026-11-24', subject: '' },
      }),
    ['Promises at tier 2 of “Support”: “Short answers.”', 'Support lead signed tier 2 of “Support” on 2026-11-24'],
  ],
  [
    'a silence',
    (document) => document.policy.silenced.push({ rule: 'entry/no-promise', nodeId: 'entry', about: null, reason: 'Known' }),
    ['Silences entry/no-promise on “Support”: “Known”'],
  ],
])('%s is told in a sentence', (_what, change, told) => {
  const after = changed(change);
  expect(sentences(after).map((sentence) => sentence.replace(/[\u2009\u00a0]/g, ' '))).toEqual(told);
  expect(diffDocuments(opened(), after).layout).toEqual([]);
});

test('places and notes are no change of meaning, and cards that moved are one change', () => {
  const after = changed(({ layout }) => {
    layout.nodes.entry.x = 500;
    layout.nodes.fallback.y = 500;
    layout.notes.push({ id: 'note', x: 0, y: 0, text: 'Mind the gap', nodeId: null });
  });
  const { changes, groups, layout } = diffDocuments(opened(), after);
  expect([changes, groups]).toEqual([[], []]);
  expect(layout.map(({ sentence }) => sentence)).toEqual(['Moves 2 cards', 'Adds the note “Mind the gap”']);
});

test('changes stand with the capability whose requests meet them, the ways before the settings', () => {
  const after = changed((document, node) => {
    node('breaker').config.failureCount = 3;
    node('template').name = 'Apology';
    document.policy.edges.pop();
    document.policy.nodes.push({
      id: 'template-2',
      kind: 'template',
      name: 'Alone',
      config: kinds.get('template')?.config.schema.parse({}),
    });
    document.policy.name = 'Other';
  });
  const { groups } = diffDocuments(opened(), after);
  expect(groups.map(({ title, changes }) => [title, changes.map(({ action }) => action)])).toEqual([
    ['Support', ['rewired', 'changed', 'renamed']],
    ['Reached by no request', ['added']],
    ['The policy itself', ['renamed']],
  ]);
});

test('the order of the file says nothing', () => {
  const after = changed(({ policy }) => {
    policy.nodes.reverse();
    policy.edges.reverse();
  });
  expect(sentences(after)).toEqual([]);
});
