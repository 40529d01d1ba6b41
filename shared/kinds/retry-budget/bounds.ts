import type { Bound } from '../kind.ts';
import type { RetryBudgetConfig } from './config.ts';

/** A budget is shared, so nothing is certain about one request: in a quiet hour all its retries pass. */
export const retryBudgetBounds: Bound<RetryBudgetConfig> = (_config, _node, view) => view.below('next');
