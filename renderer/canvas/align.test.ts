import { describe, expect, it } from 'vitest';
import { aligned, distributed, snapped } from './align.ts';
import { cardOf } from './geometry.ts';

const card = (id: string, x: number, y: number, kind = 'model') => cardOf({ id, kind, name: id, config: {} }, { x, y });

describe('alignment', () => {
  const cards = [card('a', 0, 0), card('b', 30, 100), card('c', 300, 230)];

  it('puts edges or middles in line and leaves the other axis alone', () => {
    expect(aligned(cards, 'left')).toEqual({ a: { x: 0, y: 0 }, b: { x: 0, y: 100 }, c: { x: 0, y: 230 } });
    expect(aligned(cards, 'bottom')['a']).toEqual({ x: 0, y: 230 });
    expect(aligned(cards, 'centre')['c']).toEqual({ x: 150, y: 230 });
  });

  it('leaves the same air between neighbours, and the outermost where they are', () => {
    const places = distributed(cards, 'down');
    expect(places['a']).toEqual({ x: 0, y: 0 });
    expect(places['c']).toEqual({ x: 300, y: 230 });
    expect(places['b']!.y - 68).toBeCloseTo(230 - (places['b']!.y + 68));
  });
});

describe('snapping', () => {
  it('puts a card in line with a near one and shows with which', () => {
    const { at, guides } = snapped({ x: 4, y: 300, width: 232, height: 68 }, [card('a', 0, 0)], false);
    expect(at).toEqual({ x: 0, y: 300 });
    expect(guides).toEqual([{ axis: 'x', at: 0, from: -8, to: 376 }]);
  });

  it('lets a card stand where nothing is near, on the grid when that is wanted', () => {
    const block = { x: 413, y: 318, width: 232, height: 68 };
    expect(snapped(block, [card('a', 0, 0)], false)).toEqual({ at: { x: 413, y: 318 }, guides: [] });
    expect(snapped(block, [card('a', 0, 0)], true).at).toEqual({ x: 410, y: 320 });
  });
});
