import { numberText, percentText, type Route } from '../../../shared/kinds/index.ts';
import { words } from '../../words/index.ts';

/** How a range is written: with a lower end, an upper end, or both. */
export type Comparison = 'from' | 'under' | 'between';

interface Range {
  readonly min: number;
  /** null = no end. */
  readonly max: number | null;
}

/** The range that a route's own criterion reads; undefined for one that reads none. At 1, a complexity has no upper end. */
export function rangeOf(route: Route): Range | undefined {
  if (route.condition === 'input-tokens') return { min: route.minInputTokens, max: route.maxInputTokens };
  if (route.condition === 'complexity') return { min: route.minComplexity, max: route.maxComplexity >= 1 ? null : route.maxComplexity };
  return undefined;
}

export const comparisonOf = ({ min, max }: Range): Comparison => (max === null ? 'from' : min === 0 ? 'under' : 'between');

/** The route with its range written otherwise; ends that come to be get a figure that leaves the range open. */
export function compared(route: Route, comparison: Comparison): Route {
  const range = rangeOf(route);
  if (range === undefined) return route;
  const isTokens = route.condition === 'input-tokens';
  const min = comparison === 'under' ? 0 : range.min;
  const furthest = isTokens ? (range.min === 0 ? 6000 : range.min * 2) : (range.min + 1) / 2;
  const max = comparison === 'from' ? null : (range.max ?? (comparison === 'under' && range.min > 0 ? range.min : furthest));
  return isTokens ? { ...route, minInputTokens: min, maxInputTokens: max } : { ...route, minComplexity: min, maxComplexity: max ?? 1 };
}

export const valuesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  ),
];

/** What the condition says, read back as a sentence without its subject, the request. */
export function sentenceOf(route: Route): string {
  const range = rangeOf(route);
  if (range !== undefined) {
    if (range.max !== null && range.max <= range.min) return words.routes.unfinished;
    const write = route.condition === 'input-tokens' ? numberText : percentText;
    const from = range.min === 0 ? null : write(range.min);
    const to = range.max === null ? null : write(range.max);
    return route.condition === 'input-tokens' ? words.routes.whenTokens(from, to) : words.routes.whenComplexity(from, to);
  }
  if (route.condition === 'percentage') return words.routes.whenShare(percentText(route.share));
  const column = route.key.trim();
  const values = valuesOf(route.values);
  return column === '' || values.length === 0 ? words.routes.unfinished : words.routes.whenMetadata(column, values);
}

export interface ShareSegment {
  /** Position of the route; null = what no share takes and goes on. */
  readonly index: number | null;
  /** 0..1 of what comes to the first share. */
  readonly share: number;
}

/** What each share takes of the requests that come to the first of them: 20 % and then half leave 40 %. Empty without shares. */
export function shareSegments(routes: readonly Route[]): readonly ShareSegment[] {
  let left = 1;
  const segments: ShareSegment[] = [];
  routes.forEach((route, index) => {
    if (route.condition !== 'percentage') return;
    segments.push({ index, share: left * route.share });
    left *= 1 - route.share;
  });
  return segments.length === 0 ? [] : [...segments, { index: null, share: left }];
}
