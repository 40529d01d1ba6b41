import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { readPolicy } from '../format/index.ts';
import { edgeId, type PolicyDocument } from '../model/index.ts';
import { copyNodes, groupNodes, headsOf, leavesGap, pasteNodes, removeAndJoin, wrapNodes } from './index.ts';

const document = ((): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
})();
const { policy } = document;
const wires = (at: PolicyDocument): string[] => at.policy.edges.map((edge) => `${edgeId(edge)} ${edge.to}`).sort();

test('calls come in at the first node of a chain, and nothing wraps an entry', () => {
  expect(headsOf(policy, ['model', 'breaker']).map(({ id }) => id)).toEqual(['breaker']);
  expect(headsOf(policy, ['breaker', 'template']).map(({ id }) => id)).toEqual(['breaker', 'template']);
  expect(headsOf(policy, ['entry', 'fallback']).map(({ id }) => id)).toEqual(['fallback']);
  expect(headsOf(policy, ['entry'])).toEqual([]);
  expect(wrapNodes({ nodeIds: ['entry'], kind: 'retry' }).apply(document)).toBe(document);
});

test('a wrapper is called in place of what it wraps', () => {
  const after = wrapNodes({ nodeIds: ['breaker', 'model'], kind: 'retry' }).apply(document);
  expect(wires(after)).toEqual([
    'breaker:next model',
    'entry:next fallback',
    'fallback:t1 retry',
    'fallback:t2 template',
    'retry:next breaker',
  ]);
  expect(after.layout.nodes['retry']).toEqual(document.layout.nodes['breaker'] ?? { x: 0, y: 0 });
  expect(wrapNodes({ nodeIds: ['breaker'], kind: 'retry' }).labelFor?.(document)).toBe('Wrap OpenAI breaker with retry');
});

test('a fallback that wraps asks what it wraps first', () => {
  const after = wrapNodes({ nodeIds: ['model'], kind: 'fallback' }).apply(document);
  expect(wires(after)).toContain('fallback-2:t1 model');
  expect(wires(after)).toContain('breaker:next fallback-2');
});

test('what is selected apart is wrapped apart', () => {
  const after = wrapNodes({ nodeIds: ['model', 'template'], kind: 'timeout' }).apply(document);
  expect(wires(after)).toEqual(
    expect.arrayContaining(['breaker:next timeout', 'timeout:next model', 'fallback:t2 timeout-2', 'timeout-2:next template']),
  );
});

test('a gap is closed where a node called one other, and wrapping is undone by it', () => {
  const wrapped = wrapNodes({ nodeIds: ['model'], kind: 'retry' }).apply(document);
  expect(removeAndJoin(['retry']).apply(wrapped).policy.edges).toEqual(policy.edges);
  expect(wires(removeAndJoin(['breaker', 'retry']).apply(wrapped))).toContain('fallback:t1 model');
  expect(leavesGap(policy, ['breaker'])).toBe(true);
  // A fallback calls two: which of them its caller should call is not ours to say.
  expect(leavesGap(policy, ['fallback'])).toBe(false);
  expect(wires(removeAndJoin(['fallback']).apply(document))).toEqual(['breaker:next model']);
});

test('what is pasted has free names, its comments, its group and the providers it names', () => {
  const source = groupNodes(['breaker', 'model'], { name: 'Tier 1' }).apply({
    ...document,
    layout: { ...document.layout, notes: [{ id: 'note', x: 4, y: 80, text: 'Fast and dear', nodeId: 'model' }] },
  });
  const fragment = copyNodes(source, ['breaker', 'model']);
  const twice = pasteNodes(fragment, { x: 900, y: 0 }).apply(source);
  expect(twice.policy.nodes.slice(-2).map(({ name }) => name)).toEqual(['OpenAI breaker 2', 'GPT-4o 2']);
  expect(twice.layout.groups.map(({ name }) => name)).toEqual(['Tier 1', 'Tier 2']);
  expect(twice.layout.notes.at(-1)).toEqual({ id: 'note-2', x: 4, y: 80, text: 'Fast and dear', nodeId: 'model-2' });
  expect(twice.policy.providers).toBe(source.policy.providers);
  const elsewhere = pasteNodes(fragment, { x: 0, y: 0 }).apply({
    ...document,
    policy: { ...policy, providers: [], nodes: [], edges: [] },
    layout: { nodes: {}, notes: [], groups: [] },
  });
  expect(elsewhere.policy.providers.map(({ id }) => id)).toEqual(['openai']);
  expect(elsewhere.policy.nodes.map(({ name }) => name)).toEqual(['OpenAI breaker', 'GPT-4o']);
});
