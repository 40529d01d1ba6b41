import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { type ConcurrencyLimitPlan, type ConcurrencyLimitState, concurrencyLimitBehavior, prepareConcurrencyLimit } from './behavior.ts';
import { concurrencyLimitBounds } from './bounds.ts';
import { concurrencyLimitCheck } from './check.ts';
import { type ConcurrencyLimitConfig, concurrencyLimitDefaults, concurrencyLimitExample, concurrencyLimitSchema } from './config.ts';
import { concurrencyLimitDescribe } from './describe.ts';
import { concurrencyLimitFace } from './face.ts';
import { concurrencyLimitFields } from './fields.ts';
import guide from './guide.md?raw';

export type { ConcurrencyLimitConfig } from './config.ts';

export const concurrencyLimit: NodeKind<ConcurrencyLimitConfig, ConcurrencyLimitPlan, ConcurrencyLimitState> = {
  kind: 'concurrency-limit',
  config: { schema: concurrencyLimitSchema, defaults: concurrencyLimitDefaults, example: concurrencyLimitExample },
  fields: concurrencyLimitFields,
  face: concurrencyLimitFace,
  check: concurrencyLimitCheck,
  behavior: concurrencyLimitBehavior,
  prepare: prepareConcurrencyLimit,
  assumptions,
  describe: concurrencyLimitDescribe,
  bounds: concurrencyLimitBounds,
  guide,
};

function assumptions(config: ConcurrencyLimitConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [
    {
      subject: name,
      statement: 'It is one limit for all instances of the application, and a slot is free again as soon as its caller gives up.',
      basis: 'model',
    },
  ];
  if (config.adapts === 'gradient2') {
    found.push({
      subject: name,
      statement:
        'Gradient2 looks at every call, not at windows of calls, with a queue allowance of 4, a smoothing of 0.2 and a long window of 600 calls.',
      basis: 'model',
    });
  }
  return found;
}
