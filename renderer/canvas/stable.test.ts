import { expect, it } from 'vitest';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { bigPolicy } from '../../test/bench/big-policy.ts';
import { drawnOf } from './drawn.ts';
import { flowEdges, flowNodes } from './flow.ts';
import { stable } from './stable.ts';
import { WireMemory } from './wire-memory.ts';

const document: PolicyDocument = bigPolicy(4);
const selection = { nodes: [], edges: [], notes: [] };
const base = { document, overlay: undefined, isReadOnly: false, selection };

it('a card that is dragged leaves the objects of all cards and wires that it does not touch', () => {
  const memory = new WireMemory();
  const draw = (x: number) => {
    const moved = { 'b0-model-1': { x, y: 400 } };
    const drawn = drawnOf(document, false, moved, memory);
    return { nodes: flowNodes({ ...base, drawn, moved, findings: [], figures: null }), edges: flowEdges({ ...base, drawn }) };
  };
  const first = draw(900);
  const second = draw(910);
  const changed = (before: readonly { id: string }[], after: readonly { id: string }[]) =>
    stable(before, after).flatMap((item, at) => (item === before[at] ? [] : item.id));
  expect(changed(first.nodes, second.nodes)).toContain('b0-model-1');
  expect(changed(first.nodes, second.nodes).length).toBeLessThan(4);
  expect(changed(first.edges, second.edges).length).toBeLessThan(6);
  expect(stable(second.nodes, draw(910).nodes)).toBe(second.nodes);
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
  for (const place of ways) {
    const inHand = drawnOf(document, false, { 'b0-breaker-2': place }, memory).wires;
    expect(inHand.filter(({ from, to }) => from === 'b0-breaker-2' || to === 'b0-breaker-2')).toEqual(
      drawnOf(document, false, { 'b0-breaker-2': place }).wires.filter(({ from, to }) => from === 'b0-breaker-2' || to === 'b0-breaker-2'),
    );
    // Let go: now all others make room.
    const put = () => ({ ...document, layout: { ...document.layout, nodes: { ...document.layout.nodes, 'b0-breaker-2': place } } });
    expect(drawnOf(put(), false, {}, memory).wires).toEqual(drawnOf(put()).wires);
  }
});
