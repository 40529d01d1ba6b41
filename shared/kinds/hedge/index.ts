import type { NodeKind } from '../kind.ts';
import { type HedgePlan, hedgeBehavior, prepareHedge } from './behavior.ts';
import { hedgeBounds } from './bounds.ts';
import { hedgeCheck } from './check.ts';
import { type HedgeConfig, hedgeDefaults, hedgeExample, hedgeSchema } from './config.ts';
import { hedgeDescribe } from './describe.ts';
import { hedgeFace } from './face.ts';
import { hedgeFields } from './fields.ts';
import guide from './guide.md?raw';

export type { HedgeConfig } from './config.ts';

export const hedge: NodeKind<HedgeConfig, HedgePlan, null> = {
  kind: 'hedge',
  config: { schema: hedgeSchema, defaults: hedgeDefaults, example: hedgeExample },
  fields: hedgeFields,
  face: hedgeFace,
  check: hedgeCheck,
  behavior: hedgeBehavior,
  prepare: prepareHedge,
  assumptions: () => [],
  describe: hedgeDescribe,
  bounds: hedgeBounds,
  guide,
};
