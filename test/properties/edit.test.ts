import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canConnect, type History, portsOf, redo, runCommand, startHistory, undo } from '../../shared/edit/index.ts';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import { findCycle } from '../../shared/kinds/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { edgeId, type PolicyDocument } from '../../shared/model/index.ts';
import { sampleDocument } from '../sample-document.ts';
import { commandOf, type Step, steps } from './random-commands.ts';

const opened = (): PolicyDocument => {
  const read = readPolicy(JSON.stringify(sampleDocument()));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};

function run(history: History, sequence: readonly Step[]): History {
  return sequence.reduce((at, step) => {
    const command = commandOf(at.document, step);
    return command === undefined ? at : runCommand(at, command, step.gesture);
  }, history);
}

test('whatever was done, undoing all of it gives the same bytes, and redoing all of it too', () => {
  const start = opened();
  const before = writePolicy(start);
  fc.assert(
    fc.property(steps, (sequence) => {
      let history = run(startHistory(start), sequence);
      const after = writePolicy(history.document);
      for (let step = history.position; step > 0; step--) history = undo(history);
      expect(history.document).toBe(start);
      expect(writePolicy(history.document)).toBe(before);
      for (let step = 1; step < history.entries.length; step++) history = redo(history);
      expect(writePolicy(history.document)).toBe(after);
    }),
    { numRuns: 150 },
  );
});

test('whatever was done, the file can be read back, and writing it again gives the same bytes', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const text = writePolicy(run(startHistory(opened()), sequence).document);
      const read = readPolicy(text);
      expect(read.ok ? '' : read.error.message).toBe('');
      expect(read.ok && writePolicy(read.value.document)).toBe(text);
    }),
    { numRuns: 150 },
  );
});

test('whatever was drawn, no port is connected twice, nothing dangles and nothing goes round', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { policy, layout } = run(startHistory(opened()), sequence).document;
      const ids = new Set(policy.nodes.map(({ id }) => id));
      expect(ids.size).toBe(policy.nodes.length);
      expect(new Set(policy.edges.map(edgeId)).size).toBe(policy.edges.length);
      expect(findCycle(policy)).toBeUndefined();
      for (const edge of policy.edges) {
        expect(ids.has(edge.from) && ids.has(edge.to)).toBe(true);
        const from = policy.nodes.find(({ id }) => id === edge.from);
        expect(from && portsOf(from).map(({ id }) => id)).toContain(edge.port);
      }
      for (const id of Object.keys(layout.nodes)) expect(ids.has(id)).toBe(true);
      const grouped = layout.groups.flatMap(({ nodeIds }) => nodeIds);
      expect(new Set(grouped).size).toBe(grouped.length);
      for (const id of grouped) expect(ids.has(id)).toBe(true);
      for (const { nodeIds } of layout.groups) expect(nodeIds).not.toEqual([]);
      for (const { nodeId } of layout.notes) expect(nodeId === null || ids.has(nodeId)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a command that changes nothing gives the very same document', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      let document = opened();
      for (const step of sequence) {
        const command = commandOf(document, step);
        const after = command?.apply(document) ?? document;
        if (after !== document) expect(JSON.stringify(after)).not.toBe(JSON.stringify(document));
        document = after;
      }
    }),
    { numRuns: 100 },
  );
});

test('lint answers for every document, without a rule breaking down, and in the same order each time', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { policy } = run(startHistory(opened()), sequence).document;
      const findings = lint(policy);
      expect(findings.filter(({ rule }) => rule === 'lint/rule-crashed')).toEqual([]);
      expect(lint({ ...policy, nodes: [...policy.nodes].reverse(), edges: [...policy.edges].reverse() }).length).toBe(findings.length);
      expect(lint(policy)).toEqual(findings);
    }),
    { numRuns: 100 },
  );
});

test('canConnect says no to exactly what would close a loop, among connections that are otherwise right', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { policy } = run(startHistory(opened()), sequence).document;
      for (const from of policy.nodes) {
        for (const port of portsOf(from)) {
          for (const to of policy.nodes) {
            const edge = { from: from.id, port: port.id, to: to.id };
            if (to.kind === 'entry' || policy.edges.some((other) => edgeId(other) === edgeId(edge) && other.to === edge.to)) continue;
            const wouldBe = { edges: [...policy.edges.filter((other) => edgeId(other) !== edgeId(edge)), edge] };
            const closesLoop = findCycle(wouldBe) !== undefined;
            expect(canConnect(policy, edge).ok).toBe(!closesLoop);
          }
        }
      }
    }),
    { numRuns: 40 },
  );
});
