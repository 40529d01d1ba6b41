/**
 * Positions of the points that no other point dominates: as good in every figure and better in one. All figures count as "smaller is
 * better". A point with a figure that is not there is on no front and dominates none. Equal points are on the front together. O(n²).
 */
export function paretoFront(points: readonly (readonly (number | null)[])[]): number[] {
  const whole = points.flatMap((point, position) => (point.includes(null) ? [] : [{ point: point as readonly number[], position }]));
  return whole.filter(({ point }) => !whole.some((other) => dominates(other.point, point))).map(({ position }) => position);
}

const dominates = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, i) => value <= b[i]!) && a.some((value, i) => value < b[i]!);
