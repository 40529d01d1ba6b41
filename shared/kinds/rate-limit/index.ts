import type { NodeKind } from '../kind.ts';
import { prepareRateLimit, type RateLimitPlan, type RateLimitState, rateLimitBehavior } from './behavior.ts';
import { rateLimitBounds } from './bounds.ts';
import { rateLimitCheck } from './check.ts';
import { type RateLimitConfig, rateLimitDefaults, rateLimitExample, rateLimitSchema } from './config.ts';
import { rateLimitDescribe } from './describe.ts';
import { rateLimitFace } from './face.ts';
import { rateLimitFields } from './fields.ts';
import guide from './guide.md?raw';

export type { RateLimitConfig } from './config.ts';

export const rateLimit: NodeKind<RateLimitConfig, RateLimitPlan, RateLimitState> = {
  kind: 'rate-limit',
  config: { schema: rateLimitSchema, defaults: rateLimitDefaults, example: rateLimitExample },
  fields: rateLimitFields,
  face: rateLimitFace,
  check: rateLimitCheck,
  behavior: rateLimitBehavior,
  prepare: prepareRateLimit,
  assumptions(config, name) {
    if (config.tokensPerMin === null) return [];
    return [{ subject: name, statement: 'The whole answer counts when a request passes, as if its length were known.', basis: 'model' }];
  },
  describe: rateLimitDescribe,
  bounds: rateLimitBounds,
  guide,
};
