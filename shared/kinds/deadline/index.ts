import type { NodeKind } from '../kind.ts';
import { type DeadlinePlan, deadlineBehavior, prepareDeadline } from './behavior.ts';
import { deadlineBounds } from './bounds.ts';
import { deadlineCheck } from './check.ts';
import { type DeadlineConfig, deadlineDefaults, deadlineExample, deadlineSchema } from './config.ts';
import { deadlineDescribe } from './describe.ts';
import { deadlineFace } from './face.ts';
import { deadlineFields } from './fields.ts';
import guide from './guide.md?raw';

export type { DeadlineConfig } from './config.ts';

export const deadline: NodeKind<DeadlineConfig, DeadlinePlan, null> = {
  kind: 'deadline',
  config: { schema: deadlineSchema, defaults: deadlineDefaults, example: deadlineExample },
  fields: deadlineFields,
  face: deadlineFace,
  check: deadlineCheck,
  behavior: deadlineBehavior,
  prepare: prepareDeadline,
  assumptions: () => [],
  describe: deadlineDescribe,
  bounds: deadlineBounds,
  guide,
};
