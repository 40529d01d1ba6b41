import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { bigPolicy } from '../../test/bench/big-policy.ts';
import { type Drawn, drawnInHand, drawnOf } from './drawn.ts';
import { flowNodes, withHandles } from './flow.ts';
import { nodesInHand } from './in-hand.ts';
import { stable } from './stable.ts';
import { wireMarks } from './wire-marks.ts';
import { WireMemory } from './wire-memory.ts';

const document: PolicyDocument = bigPolicy(4);
const grouped: PolicyDocument = {
  ...document,
  layout: {
    ...document.layout,
    notes: [{ id: 'n', text: 'why', nodeId: 'b0-model-1', x: 240, y: -10 }],
    groups: [
      { id: 'open', name: 'Ways', nodeIds: ['b0-retry-1', 'b0-breaker-1', 'b0-model-1'], isFolded: false },
      { id: 'folded', name: 'Front', nodeIds: ['b1-entry', 'b1-guard', 'b1-budget'], isFolded: true },
    ],
  },
};
const selection = { nodes: [], edges: [], notes: [] };
const base = { overlay: undefined, isReadOnly: false, selection };
const nodesOf = (of: PolicyDocument, drawn: Drawn) => flowNodes({ ...base, document: of, drawn, moved: {}, findings: [], figures: null });
const put = (of: PolicyDocument, moved: Readonly<Record<string, { x: number; y: number }>>): PolicyDocument => ({
  ...of,
  layout: { ...of.layout, nodes: { ...of.layout.nodes, ...moved } },
});

it('a card in hand leaves the objects of all cards and wires that it does not touch', () => {
  const rest = drawnOf(document);
  const atRest = nodesOf(document, rest);
  const draw = (x: number) => {
    const moved = { 'b0-model-1': { x, y: 400 } };
    const drawn = drawnInHand(rest, document, moved);
    return { nodes: nodesInHand(atRest, rest, drawn, document, moved), drawn };
  };
  const { nodes, drawn } = draw(910);
  const changed = nodes.flatMap((node, at) => (node === atRest[at] ? [] : node.id));
  expect(changed).toContain('b0-model-1');
  expect(changed.length).toBeLessThan(4);
  expect(drawn.wires.filter((wire, at) => wire !== rest.wires[at]).map(({ id }) => id)).toEqual([...drawn.inHand!.wires.keys()]);
  expect(wireMarks({ ...base, document, drawn: rest })).toEqual(wireMarks({ ...base, document, drawn: rest }));
  expect(stable(nodes, draw(910).nodes)).toBe(nodes);
});

it('the sheet is the same object while nothing is in hand', () => {
  const rest = drawnOf(document);
  expect(drawnInHand(rest, document, {})).toBe(rest);
  expect(drawnInHand(rest, document, { 'note:n': { x: 1, y: 1 } })).toBe(rest);
});

it('cards in hand, their frames, headings, comments and handles stand where they will stand once they are let go', () => {
  const ids = ['b0-model-1', 'b0-retry-1', 'b0-fallback-2', 'b2-router'];
  fc.assert(
    fc.property(
      fc.subarray(ids, { minLength: 1 }),
      fc.integer({ min: -600, max: 900 }),
      fc.integer({ min: -300, max: 700 }),
      fc.boolean(),
      (inHand, dx, dy, hasFolded) => {
        const members = hasFolded ? [...inHand, 'b1-entry', 'b1-guard', 'b1-budget'] : inHand;
        const moved = Object.fromEntries(
          members.map((id) => [id, { x: grouped.layout.nodes[id]!.x + dx, y: grouped.layout.nodes[id]!.y + dy }]),
        );
        const rest = drawnOf(grouped);
        const drawn = drawnInHand(rest, grouped, moved);
        const after = drawnOf(put(grouped, moved));
        expect(drawn.cards).toEqual(after.cards);
        expect(drawn.frames).toEqual(after.frames);
        const nodes = withHandles(nodesInHand(nodesOf(grouped, rest), rest, drawn, grouped, moved), false);
        const known = new Map(withHandles(nodesOf(put(grouped, moved), after), false).map((node) => [node.id, node]));
        for (const node of nodes) {
          // Whether a tier keeps its heading is asked again when the card is let go.
          if (node.type === 'heading') continue;
          const { position, width, height } = known.get(node.id)!;
          expect({ position, width, height }).toEqual({ position: node.position, width: node.width, height: node.height });
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('wires led with a memory are those that are led without one, wherever a card has been before', () => {
  const memory = new WireMemory();
  const ways = [
    { x: 500, y: 300 },
    { x: 700, y: 520 },
    { x: 1_180, y: 90 },
    { x: 640, y: 10 },
    { x: 2_600, y: 700 },
  ];
  const touches = ({ from, to }: { from: string; to: string }) => from === 'b0-breaker-2' || to === 'b0-breaker-2';
  let at = document;
  for (const place of ways) {
    const moved = { 'b0-breaker-2': place };
    const rest = drawnOf(at, false, {}, memory);
    const inHand = drawnInHand(rest, at, moved).wires;
    at = put(document, moved);
    expect(inHand.filter(touches)).toEqual(drawnOf(put(document, moved)).wires.filter(touches));
    // Let go: now all others make room.
    expect(drawnOf(at, false, {}, memory).wires).toEqual(drawnOf(put(document, moved)).wires);
  }
});
