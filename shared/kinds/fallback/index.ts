import type { NodeKind } from '../kind.ts';
import { type FallbackPlan, fallbackBehavior, prepareFallback } from './behavior.ts';
import { fallbackBounds } from './bounds.ts';
import { fallbackCheck } from './check.ts';
import { type FallbackConfig, fallbackDefaults, fallbackExample, fallbackSchema } from './config.ts';
import { fallbackDescribe } from './describe.ts';
import { fallbackFace } from './face.ts';
import { fallbackFields } from './fields.ts';
import guide from './guide.md?raw';

export type { FallbackConfig, FallbackTier } from './config.ts';

export const fallback: NodeKind<FallbackConfig, FallbackPlan, null> = {
  kind: 'fallback',
  config: { schema: fallbackSchema, defaults: fallbackDefaults, example: fallbackExample },
  fields: fallbackFields,
  face: fallbackFace,
  check: fallbackCheck,
  behavior: fallbackBehavior,
  prepare: prepareFallback,
  // Order is all that it decides; there is nothing to assume.
  assumptions: () => [],
  describe: fallbackDescribe,
  bounds: fallbackBounds,
  guide,
};
