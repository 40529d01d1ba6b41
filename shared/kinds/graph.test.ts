import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy, PolicyEdge } from '../model/index.ts';
import { ancestors, findCycle, graphView, reachable } from './graph.ts';

const edges = (...wires: string[]): PolicyEdge[] =>
  wires.map((wire) => {
    const [from, port, to] = wire.split(/[: ]/) as [string, string, string];
    return { from, port, to };
  });
const policyOf = (wires: PolicyEdge[]): Policy => ({
  id: 'p',
  name: 'P',
  description: '',
  providers: [],
  silenced: [],
  promises: [],
  nodes: [...new Set(wires.flatMap((edge) => [edge.from, edge.to]))].map((id) => ({ id, kind: 'retry', name: id, config: {} })),
  edges: wires,
});

test.each([
  ['a chain', edges('a:next b', 'b:next c'), undefined],
  ['a diamond', edges('a:x b', 'a:y c', 'b:next d', 'c:next d'), undefined],
  ['a loop of one', edges('a:next a'), ['a']],
  ['a loop below a chain, told from its smallest id', edges('z:next c', 'c:next b', 'b:next a', 'a:next c'), ['a', 'c', 'b']],
])('%s', (_name, wires, cycle) => {
  expect(findCycle({ edges: wires })).toEqual(cycle);
});

test('a graph drawn downwards only has no cycle; one wire back up from the end makes one', () => {
  const downwards = fc
    .array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 60 })
    .map((pairs) => pairs.map(([from, step], i) => ({ from: `n${from}`, port: `p${i}`, to: `n${from + step}` })));
  fc.assert(
    fc.property(downwards, (wires) => {
      expect(findCycle({ edges: wires })).toBeUndefined();
      const [first] = wires as [PolicyEdge, ...PolicyEdge[]];
      const cycle = findCycle({ edges: [...wires, { from: first.to, port: 'back', to: first.from }] });
      expect(cycle).toEqual(expect.arrayContaining([first.from, first.to]));
    }),
  );
});

test('a chain as long as a document may hold overflows no stack', () => {
  const wires = Array.from({ length: 20_000 }, (_, i) => ({ from: `n${i}`, port: 'next', to: `n${i + 1}` }));
  expect(findCycle({ edges: wires })).toBeUndefined();
  expect(reachable({ edges: wires }, ['n0']).size).toBe(20_001);
});

test('callers, targets and everything above', () => {
  const graph = graphView(policyOf(edges('a:next b', 'b:next d', 'c:next d', 'c:other d')));
  expect(graph.target('a', 'next')?.id).toBe('b');
  expect(graph.target('a', 'other')).toBeUndefined();
  expect(graph.callers('d').map((node) => node.id)).toEqual(['b', 'c']);
  expect(
    ancestors(graph, 'd')
      .map((node) => node.id)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});
