import { inTurn } from '../bounds.ts';
import type { Bound } from '../kind.ts';
import type { ExecutionGuardConfig } from './config.ts';

/** One call; how many calls of a request may pass is a matter of whoever calls. */
export const executionGuardBounds: Bound<ExecutionGuardConfig> = (config, _node, view) =>
  config.approval === 'none' ? view.below('next') : inTurn([view.below('approve'), view.below('next')]);
