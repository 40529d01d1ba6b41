import type { NodeKind } from '../kind.ts';
import { prepareRetry, type RetryPlan, retryBehavior } from './behavior.ts';
import { retryBounds } from './bounds.ts';
import { retryCheck } from './check.ts';
import { type RetryConfig, retryDefaults, retryExample, retrySchema } from './config.ts';
import { retryDescribe } from './describe.ts';
import { retryFace } from './face.ts';
import { retryFields } from './fields.ts';
import guide from './guide.md?raw';

export { retryDelayMs } from './behavior.ts';
export type { RetryConfig } from './config.ts';

export const retry: NodeKind<RetryConfig, RetryPlan, null> = {
  kind: 'retry',
  config: { schema: retrySchema, defaults: retryDefaults, example: retryExample },
  fields: retryFields,
  face: retryFace,
  check: retryCheck,
  behavior: retryBehavior,
  prepare: prepareRetry,
  assumptions: () => [],
  describe: retryDescribe,
  bounds: retryBounds,
  guide,
};
