import type { NodeKind } from '../kind.ts';
import { prepareTimeout, type TimeoutPlan, timeoutBehavior } from './behavior.ts';
import { timeoutBounds } from './bounds.ts';
import { timeoutCheck } from './check.ts';
import { type TimeoutConfig, timeoutDefaults, timeoutExample, timeoutSchema } from './config.ts';
import { timeoutDescribe } from './describe.ts';
import { timeoutFace } from './face.ts';
import { timeoutFields } from './fields.ts';
import guide from './guide.md?raw';

export type { TimeoutConfig } from './config.ts';

export const timeout: NodeKind<TimeoutConfig, TimeoutPlan, null> = {
  kind: 'timeout',
  config: { schema: timeoutSchema, defaults: timeoutDefaults, example: timeoutExample },
  fields: timeoutFields,
  face: timeoutFace,
  check: timeoutCheck,
  behavior: timeoutBehavior,
  prepare: prepareTimeout,
  assumptions: () => [],
  describe: timeoutDescribe,
  bounds: timeoutBounds,
  guide,
};
