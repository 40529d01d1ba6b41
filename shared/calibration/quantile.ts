/** Value at a share of sorted values, on a straight line between its neighbours; NaN of none. */
export function quantileOf(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const value = sorted[below]!;
  return below + 1 < sorted.length ? value + (at - below) * (sorted[below + 1]! - value) : value;
}
