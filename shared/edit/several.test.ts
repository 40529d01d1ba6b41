import { expect, it } from 'vitest';
import { kinds } from '../kinds/index.ts';
import { POLICY_FORMAT, type PolicyDocument } from '../model/index.ts';
import { changedFields, restoreDefaults } from './defaults.ts';
import { runCommand, startHistory, undo } from './history.ts';
import { fieldValue, renameNode, setConfigOfAll } from './nodes.ts';
import { together } from './together.ts';

const breaker = kinds.get('breaker')!;
const fallback = kinds.get('fallback')!;
const node = (id: string, kind: string, config: unknown) => ({ id, kind, name: id, config: config as Record<string, unknown> });
const document: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: {
    id: 'p',
    name: 'P',
    description: '',
    providers: [],
    nodes: [
      node('a', 'breaker', { ...breaker.config.defaults, failureCount: 9 }),
      node('b', 'breaker', breaker.config.defaults),
      node('tiers', 'fallback', { ...fallback.config.example, onExhausted: 'first-failure' }),
      node('model', 'model', kinds.get('model')!.config.example),
    ],
    edges: [],
    silenced: [],
    promises: [],
  },
  layout: { nodes: {}, notes: [], groups: [] },
};
const value = (after: PolicyDocument, id: string, key: string) => fieldValue(after.policy.nodes.find((one) => one.id === id)!, key);

it('sets a field of several nodes as one step that says so', () => {
  const history = runCommand(startHistory(document), setConfigOfAll(['a', 'b'], 'failureCount', 7));
  expect(['a', 'b'].map((id) => value(history.document, id, 'failureCount'))).toEqual([7, 7]);
  expect(history.entries.at(-1)?.label).toBe('Change opens after of 2 nodes');
  expect(undo(history).document).toBe(document);
  expect(setConfigOfAll(['a', 'b'], 'failureCount', -1).apply(document)).toBe(document);
});

it('takes back to the default what has one, and leaves what somebody wrote or chose', () => {
  expect(changedFields(document.policy.nodes[0]!).map(({ key }) => key)).toEqual(['failureCount']);
  const after = restoreDefaults(['a', 'b', 'tiers', 'model']).apply(document);
  expect(value(after, 'a', 'failureCount')).toBe(breaker.config.defaults.failureCount);
  expect(value(after, 'tiers', 'tiers')).toEqual(value(document, 'tiers', 'tiers'));
  expect(value(after, 'tiers', 'onExhausted')).toBe(fallback.config.defaults.onExhausted);
  for (const key of ['providerId', 'model']) expect(value(after, 'model', key)).toBe(value(document, 'model', key));
  expect(after.policy.nodes.flatMap(changedFields)).toEqual([]);
  expect(restoreDefaults(['b']).apply(document)).toBe(document);
});

it('runs several commands as one step, and none when nothing changes', () => {
  const both = together([renameNode('a', 'First'), renameNode('b', 'Second')], 'Rename both');
  expect(
    both
      .apply(document)
      .policy.nodes.map(({ name }) => name)
      .slice(0, 2),
  ).toEqual(['First', 'Second']);
  expect(together([renameNode('a', 'a')], 'Nothing').apply(document)).toBe(document);
});
