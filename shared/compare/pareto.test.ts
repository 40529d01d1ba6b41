import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paretoFront } from './pareto.ts';

it('keeps what no other point beats, equal points together', () => {
  expect(
    paretoFront([
      [1, 5],
      [2, 2],
      [5, 1],
      [3, 3],
      [2, 2],
      [6, 1],
    ]),
  ).toEqual([0, 1, 2, 4]);
});

it('passes over points that lack a figure', () => {
  expect(
    paretoFront([
      [null, 0],
      [1, 1],
    ]),
  ).toEqual([1]);
});

it('leaves out only points that one of the front dominates', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (points) => {
      const front = paretoFront(points);
      const isBeaten = (position: number): boolean =>
        points.some(
          (other) => other.every((value, i) => value <= points[position]![i]!) && other.some((value, i) => value < points[position]![i]!),
        );
      expect(front.length).toBeGreaterThan(0);
      points.forEach((_, position) => {
        expect(front.includes(position)).toBe(!isBeaten(position));
      });
    }),
  );
});
