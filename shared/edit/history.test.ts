import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample-document.ts';
import { HISTORY_LIMIT, moveNodes, redo, redoLabel, renameNode, runCommand, startHistory, undo, undoLabel } from './index.ts';

const start = startHistory(sampleDocument());
const move = (x: number) => moveNodes({ entry: { x, y: 0 } });

test('a drag is one entry, and the next drag another', () => {
  let history = start;
  for (const x of [1, 2, 3]) history = runCommand(history, move(x), 'drag-1');
  for (const x of [4, 5]) history = runCommand(history, move(x), 'drag-2');
  expect(history.entries.map(({ label }) => label)).toEqual(['Open', 'Move Support', 'Move Support']);
  expect(undo(history).document.layout.nodes['entry']?.x).toBe(3);
  expect(undo(undo(history)).document).toBe(start.document);
});

test('a gesture does not reach over what came between', () => {
  let history = runCommand(start, move(1), 'drag');
  history = runCommand(history, renameNode('entry', 'Help'));
  history = runCommand(history, move(2), 'drag');
  expect(history.position).toBe(3);
});

test('a gesture after an undo begins anew instead of rewriting what could be redone', () => {
  let history = runCommand(start, move(1), 'drag');
  history = runCommand(history, renameNode('entry', 'Help'), 'type');
  history = runCommand(undo(history), move(2), 'drag');
  expect(undo(history).document.layout.nodes['entry']?.x).toBe(1);
});

test('a new change drops what could be redone', () => {
  const history = runCommand(undo(runCommand(start, move(1))), move(2));
  expect(redoLabel(history)).toBeUndefined();
  expect(history.entries).toHaveLength(2);
});

test('a command that changes nothing leaves no entry and keeps what can be redone', () => {
  const undone = undo(runCommand(start, move(1)));
  expect(runCommand(undone, move(0))).toBe(undone);
});

test('labels tell what undo takes back and redo brings', () => {
  const history = runCommand(start, renameNode('entry', 'Help'));
  expect([undoLabel(start), undoLabel(history), redoLabel(history), redoLabel(undo(history))]).toEqual([
    undefined,
    'Rename Support to Help',
    undefined,
    'Rename Support to Help',
  ]);
  expect(undo(start)).toBe(start);
  expect(redo(history)).toBe(history);
});

test('the oldest entries go when there are too many', () => {
  let history = start;
  for (let x = 1; x <= HISTORY_LIMIT + 50; x++) history = runCommand(history, move(x));
  expect(history.entries).toHaveLength(HISTORY_LIMIT);
  expect(history.position).toBe(HISTORY_LIMIT - 1);
  expect(history.entries[0]?.document.layout.nodes['entry']?.x).toBe(51);
});
