import { worstOf } from '../bounds.ts';
import type { Bound } from '../kind.ts';
import type { BudgetConfig } from './config.ts';

/** What is held back bounds nothing: a request that was let through runs to its end. */
export const budgetBounds: Bound<BudgetConfig> = (config, _node, view) =>
  config.atLimit === 'downgrade' ? worstOf([view.below('next'), view.below('over')]) : view.below('next');
