import type { FallbackConfig } from '../../../kinds/index.ts';
import type { Branch, Target } from '../schema.ts';
import { statusesOf } from '../statuses.ts';

/**
 * One list of statuses holds for all targets of a fallback, so that tiers which lead on after different failures are fallbacks one in the other: the last status
 * of the inner one is held against nothing, since it is the last target of the outer one.
 */
export function mapFallback({ tiers }: Pick<FallbackConfig, 'tiers'>, targets: readonly Target[]): Target {
  const lists = tiers.map(({ continueOn }) => statusesOf(continueOn));
  const from = (first: number): Target => {
    const own = lists[first]!;
    let end = first + 1;
    while (end < targets.length - 1 && lists[end]!.join() === own.join()) end++;
    if (end >= targets.length) return targets[first]!;
    const branch: Branch = { strategy: { mode: 'fallback', on_status_codes: own }, targets: [...targets.slice(first, end), from(end)] };
    return branch;
  };
  return from(0);
}
