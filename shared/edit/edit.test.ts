import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { readPolicy } from '../format/index.ts';
import type { PolicyDocument, PolicyNode } from '../model/index.ts';
import {
  addNode,
  addProvider,
  applyFix,
  type Command,
  canConnect,
  configProblem,
  connect,
  copyNodes,
  disconnect,
  moveNodes,
  newNodeId,
  pasteNodes,
  removeNodes,
  removeProvider,
  renameNode,
  replaceConfig,
  replaceDocument,
  setConfig,
  setPolicy,
  setProvider,
  wrapNodes,
} from './index.ts';

const opened = (): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};
const document = opened();
const { policy } = document;
const node = (at: PolicyDocument, id: string): PolicyNode => at.policy.nodes.find((candidate) => candidate.id === id) as PolicyNode;
const label = (command: Command): string => command.labelFor?.(document) ?? command.label;

test('new ids are the kind, then numbered', () => {
  expect(newNodeId(policy, 'retry')).toBe('retry');
  expect(newNodeId(policy, 'breaker')).toBe('breaker-2');
});

test('an added node has the defaults of its kind, a free name and a place in whole pixels', () => {
  const after = addNode({ kind: 'breaker', at: { x: 10.4, y: -0.2 } }).apply(document);
  expect(node(after, 'breaker-2')).toMatchObject({
    kind: 'breaker',
    name: 'Circuit breaker',
    config: { failureCount: 5, windowMs: 60_000 },
  });
  expect(after.layout.nodes['breaker-2']).toEqual({ x: 10, y: 0 });
  const again = addNode({ kind: 'breaker', at: { x: 0, y: 0 } }).apply(after);
  expect(node(again, 'breaker-3').name).toBe('Circuit breaker 2');
});

test('parts that a command does not touch stay the same objects', () => {
  const after = setConfig('breaker', 'failureCount', 3).apply(document);
  expect(after.layout).toBe(document.layout);
  expect(after.policy.edges).toBe(document.policy.edges);
  expect(node(after, 'model')).toBe(node(document, 'model'));
});

test.each<[string, Command]>([
  ['the value that is there', setConfig('breaker', 'failureCount', 5)],
  ['a value that the kind refuses', setConfig('breaker', 'failureCount', 0)],
  ['a field that does not exist', setConfig('breaker', 'nonsense', 1)],
  ['a list position that does not exist', setConfig('fallback', 'tiers.7.name', 'x')],
  ['a node that does not exist', setConfig('nowhere', 'failureCount', 3)],
  ['an equal config', replaceConfig('breaker', { ...node(document, 'breaker').config })],
  ['the same place', moveNodes({ entry: { x: 0, y: 0 } })],
  ['no place', moveNodes({ entry: { x: Number.NaN, y: 0 } })],
  ['the same name', renameNode('breaker', 'OpenAI breaker')],
  ['an empty name', renameNode('breaker', '')],
  ['an equal document', replaceDocument(opened(), 'Reload')],
  ['a provider whose id is taken', addProvider({ id: 'openai', name: 'Other' })],
  ['a limit below zero', setProvider('openai', { requestsPerMin: -1 })],
  ['an empty policy name', setPolicy({ name: '' })],
])('%s changes nothing, not even the object', (_, command) => {
  expect(command.apply(document)).toBe(document);
});

test('a field inside a list is set by its position', () => {
  const after = setConfig('fallback', 'tiers.1.name', 'Basic').apply(document);
  expect(node(after, 'fallback').config['tiers']).toMatchObject([{ id: 't1' }, { id: 't2', name: 'Basic' }]);
});

test('why a value is refused can be asked before', () => {
  expect(configProblem(node(document, 'breaker'), 'failureCount', 0)).toMatch(/1/);
  expect(configProblem(node(document, 'breaker'), 'failureCount', 7)).toBeUndefined();
});

test('with a tier its connection goes, and no other', () => {
  const [first] = node(document, 'fallback').config['tiers'] as unknown[];
  const after = setConfig('fallback', 'tiers', [first]).apply(document);
  expect(after.policy.edges.map((edge) => `${edge.from}:${edge.port}`)).toEqual(['entry:next', 'fallback:t1', 'breaker:next']);
});

test('tiers that change places keep their connections', () => {
  const tiers = node(document, 'fallback').config['tiers'] as unknown[];
  expect(setConfig('fallback', 'tiers', tiers.toReversed()).apply(document).policy.edges).toBe(document.policy.edges);
});

test('with a node its connections and its place go', () => {
  const after = removeNodes(['fallback']).apply(document);
  expect(after.policy.edges).toEqual([{ from: 'breaker', port: 'next', to: 'model' }]);
  expect(Object.keys(after.layout.nodes)).toEqual(['entry']);
});

test('connecting a port again replaces what it called', () => {
  const after = connect({ from: 'fallback', port: 't2', to: 'model' }).apply(document);
  expect(after.policy.edges).toHaveLength(policy.edges.length);
  expect(after.policy.edges).toContainEqual({ from: 'fallback', port: 't2', to: 'model' });
});

test.each([
  [{ from: 'breaker', port: 'next', to: 'breaker' }, 'OpenAI breaker cannot call itself: the call would never come to an end.'],
  [{ from: 'breaker', port: 'next', to: 'fallback' }, 'This would close a loop: OpenAI breaker → Tiers → OpenAI breaker.'],
  [{ from: 'breaker', port: 'next', to: 'entry' }, 'Support is where requests come in, so nothing can call it.'],
  [{ from: 'breaker', port: 'down', to: 'model' }, 'OpenAI breaker has no port "down"; it has next.'],
  [{ from: 'model', port: 'next', to: 'template' }, 'GPT-4o has no port "next"; it calls nothing.'],
  [{ from: 'breaker', port: 'next', to: 'model' }, 'OpenAI breaker calls GPT-4o already.'],
  [{ from: 'fallback', port: 't1', to: 'gone' }, 'There is no node "gone" to connect to.'],
])('%j is refused in a sentence, and the command leaves the document alone', (edge, sentence) => {
  const answer = canConnect(policy, edge);
  expect(answer.ok ? '' : answer.error).toContain(sentence);
  expect(connect(edge).apply(document)).toBe(document);
});

test.each<[Command, string]>([
  [connect({ from: 'fallback', port: 't2', to: 'model' }), 'Connect Tiers, tier 2 to GPT-4o'],
  [disconnect(['breaker:next']), 'Disconnect OpenAI breaker from GPT-4o'],
  [removeNodes(['breaker']), 'Remove OpenAI breaker'],
  [removeNodes(['breaker', 'model']), 'Remove 2 nodes'],
  [renameNode('breaker', 'Guard'), 'Rename OpenAI breaker to Guard'],
  [moveNodes({ model: { x: 1, y: 1 } }), 'Move GPT-4o'],
  [removeProvider('openai'), 'Remove provider OpenAI'],
])('the history says what was done: %#', (command, words) => {
  expect(label(command)).toBe(words);
});

test('a change of a field is named by the label of the field', () => {
  expect(label(setConfig('fallback', 'tiers.0.name', 'x'))).toMatch(/^Change \S.* of Tiers$/);
  expect(label(setConfig('fallback', 'tiers.0.name', 'x'))).not.toContain('.0.');
});

test('a copy brings the connections among its nodes, under new ids, at the place where it is put', () => {
  const after = pasteNodes(copyNodes(document, ['fallback', 'breaker']), { x: 500, y: 100 }).apply(document);
  expect(after.policy.edges.slice(policy.edges.length)).toEqual([{ from: 'fallback-2', port: 't1', to: 'breaker-2' }]);
  expect(after.layout.nodes['fallback-2']).toEqual({ x: 500, y: 100 });
});

test.each([
  [{ kind: 'set-field', nodeId: 'breaker', path: ['failureCount'], value: 9 } as const, setConfig('breaker', 'failureCount', 9)],
  [{ kind: 'remove-edge', edgeId: 'breaker:next' } as const, disconnect(['breaker:next'])],
  [{ kind: 'remove-node', nodeId: 'model' } as const, removeNodes(['model'])],
  [
    { kind: 'put-above', nodeId: 'model', node: { kind: 'breaker', name: 'Cool-down', config: { failureCount: 2 } } } as const,
    wrapNodes({ nodeIds: ['model'], kind: 'breaker', name: 'Cool-down', config: { failureCount: 2 } }),
  ],
])('a fix does what its command does: %j', (fix, command) => {
  expect(applyFix(fix).apply(document)).toEqual(command.apply(document));
  expect(applyFix(fix, 'Repair').label).toBe('Repair');
});
