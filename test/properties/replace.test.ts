import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type History, replaceDocument, runCommand, startHistory, undo } from '../../shared/edit/index.ts';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { sampleDocument } from '../sample-document.ts';
import { commandOf, type Step, steps } from './random-commands.ts';

const read = (text: string): PolicyDocument => {
  const opened = readPolicy(text);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.document;
};
const opened = (): PolicyDocument => read(JSON.stringify(sampleDocument()));

function run(history: History, sequence: readonly Step[]): History {
  return sequence.reduce((at, step) => {
    const command = commandOf(at.document, step);
    return command === undefined ? at : runCommand(at, command, step.gesture);
  }, history);
}
const drawn = (sequence: readonly Step[]): PolicyDocument => run(startHistory(opened()), sequence).document;

test('whatever was drawn survives canvas, text and canvas: taking its text back is no change at all', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const document = drawn(sequence);
      const text = writePolicy(document);
      const back = replaceDocument(read(text)).apply(document);
      expect(back).toBe(document);
      expect(writePolicy(back)).toBe(text);
    }),
    { numRuns: 150 },
  );
});

test('any other document in its place writes that document’s bytes, and undo gives the bytes from before', () => {
  fc.assert(
    fc.property(steps, steps, steps, (first, second, third) => {
      const [before, other] = [drawn(first), drawn(second)];
      const replaced = runCommand(startHistory(before), replaceDocument(read(writePolicy(other))));
      expect(writePolicy(replaced.document)).toBe(writePolicy(other));
      // And one goes on drawing from there.
      let history = run(replaced, third);
      while (history.position > 0) history = undo(history);
      expect(history.document).toBe(before);
      expect(writePolicy(history.document)).toBe(writePolicy(before));
    }),
    { numRuns: 100 },
  );
});

test('what did not change stays the same object, and the step has a label of one line', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const [before, other] = [drawn(first), drawn(second)];
      const command = replaceDocument(read(writePolicy(other)));
      const after = command.apply(before);
      for (const node of after.policy.nodes) {
        const old = before.policy.nodes.find(({ id }) => id === node.id);
        if (old !== undefined && JSON.stringify(old) === JSON.stringify(node)) expect(node).toBe(old);
      }
      const label = command.labelFor?.(before) ?? '';
      expect(label.length).toBeGreaterThan(0);
      expect(label.length).toBeLessThanOrEqual(120);
    }),
    { numRuns: 100 },
  );
});
