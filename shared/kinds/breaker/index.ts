import type { NodeKind } from '../kind.ts';
import { type BreakerPlan, type BreakerState, breakerBehavior, prepareBreaker } from './behavior.ts';
import { breakerBounds } from './bounds.ts';
import { breakerCheck } from './check.ts';
import { type BreakerConfig, breakerDefaults, breakerExample, breakerSchema } from './config.ts';
import { breakerDescribe } from './describe.ts';
import { breakerFace } from './face.ts';
import { breakerFields } from './fields.ts';
import guide from './guide.md?raw';
import { breakerPresets } from './presets.ts';

export type { BreakerConfig } from './config.ts';

export const breaker: NodeKind<BreakerConfig, BreakerPlan, BreakerState> = {
  kind: 'breaker',
  config: { schema: breakerSchema, defaults: breakerDefaults, example: breakerExample },
  fields: breakerFields,
  face: breakerFace,
  check: breakerCheck,
  behavior: breakerBehavior,
  prepare: prepareBreaker,
  assumptions: (config, name) => [
    {
      subject: name,
      statement:
        config.lateResponses === 'discard'
          ? 'A reply to a call from before the last change of state decides nothing.'
          : config.lateResponses === 'count'
            ? 'A reply to a call from before the last change of state counts in the present state.'
            : 'A reply to a call from before the last change of state counts as if the breaker were closed.',
      basis: 'model',
    },
    {
      subject: name,
      statement: [...config.countsAs, ...config.opensAtOnceOn].includes('rate-limit')
        ? 'A rate limit counts as a failure.'
        : 'A rate limit does not count as a failure.',
      basis: 'model',
    },
    ...(config.openEnds === 'call'
      ? []
      : [
          {
            subject: name,
            statement: 'Its open time ends by itself, and its timeline shows that from the next call or reply on.',
            basis: 'model' as const,
          },
        ]),
  ],
  describe: breakerDescribe,
  presets: breakerPresets,
  bounds: breakerBounds,
  guide,
};
