/** `#rrggbb` of two such colours; `share` of the first, 0..1. A canvas has no `color-mix` in every browser that the app meets. */
export function mixed(first: string, second: string, share: number): string {
  const parts = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const [a, b] = [parts(first), parts(second)];
  if ([...a, ...b].some(Number.isNaN)) return first;
  return `#${a
    .map((value, i) =>
      Math.round(value * share + b[i]! * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Shares of a state's own colour for things of that one state that stand on each other. */
export const SHADES = [1, 0.62, 0.36, 0.18] as const;
