import type { Change, Comparison, Difference } from '../../shared/model/index.ts';
import type { JudgedId } from './figures.ts';

/** One point of a sweep: what it sets, what the figures become, how that differs from the policy as drawn. */
export interface SweepPoint {
  readonly id: string;
  /** Empty for the policy as drawn. */
  readonly changes: readonly Change[];
  readonly means: Readonly<Record<string, number | null>>;
  readonly differences: Readonly<Record<string, Difference | null>>;
  /** No other point beats it in availability, P95 and cost at once. */
  readonly isFront: boolean;
}

export function sweepPoints({ plan, results, paretoFronts }: Comparison): SweepPoint[] {
  const front = new Set(paretoFronts[0]?.variants);
  const found = new Map(results.map((result) => [result.variant, result]));
  return plan.variants.flatMap(({ id, changes }) => {
    const result = found.get(id);
    return result === undefined ? [] : [{ id, changes, means: result.means, differences: result.differences, isFront: front.has(id) }];
  });
}

/** Figures of the front that differ between the points, best for a picture first; the first two of the front where nothing differs. */
export function tellingFigures(points: readonly SweepPoint[]): readonly [x: JudgedId, y: JudgedId] {
  const differs = (id: JudgedId): boolean => new Set(points.map(({ means }) => means[id])).size > 1;
  const order: readonly JudgedId[] = ['usdPerRequest', 'availability', 'p95Ms', 'tier1Share'];
  const telling = order.filter(differs);
  const [x = 'usdPerRequest', y = telling[0] === 'availability' ? 'usdPerRequest' : 'availability'] = telling;
  return [x, y];
}
