import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedThings, diffDocuments, type Side, threeWayMerge, withoutChangesOf } from '../../shared/diff/index.ts';
import { type History, replaceDocument, runCommand, startHistory } from '../../shared/edit/index.ts';
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

function drawn(from: PolicyDocument, sequence: readonly Step[]): PolicyDocument {
  const run = (at: History, step: Step): History => {
    const command = commandOf(at.document, step);
    return command === undefined ? at : runCommand(at, command);
  };
  return sequence.reduce(run, startHistory(from)).document;
}

/** Two that began as one and went their ways. */
const histories = fc.tuple(steps, steps, steps).map(([before, mine, theirs]) => {
  const base = drawn(opened(), before.slice(0, 20));
  return { base, mine: drawn(base, mine.slice(0, 12)), theirs: drawn(base, theirs.slice(0, 12)) };
});
const sorted = (documents: { conflicts: readonly { id: string }[] }): string[] => documents.conflicts.map(({ id }) => id).sort();

test('a comparison is empty exactly where the file would not change, and no two changes have one id', () => {
  fc.assert(
    fc.property(histories, ({ base, mine }) => {
      const { changes, layout, groups } = diffDocuments(base, mine);
      const isSame = writePolicy(base) === writePolicy(mine);
      expect(changes.length + layout.length === 0).toBe(isSame);
      const ids = [...changes, ...layout].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(groups.flatMap((group) => group.changes).length).toBe(changes.length);
      for (const { sentence } of changes) expect(sentence.length).toBeGreaterThan(0);
      expect(diffDocuments(mine, read(writePolicy(mine))).changes).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('merging with a side that changed nothing, or the same, is the other side', () => {
  fc.assert(
    fc.property(histories, ({ base, mine }) => {
      const copy = read(writePolicy(base));
      const text = writePolicy(mine);
      for (const merged of [threeWayMerge(base, mine, copy), threeWayMerge(base, copy, mine), threeWayMerge(base, mine, read(text))]) {
        expect(merged.conflicts).toEqual([]);
        expect(writePolicy(merged.document)).toBe(text);
      }
    }),
    { numRuns: 50 },
  );
});

test('what is merged can be written, read and put in place, whatever is chosen; both sides see the same conflicts', () => {
  fc.assert(
    fc.property(histories, fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), ({ base, mine, theirs }, coins) => {
      const merged = threeWayMerge(base, mine, theirs);
      const other = threeWayMerge(base, theirs, mine);
      // Ids given anew are those of the other side, so only cases without them can be compared by id.
      if (merged.notes.length === 0) expect(sorted(other)).toEqual(sorted(merged));
      else expect(other.conflicts.length > 0).toBe(merged.conflicts.length > 0);
      const choices = Object.fromEntries(
        merged.conflicts.map(({ id }, at): [string, Side] => [id, coins[at % coins.length] ? 'mine' : 'theirs']),
      );
      for (const { document } of [merged, threeWayMerge(base, mine, theirs, choices)]) {
        expect(writePolicy(read(writePolicy(document)))).toBe(writePolicy(document));
        expect(writePolicy(replaceDocument(document).apply(mine))).toBe(writePolicy(document));
      }
      for (const { subject, mine: ours, theirs: their } of merged.conflicts) {
        expect(subject.length).toBeGreaterThan(0);
        expect(ours.length).toBeGreaterThan(0);
        expect(their.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 80 },
  );
});

test('nothing that one side alone added is lost, and without a base nothing at all is left out unless it is chosen', () => {
  fc.assert(
    fc.property(histories, ({ base, mine, theirs }) => {
      const names = ({ policy }: PolicyDocument): string[] => policy.nodes.map(({ name }) => name).sort();
      const had = new Set(base.policy.nodes.map(({ id }) => id));
      const { document } = threeWayMerge(base, mine, theirs);
      const count = (list: readonly string[], name: string): number => list.filter((one) => one === name).length;
      for (const side of [mine, theirs]) {
        const added = side.policy.nodes.filter(({ id }) => !had.has(id)).map(({ name }) => name);
        for (const name of added) expect(count(names(document), name)).toBeGreaterThanOrEqual(1);
      }
      const together = threeWayMerge(null, mine, theirs).document;
      const ids = new Set(together.policy.nodes.map(({ id }) => id));
      for (const { id } of [...mine.policy.nodes, ...theirs.policy.nodes]) expect(ids.has(id)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('edits of different things merge without a question, and to what doing both would give', () => {
  fc.assert(
    fc.property(steps, steps, steps, (before, first, second) => {
      const base = drawn(opened(), before.slice(0, 20));
      // One side works on settings, the other on names and notes: nothing in common.
      const mine = drawn(
        base,
        first.filter(({ action }) => action === 'set-provider' || action === 'move'),
      );
      const theirs = drawn(
        base,
        second.filter(({ action }) => action === 'rename' || action === 'note'),
      );
      const merged = threeWayMerge(base, mine, theirs);
      expect(merged.conflicts).toEqual([]);
      expect(writePolicy(merged.document)).toBe(
        writePolicy(
          drawn(
            mine,
            second.filter(({ action }) => action === 'rename' || action === 'note'),
          ),
        ),
      );
    }),
    { numRuns: 50 },
  );
});

test('taking back every thing that changed, one after the other, leaves nothing changed of nodes, calls and providers', () => {
  fc.assert(
    fc.property(histories, ({ base, mine }) => {
      const things = changedThings(diffDocuments(base, mine));
      const back = things.reduce((document, about) => withoutChangesOf(base, document, about), mine);
      expect(changedThings(diffDocuments(base, back))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
