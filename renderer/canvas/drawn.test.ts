import { describe, expect, it } from 'vitest';
import { addNode, addNote, type Command, connect, foldGroup, groupNodes } from '../../shared/edit/index.ts';
import { POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { drawnOf } from './drawn.ts';
import { flowNodes } from './flow.ts';
import { boundsOf, cardsOf } from './geometry.ts';
import { joinCommands, memberPlaces, moveCommand } from './moves.ts';
import { drawingSvg } from './picture.ts';
import { tidyLayout } from './tidy.ts';
import { wireMarks } from './wire-marks.ts';
import { closeGapCommand, wrapCommand } from './wrap.ts';

const empty: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: { id: 'p', name: 'P', description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
};
const after = (document: PolicyDocument, ...commands: readonly Command[]): PolicyDocument =>
  commands.reduce((before, command) => command.apply(before), document);
const ladder = after(
  empty,
  addNode({ kind: 'entry', id: 'entry', at: { x: 0, y: 0 } }),
  addNode({ kind: 'fallback', id: 'fallback', at: { x: 0, y: 90 } }),
  addNode({ kind: 'breaker', id: 'breaker', at: { x: 284, y: 90 } }),
  addNode({ kind: 'model', id: 'model', at: { x: 284, y: 180 } }),
  addNode({ kind: 'router', id: 'router', at: { x: 284, y: 320 } }),
  addNode({ kind: 'template', id: 'template', at: { x: 568, y: 320 } }),
  connect({ from: 'entry', port: 'next', to: 'fallback' }),
  connect({ from: 'fallback', port: 't1', to: 'breaker' }),
  connect({ from: 'fallback', port: 't2', to: 'router' }),
  connect({ from: 'breaker', port: 'next', to: 'model' }),
  connect({ from: 'router', port: 'r1', to: 'template' }),
  connect({ from: 'router', port: 'otherwise', to: 'template' }),
);
const wires = (document: PolicyDocument) => drawnOf(document).wires.map(({ id, to, edges }) => `${id} ${to} ${edges.length}`);

describe('a folded group', () => {
  const folded = after(ladder, groupNodes(['fallback', 'router'], { id: 'g', name: 'Choice' }), foldGroup('g', true));

  it('stands as one card with its wires to the outside, those to the same place as one', () => {
    const drawn = drawnOf(folded);
    expect(drawn.cards.map(({ node }) => node.id)).toEqual(['entry', 'breaker', 'model', 'template', 'group:g']);
    expect(wires(folded)).toEqual([
      'entry:next group:g 1',
      'group:g:to:breaker breaker 1',
      'breaker:next model 1',
      'group:g:to:template template 2',
    ]);
    expect(drawn.cardIdOf('router')).toBe('group:g');
  });

  it('moves its nodes, and only once', () => {
    const drawn = drawnOf(folded);
    const members = memberPlaces({ 'group:g': { x: 100, y: 190 } }, folded, drawn);
    expect(members).toEqual({ fallback: { x: 100, y: 190 }, router: { x: 384, y: 420 } });
    expect(moveCommand(members, folded, drawn)!.apply(folded).layout.nodes['router']).toEqual({ x: 384, y: 420 });
  });

  it('shows the worst finding inside, and merged wires by name', () => {
    const shared = {
      document: folded,
      drawn: drawnOf(folded),
      overlay: undefined,
      isReadOnly: false,
      selection: { nodes: [], edges: [], notes: [] },
    };
    const findings = [{ rule: 'router/x', severity: 'error', nodeId: 'router', path: [], message: 'Wrong.' }] as never;
    const card = flowNodes({ ...shared, moved: {}, findings, figures: null }).find(({ id }) => id === 'group:g');
    expect(card?.data['severity']).toBe('error');
    expect(wireMarks(shared).map(({ name }) => name)).toContain('Choice calls Template by 2 connections');
  });
});

describe('an open group', () => {
  const grouped = after(ladder, groupNodes(['breaker', 'model'], { id: 'g', name: 'Tier 1' }));

  it('has a frame around its cards, and a card that is let go over it joins', () => {
    const drawn = drawnOf(grouped);
    const [frame] = drawn.frames;
    expect(frame).toMatchObject({ x: 268, width: 264 });
    const [join] = joinCommands({ router: { x: 290, y: 130 } }, grouped, drawn);
    expect(join!.apply(grouped).layout.groups[0]!.nodeIds).toEqual(['breaker', 'model', 'router']);
    expect(joinCommands({ router: { x: 900, y: 130 } }, grouped, drawn)).toEqual([]);
  });

  it('is tidied as one block that nothing else stands in', () => {
    const tidy = { ...grouped, layout: { ...grouped.layout, nodes: tidyLayout(grouped) } };
    const [frame] = drawnOf(tidy).frames;
    for (const card of cardsOf(tidy)) {
      const isOutside =
        card.x >= frame!.x + frame!.width ||
        card.x + card.width <= frame!.x ||
        card.y >= frame!.y + frame!.height ||
        card.y + card.height <= frame!.y;
      expect(isOutside).toBe(!['breaker', 'model'].includes(card.node.id));
    }
  });

  it('takes in what wraps one of its nodes', () => {
    expect(wrapCommand(grouped, ['model'], 'retry').apply(grouped).layout.groups[0]!.nodeIds).toEqual(['breaker', 'model', 'retry']);
  });
});

describe('tidying a selection', () => {
  it('moves nothing else and keeps the corner', () => {
    const places = tidyLayout(ladder, ['breaker', 'model']);
    expect(Object.keys(places).sort()).toEqual(['breaker', 'model']);
    const bounds = boundsOf(
      cardsOf({ ...ladder, layout: { ...ladder.layout, nodes: { ...ladder.layout.nodes, ...places } } }).filter(
        ({ node }) => places[node.id],
      ),
    );
    expect(bounds).toMatchObject({ x: 284, y: 90 });
  });
});

describe('wrapping on the sheet', () => {
  it('makes room below, and closing the gap gives the same drawing back', () => {
    const wrapped = wrapCommand(ladder, ['breaker'], 'retry').apply(ladder);
    expect(wrapped.layout.nodes['retry']).toEqual({ x: 284, y: 90 });
    expect(wrapped.layout.nodes['breaker']).toEqual({ x: 284, y: 180 });
    const closed = closeGapCommand(wrapped, ['retry']).apply(wrapped);
    expect(closed.layout.nodes['breaker']).toEqual({ x: 284, y: 90 });
    expect(closed.policy).toEqual(ladder.policy);
  });

  it('opens a column for a fallback', () => {
    const wrapped = wrapCommand(ladder, ['breaker'], 'fallback').apply(ladder);
    expect(wrapped.layout.nodes['fallback-2']).toEqual({ x: 284, y: 90 });
    expect(wrapped.layout.nodes['model']).toEqual({ x: 568, y: 180 });
  });
});

it('a comment moves with its node and is written from the node’s corner', () => {
  const commented = after(ladder, addNote({ id: 'n', x: 200, y: -14, text: 'Why', nodeId: 'model' }));
  const drawn = drawnOf(commented);
  expect(moveCommand({ 'note:n': { x: 300, y: 200 } }, commented, drawn)!.apply(commented).layout.notes[0]).toMatchObject({ x: 16, y: 20 });
  const both = moveCommand({ 'note:n': { x: 490, y: 176 }, model: { x: 294, y: 190 } }, commented, drawn)!.apply(commented);
  expect(both.layout.notes[0]).toMatchObject({ x: 200, y: -14 });
});

it('the picture holds every name and no markup of a person’s', () => {
  const document = after(
    ladder,
    groupNodes(['breaker', 'model'], { id: 'g', name: 'A & <b>' }),
    addNote({ x: 0, y: 400, text: 'So\u0007 "it" is' }),
  );
  const svg = drawingSvg(
    document,
    () => '#123456',
    (text) => text.length * 6,
  );
  for (const { name } of document.policy.nodes) expect(svg).toContain(`>${name}<`);
  expect(svg).toContain('A &amp; &lt;b&gt;');
  expect(svg).toContain('So &quot;it&quot; is');
  expect(svg).not.toMatch(/NaN|undefined/);
  expect(svg).not.toContain('\u0007');
});
