import type { NodeKind } from '../kind.ts';
import { prepareRetryBudget, type RetryBudgetPlan, type RetryBudgetState, retryBudgetBehavior } from './behavior.ts';
import { retryBudgetBounds } from './bounds.ts';
import { retryBudgetCheck } from './check.ts';
import { type RetryBudgetConfig, retryBudgetDefaults, retryBudgetExample, retryBudgetSchema } from './config.ts';
import { retryBudgetDescribe } from './describe.ts';
import { retryBudgetFace } from './face.ts';
import { retryBudgetFields } from './fields.ts';
import guide from './guide.md?raw';

export type { RetryBudgetConfig } from './config.ts';

export const retryBudget: NodeKind<RetryBudgetConfig, RetryBudgetPlan, RetryBudgetState> = {
  kind: 'retry-budget',
  config: { schema: retryBudgetSchema, defaults: retryBudgetDefaults, example: retryBudgetExample },
  fields: retryBudgetFields,
  face: retryBudgetFace,
  check: retryBudgetCheck,
  behavior: retryBudgetBehavior,
  prepare: prepareRetryBudget,
  assumptions: () => [],
  describe: retryBudgetDescribe,
  bounds: retryBudgetBounds,
  guide,
};
