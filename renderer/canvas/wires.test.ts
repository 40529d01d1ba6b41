import { describe, expect, it } from 'vitest';
import type { Port } from '../../shared/kinds/index.ts';
import type { Card } from './geometry.ts';
import { labelPlace, offsetPoints, wirePath, wiresOf, wireWidth } from './wires.ts';

const port = (id: string): Port => ({ id, label: id, required: true });

function card(id: string, x: number, y: number, ports: readonly string[] = [], height = 68): Card {
  const hasRows = ports.length > 1;
  return {
    node: { id, kind: 'x', name: id, config: {} },
    silhouette: 'plain',
    isCallable: true,
    x,
    y,
    width: 232,
    height,
    hasRows,
    ports: ports.map((name, i) => ({
      port: port(name),
      at: hasRows ? { x: 232, y: 86 + 28 * i } : { x: 116, y: height },
      side: hasRows ? ('right' as const) : ('free' as const),
    })),
  };
}

const crosses = (points: readonly { x: number; y: number }[], box: Card): boolean =>
  points.some((b, i) => {
    const a = points[i - 1];
    return (
      a !== undefined &&
      Math.min(a.x, b.x) < box.x + box.width &&
      Math.max(a.x, b.x) > box.x &&
      Math.min(a.y, b.y) < box.y + box.height &&
      Math.max(a.y, b.y) > box.y
    );
  });

describe('wires', () => {
  it('run straight down to the card below', () => {
    const [wire] = wiresOf([{ from: 'a', port: 'next', to: 'b' }], [card('a', 0, 0, ['next']), card('b', 0, 90)]);
    expect(wire?.points).toEqual([
      { x: 116, y: 68 },
      { x: 116, y: 90 },
    ]);
  });

  it('turn only at right angles and never through another card', () => {
    const cards = [card('a', 0, 0, ['p', 'q'], 130), card('b', 284, 0), card('wall', 284, 90), card('c', 568, 100)];
    const wires = wiresOf(
      [
        { from: 'a', port: 'p', to: 'b' },
        { from: 'a', port: 'q', to: 'c' },
      ],
      cards,
    );
    expect(wires).toHaveLength(2);
    for (const { points } of wires) {
      points.slice(1).forEach((point, i) => {
        const before = points[i]!;
        expect(point.x === before.x || point.y === before.y).toBe(true);
      });
    }
    expect(crosses(wires[1]!.points, cards[2]!)).toBe(false);
    expect(crosses(wires[1]!.points, cards[1]!)).toBe(false);
  });

  it('give wires of one column channels of their own, so that none crosses another', () => {
    const cards = [card('a', 0, 100, ['p', 'q', 'r'], 158), card('b', 284, 0), card('c', 284, 300), card('d', 284, 420)];
    const [up, near, far] = wiresOf(
      [
        { from: 'a', port: 'p', to: 'b' },
        { from: 'a', port: 'q', to: 'c' },
        { from: 'a', port: 'r', to: 'd' },
      ],
      cards,
    ).map(({ points }) => points[1]!.x);
    // The lowest start turns first, else it would cross the wire above it.
    expect(far!).toBeLessThan(near!);
    expect(up).toBeDefined();
  });

  it('leave out edges whose port or node is gone', () => {
    expect(wiresOf([{ from: 'a', port: 'gone', to: 'b' }], [card('a', 0, 0, ['next']), card('b', 0, 90)])).toEqual([]);
    expect(wiresOf([{ from: 'a', port: 'next', to: 'gone' }], [card('a', 0, 0, ['next'])])).toEqual([]);
  });

  it('keep strands parallel round a corner', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 40 },
    ];
    expect(offsetPoints(points, 3)).toEqual([
      { x: 0, y: 3 },
      { x: 17, y: 3 },
      { x: 17, y: 40 },
    ]);
  });

  it('soften a corner by no more than half of the shorter stretch', () => {
    expect(
      wirePath([
        { x: 0, y: 0 },
        { x: 4, y: 0 },
        { x: 4, y: 40 },
      ]),
    ).toBe('M0 0L2 0Q4 0 4 2L4 40');
  });

  it('grow with the logarithm of calls', () => {
    expect(wireWidth(0)).toBe(1.5);
    expect(wireWidth(8)).toBeGreaterThan(wireWidth(1));
    expect(wireWidth(80) / wireWidth(8)).toBeLessThan(2);
  });

  it('gives a label the longest stretch, and says which way that runs and how far', () => {
    const corner = { x: 20, y: 0 };
    expect(labelPlace([{ x: 0, y: 0 }, corner, { x: 20, y: 200 }])).toEqual({ x: 20, y: 100, isVertical: true, length: 200 });
    expect(
      labelPlace([
        { x: 0, y: 0 },
        { x: 52, y: 0 },
      ]),
    ).toEqual({ x: 26, y: 0, isVertical: false, length: 52 });
    // Words lie level, so a level stretch wins over one that is a little longer.
    expect(
      labelPlace([
        { x: 0, y: 0 },
        { x: 100, y: 0 },
        { x: 100, y: 150 },
      ]),
    ).toMatchObject({ isVertical: false });
  });
});
