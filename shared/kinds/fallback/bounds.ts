import { inTurn } from '../bounds.ts';
import type { Bound } from '../kind.ts';
import type { FallbackConfig } from './config.ts';

/** Every tier that can be reached fails as late and as dearly as it can. */
export const fallbackBounds: Bound<FallbackConfig> = (config, _node, view) => {
  const last = config.tiers.findIndex((tier) => tier.continueOn.length === 0);
  const reached = last < 0 ? config.tiers : config.tiers.slice(0, last + 1);
  return inTurn(reached.map((tier) => view.below(tier.id)));
};
