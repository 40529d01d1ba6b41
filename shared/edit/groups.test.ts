import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { readPolicy } from '../format/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { addNote, addToGroup, type Command, foldGroup, groupNodes, removeFromGroups, removeNodes, renameGroup, ungroup } from './index.ts';

const opened = (): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};
const after = (...commands: readonly Command[]): PolicyDocument =>
  commands.reduce((document, command) => command.apply(document), opened());
const groupsOf = (document: PolicyDocument) => document.layout.groups.map(({ name, nodeIds }) => `${name}: ${nodeIds.join(' ')}`);

test('a node is in one group at most, and a group that lost its nodes is gone', () => {
  expect(groupsOf(after(groupNodes(['breaker', 'model', 'nobody'])))).toEqual(['Group: breaker model']);
  expect(groupsOf(after(groupNodes(['breaker', 'model']), groupNodes(['model', 'template'])))).toEqual([
    'Group: breaker',
    'Group 2: model template',
  ]);
  expect(groupsOf(after(groupNodes(['breaker']), groupNodes(['breaker', 'model'], { name: 'Tier 1' })))).toEqual(['Tier 1: breaker model']);
  expect(groupsOf(after(groupNodes(['breaker', 'model']), removeFromGroups(['model'])))).toEqual(['Group: breaker']);
  expect(groupsOf(after(groupNodes(['breaker']), removeFromGroups(['breaker'])))).toEqual([]);
  expect(groupsOf(after(groupNodes(['breaker']), groupNodes(['model']), addToGroup('group', ['model'])))).toEqual(['Group: breaker model']);
});

test('removing nodes takes their comments and their places in groups along', () => {
  const document = after(
    groupNodes(['breaker', 'model']),
    addNote({ x: 4, y: 80, text: 'Why this one', nodeId: 'model' }),
    addNote({ x: 0, y: 0, text: 'On the sheet' }),
  );
  const left = removeNodes(['model']).apply(document);
  expect(groupsOf(left)).toEqual(['Group: breaker']);
  expect(left.layout.notes.map(({ text }) => text)).toEqual(['On the sheet']);
  expect(removeNodes(['breaker', 'model']).apply(document).layout.groups).toEqual([]);
});

test('folding and naming touch no line of the policy, and saying the same again changes nothing', () => {
  const grouped = after(groupNodes(['breaker', 'model']));
  const folded = foldGroup('group', true).apply(grouped);
  expect(folded.policy).toBe(grouped.policy);
  expect(foldGroup('group', true).apply(folded)).toBe(folded);
  expect(renameGroup('group', '').apply(folded)).toBe(folded);
  expect(groupsOf(renameGroup('group', 'Tier 1').apply(folded))).toEqual(['Tier 1: breaker model']);
  expect(groupNodes(['model', 'breaker']).apply(grouped)).toBe(grouped);
  expect(ungroup('group').apply(grouped).layout.groups).toEqual([]);
});
