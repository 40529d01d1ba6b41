import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { kinds } from '../kinds/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { threeWayMerge } from './index.ts';

const settings = (kind: string, config: object = {}): Record<string, unknown> =>
  kinds.get(kind)?.config.schema.parse(config) as Record<string, unknown>;

function opened(): PolicyDocument {
  const document = sampleDocument();
  const nodes = document.policy.nodes.map((node) => ({ ...node, config: settings(node.kind, node.config) }));
  return { ...document, policy: { ...document.policy, nodes } };
}

type Edit = (document: any, node: (id: string) => any) => void;
function changed(change: Edit): PolicyDocument {
  const document = structuredClone(opened());
  change(document, (id) => document.policy.nodes.find((node) => node.id === id));
  return document;
}
const nodeOf = ({ policy }: PolicyDocument, id: string) => policy.nodes.find((node) => node.id === id);
const tiersOf = (document: PolicyDocument) => (nodeOf(document, 'fallback')?.config['tiers'] ?? []) as readonly { readonly id: string }[];
const callOf = ({ policy }: PolicyDocument, from: string, port: string) =>
  policy.edges.find((edge) => edge.from === from && edge.port === port)?.to;
const remove =
  (id: string): Edit =>
  ({ policy, layout }) => {
    policy.nodes = policy.nodes.filter((node: { id: string }) => node.id !== id);
    policy.edges = policy.edges.filter(({ from, to }: { from: string; to: string }) => from !== id && to !== id);
    delete layout.nodes[id];
  };
const opensAfter =
  (failureCount: number): Edit =>
  (_, node) =>
    Object.assign(node('breaker').config, { failureCount });
const addTier =
  (to: string, continueOn: readonly string[] = []): Edit =>
  (document, node) => {
    node('fallback').config.tiers.push({ id: 't3', name: '', continueOn });
    document.policy.edges.push({ from: 'fallback', port: 't3', to });
  };

test('two fields of one node are two changes', () => {
  const { document, conflicts } = threeWayMerge(
    opened(),
    changed(opensAfter(3)),
    changed((_, node) => Object.assign(node('breaker').config, { openForMs: 5000 })),
  );
  expect(conflicts).toEqual([]);
  expect(nodeOf(document, 'breaker')?.config).toMatchObject({ failureCount: 3, openForMs: 5000 });
});

test('one field changed twice is a conflict in words, with mine until something is chosen', () => {
  const sides = [opened(), changed(opensAfter(3)), changed(opensAfter(9))] as const;
  const { document, conflicts } = threeWayMerge(...sides);
  expect(conflicts).toEqual([
    {
      id: 'nodes/breaker/config/failureCount',
      nodeId: 'breaker',
      taken: 'mine',
      subject: '“OpenAI breaker”: opens after',
      base: '5 failures',
      mine: '3 failures',
      theirs: '9 failures',
    },
  ]);
  expect(nodeOf(document, 'breaker')?.config).toMatchObject({ failureCount: 3 });
  const chosen = threeWayMerge(...sides, { 'nodes/breaker/config/failureCount': 'theirs' });
  expect(nodeOf(chosen.document, 'breaker')?.config).toMatchObject({ failureCount: 9 });
  expect(chosen.conflicts.map(({ taken }) => taken)).toEqual(['theirs']);
});

test('a node that one side removed and the other changed is asked about, and kept whole with its wires when kept', () => {
  const sides = [opened(), changed(remove('breaker')), changed(opensAfter(9))] as const;
  const kept = threeWayMerge(...sides);
  expect(kept.conflicts).toMatchObject([{ id: 'nodes/breaker', taken: 'theirs', mine: 'removed' }]);
  expect(kept.conflicts[0]?.theirs).toContain('opens after 9 failures');
  expect(callOf(kept.document, 'fallback', 't1')).toBe('breaker');
  expect(callOf(kept.document, 'breaker', 'next')).toBe('model');
  const gone = threeWayMerge(...sides, { 'nodes/breaker': 'mine' });
  expect(nodeOf(gone.document, 'breaker')).toBeUndefined();
  expect(gone.document.policy.edges.some(({ from, to }) => from === 'breaker' || to === 'breaker')).toBe(false);
});

test('a gap that a removal closed is opened again for a node that is kept; what leads somewhere new stays', () => {
  const bypass =
    (to: string): Edit =>
    (document, node) => {
      remove('breaker')(document, node);
      document.policy.edges.push({ from: 'fallback', port: 't1', to });
    };
  const closed = threeWayMerge(opened(), changed(bypass('model')), changed(opensAfter(9)));
  expect(callOf(closed.document, 'fallback', 't1')).toBe('breaker');
  expect(callOf(closed.document, 'breaker', 'next')).toBe('model');
  const elsewhere = threeWayMerge(opened(), changed(bypass('template')), changed(opensAfter(9)));
  expect(callOf(elsewhere.document, 'fallback', 't1')).toBe('template');
});

test('a node that one side removed and the other calls from a new place is asked about too', () => {
  const { conflicts } = threeWayMerge(
    opened(),
    changed(remove('template')),
    changed(({ policy }) => Object.assign(policy.edges[1], { to: 'template' })),
  );
  expect(conflicts.map(({ id }) => id)).toEqual(['nodes/template']);
});

test('a node removed by one side and left alone by the other is gone, with its wires and its place', () => {
  const { document, conflicts } = threeWayMerge(opened(), changed(opensAfter(3)), changed(remove('template')));
  expect(conflicts).toEqual([]);
  expect(nodeOf(document, 'template')).toBeUndefined();
  expect(callOf(document, 'fallback', 't2')).toBeUndefined();
});

test('two nodes that got one id by chance both stay, each with its own wires', () => {
  const add =
    (kind: string, name: string, to: string): Edit =>
    ({ policy }) => {
      policy.nodes.push({ id: 'wait', kind, name, config: settings(kind) });
      policy.edges.push({ from: 'wait', port: 'next', to });
    };
  const { document, conflicts, notes } = threeWayMerge(
    opened(),
    changed(add('retry', 'Patience', 'model')),
    changed(add('timeout', 'Haste', 'template')),
  );
  expect(conflicts).toEqual([]);
  expect(notes).toEqual(['Both sides added a node with the id wait; “Haste” of the other side is now wait-2.']);
  expect([callOf(document, 'wait', 'next'), callOf(document, 'wait-2', 'next')]).toEqual(['model', 'template']);
});

test('two tiers added under one id both stay, and whose comes first is asked', () => {
  const sides = [opened(), changed(addTier('model')), changed(addTier('template'))] as const;
  const order = (document: PolicyDocument): unknown => tiersOf(document).map(({ id }) => [id, callOf(document, 'fallback', id)]);
  const mine = threeWayMerge(...sides);
  expect(mine.conflicts).toMatchObject([
    {
      id: 'nodes/fallback/config/tiers order',
      base: 't1, then t2',
      mine: 't1, then t2, then t3, then t4',
      theirs: 't1, then t2, then t4, then t3',
    },
  ]);
  expect(order(mine.document)).toEqual([
    ['t1', 'breaker'],
    ['t2', 'template'],
    ['t3', 'model'],
    ['t4', 'template'],
  ]);
  const theirs = threeWayMerge(...sides, { 'nodes/fallback/config/tiers order': 'theirs' });
  expect(order(theirs.document)).toEqual([
    ['t1', 'breaker'],
    ['t2', 'template'],
    ['t4', 'template'],
    ['t3', 'model'],
  ]);
});

test('an order changed by one side stays changed when the other adds a tier', () => {
  const { document, conflicts } = threeWayMerge(
    opened(),
    changed((_, node) => node('fallback').config.tiers.reverse()),
    changed(addTier('model')),
  );
  expect(conflicts).toEqual([]);
  expect(tiersOf(document).map(({ id }) => id)).toEqual(['t2', 't3', 't1']);
});

test('a card that both moved is not asked about: mine stays where it is', () => {
  const move =
    (x: number): Edit =>
    ({ layout }) =>
      Object.assign(layout.nodes.entry, { x });
  const { document, conflicts } = threeWayMerge(opened(), changed(move(1)), changed(move(2)));
  expect(conflicts).toEqual([]);
  expect(document.layout.nodes['entry']?.x).toBe(1);
});

test('settings that are fine apart and refused together are one question', () => {
  const addTiers =
    (prefix: string): Edit =>
    (_, node) => {
      for (let n = 0; n < 5; n++) node('fallback').config.tiers.push({ id: `${prefix}${n}`, name: '', continueOn: [] });
    };
  const { document, conflicts } = threeWayMerge(opened(), changed(addTiers('a')), changed(addTiers('b')));
  expect(conflicts.map(({ id }) => id)).toEqual(['nodes/fallback/config']);
  expect(nodeOf(document, 'fallback')?.config['tiers']).toHaveLength(7);
});

test('without a base each difference is a question, and nothing is left out by itself', () => {
  const mine = changed(remove('template'));
  const theirs = changed(opensAfter(9));
  const { document, conflicts } = threeWayMerge(null, mine, theirs);
  expect(conflicts.map(({ id, taken, base }) => [id, taken, base])).toEqual([
    ['nodes/fallback/config/tiers/t2/→', 'theirs', null],
    ['nodes/breaker/config/failureCount', 'mine', null],
    ['nodes/template', 'theirs', null],
  ]);
  expect(nodeOf(document, 'template')).toBeDefined();
  expect(callOf(document, 'fallback', 't2')).toBe('template');
});
