import { expect, it } from 'vitest';
import { type PolicyDocument, PROVIDER_DEFAULTS } from '../../shared/model/index.ts';
import { cardsOf } from './geometry.ts';
import { insertionOf, onlyWire } from './insert.ts';

const node = (id: string, kind: string) => ({ id, kind, name: id, config: {} });
const document: PolicyDocument = {
  format: 3,
  policy: {
    id: 'p',
    name: 'P',
    description: '',
    silenced: [],
    promises: [],
    providers: [{ id: 'a', name: 'A', ...PROVIDER_DEFAULTS, models: [] }],
    nodes: [node('entry', 'entry'), node('retry', 'retry'), node('model', 'model'), node('aside', 'template')],
    edges: [
      { from: 'entry', port: 'next', to: 'retry' },
      { from: 'retry', port: 'next', to: 'model' },
    ],
  },
  layout: {
    nodes: { entry: { x: 0, y: 0 }, retry: { x: 0, y: 90 }, model: { x: 0, y: 180 }, aside: { x: 284, y: 180 } },
    notes: [],
    groups: [],
  },
};
const inserted = (wire: string, kind: string): PolicyDocument =>
  insertionOf(document, wire, kind)!.commands.reduce((before, command) => command.apply(before), document);

it('puts a node between two others and makes room in that column only', () => {
  const { policy, layout } = inserted('retry:next', 'cache');
  expect(policy.edges).toEqual(
    expect.arrayContaining([
      { from: 'retry', port: 'next', to: 'cache' },
      { from: 'cache', port: 'next', to: 'model' },
    ]),
  );
  expect(policy.edges).toHaveLength(3);
  expect(layout.nodes).toMatchObject({ retry: { y: 90 }, cache: { x: 0, y: 180 }, model: { y: 270 }, aside: { y: 180 } });
});

it('covers no card, however high the new one is', () => {
  for (const kind of ['fallback', 'router', 'agent-loop', 'hedge']) {
    const cards = cardsOf(inserted('entry:next', kind));
    const column = cards.filter(({ x }) => x === 0).sort((a, b) => a.y - b.y);
    for (const [i, card] of column.entries()) if (i > 0) expect(card.y).toBeGreaterThan(column[i - 1]!.y + column[i - 1]!.height);
  }
});

it('leaves alone what cannot stand between two nodes', () => {
  for (const kind of ['entry', 'template', 'model', 'tool', 'unheard-of']) expect(insertionOf(document, 'entry:next', kind)).toBeNull();
  expect(insertionOf(document, 'gone:next', 'cache')).toBeNull();
});

it('goes to a wire only when nothing else is selected', () => {
  expect(onlyWire({ nodes: [], edges: ['entry:next'] })).toBe('entry:next');
  expect(onlyWire({ nodes: ['entry'], edges: ['entry:next'] })).toBeNull();
  expect(onlyWire({ nodes: [], edges: ['a', 'b'] })).toBeNull();
});
