import { expect, test } from 'vitest';
import { smallPolicy } from '../../test/fixtures/small-policy.ts';
import type { PolicyDocument } from '../model/index.ts';
import { diffDocuments } from './diff.ts';
import { bothOnOneSheet } from './union.ts';

const places = Object.fromEntries(smallPolicy.policy.nodes.map(({ id }, at) => [id, { x: 0, y: at * 200 }]));
const before: PolicyDocument = { ...smallPolicy, layout: { nodes: places, notes: [], groups: [] } };

test('what is gone stands beside what is new, with a mark each, and nothing lies on anything', () => {
  const { policy } = before;
  const after: PolicyDocument = {
    ...before,
    policy: {
      ...policy,
      // The breaker makes room for a retry at the same place; the chain is turned round.
      nodes: policy.nodes.flatMap((node) => {
        if (node.id === 'guard') return [{ id: 'again', kind: 'retry', name: 'Again', config: {} }];
        if (node.id === 'tiers') return [{ ...node, config: { tiers: ['t1', 't3', 't2'].map((id) => ({ id, name: id })) } }];
        return [node];
      }),
      edges: policy.edges.map((edge) =>
        edge.to === 'guard' ? { ...edge, to: 'again' } : edge.from === 'guard' ? { ...edge, from: 'again' } : edge,
      ),
    },
    layout: { ...before.layout, nodes: { ...places, again: places['guard']! } },
  };
  const drawn = bothOnOneSheet(before, after, diffDocuments(before, after));
  expect(Object.fromEntries(drawn.nodes)).toMatchObject({ again: 'added', guard: 'removed', tiers: 'reordered' });
  expect(Object.fromEntries(drawn.edges)).toEqual({ 'again:next': 'added', 'guard:next': 'removed', 'tiers:t1': 'changed' });
  const { guard, again } = drawn.document.layout.nodes;
  expect(again).toEqual(places['guard']);
  expect(Math.abs(guard!.y - again!.y)).toBeGreaterThan(63);
  expect(bothOnOneSheet(before, before, diffDocuments(before, before))).toMatchObject({ nodes: new Map(), edges: new Map() });
});
