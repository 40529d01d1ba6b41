import { expect, it } from 'vitest';
import { callTree } from '../kinds/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { connect } from './edges.ts';
import { addNode, setConfig } from './nodes.ts';
import { reorderCall } from './reorder.ts';

const empty = {
  policy: { id: 'p', name: 'P', description: '', nodes: [], edges: [], providers: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
} as unknown as PolicyDocument;
const at = { x: 0, y: 0 };
const drawn = [
  addNode({ kind: 'entry', id: 'entry', at }),
  addNode({ kind: 'fallback', id: 'tiers', at }),
  addNode({ kind: 'retry', id: 'retry', at }),
  addNode({ kind: 'model', id: 'large', at }),
  addNode({ kind: 'template', id: 'words', at }),
  connect({ from: 'entry', port: 'next', to: 'tiers' }),
  connect({ from: 'tiers', port: 't1', to: 'retry' }),
  connect({ from: 'retry', port: 'next', to: 'large' }),
  connect({ from: 'tiers', port: 't2', to: 'words' }),
].reduce((document, command) => command.apply(document), empty);
const order = ({ policy }: PolicyDocument) => callTree(policy).map(({ node }) => node.id);

it('moves the whole tier that a node stands in, and every wire with it', () => {
  const command = reorderCall(drawn.policy, 'large', 1);
  expect(command?.label).toBe('Move Fallback, tier 1 down');
  const after = command?.apply(drawn) ?? drawn;
  expect(order(after)).toEqual(['entry', 'tiers', 'words', 'retry', 'large']);
  expect(after.policy.edges).toEqual(drawn.policy.edges);
  const back = reorderCall(after.policy, 'retry', -1)?.apply(after) ?? after;
  expect(order(back)).toEqual(order(drawn));
});

it('does nothing at either end, and where no order is above', () => {
  expect(reorderCall(drawn.policy, 'retry', -1)).toBeNull();
  expect(reorderCall(drawn.policy, 'words', 1)).toBeNull();
  expect(reorderCall(drawn.policy, 'tiers', 1)).toBeNull();
  const one = setConfig('tiers', 'tiers', [{ id: 't1', name: '', continueOn: [] }]).apply(drawn);
  expect(reorderCall(one.policy, 'retry', 1)).toBeNull();
});
