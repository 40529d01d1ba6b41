import { type Assumption, flawBit } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { durationText, numberText, percentText, usdText } from '../words.ts';
import { type CachePlan, cacheBehavior, prepareCache } from './behavior.ts';
import { cacheBounds } from './bounds.ts';
import { cacheCheck } from './check.ts';
import { type CacheConfig, cacheDefaults, cacheExample, cacheSchema } from './config.ts';
import { cacheDescribe } from './describe.ts';
import type { Entries } from './entries.ts';
import { cacheFace } from './face.ts';
import { cacheFields } from './fields.ts';
import guide from './guide.md?raw';

export type { CacheConfig } from './config.ts';

export const cache: NodeKind<CacheConfig, CachePlan, Entries> = {
  kind: 'cache',
  config: { schema: cacheSchema, defaults: cacheDefaults, example: cacheExample },
  fields: cacheFields,
  face: cacheFace,
  check: cacheCheck,
  behavior: cacheBehavior,
  prepare: prepareCache,
  assumptions,
  describe: cacheDescribe,
  bounds: cacheBounds,
  answers: (config) => ({
    tier: { keptDownTo: config.keepsDownToTier },
    by: 'an answer kept from before',
    text: null,
    successRate: null,
    p95Ms: config.latencyMs,
    usd: config.priceUsd,
    basis: [
      `A lookup takes ${durationText(config.latencyMs)} and costs ${usdText(config.priceUsd)}: set by hand, not recorded. How often an answer is kept, a rehearsal tells.`,
    ],
  }),
  flaws: (config) =>
    (config.mode === 'semantic' && config.nearMatchRate > 0 && config.falseHitRate > 0 ? flawBit('wrong') : 0) |
    (config.staleRate > 0 ? flawBit('stale') : 0),
  guide,
};

function assumptions(config: CacheConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [
    { subject: name, statement: 'It starts empty, and requests that miss together each go below.', basis: 'model' },
  ];
  const assumed = (statement: string) => found.push({ subject: name, statement, basis: 'assumed' });
  if (config.keys === 'drawn') {
    assumed(
      `Requests ask ${numberText(config.questions)} different questions with a Zipf exponent of ${numberText(config.zipfExponent)}: set by hand, not recorded.`,
    );
  }
  if (config.mode === 'semantic') {
    assumed(
      `${percentText(config.nearMatchRate)} of what is not kept finds a near match, ${percentText(config.falseHitRate)} of them wrong: set by hand, not recorded.`,
    );
  }
  if (config.staleRate > 0) {
    assumed(`${percentText(config.staleRate)} of the older answers that are used again no longer hold: set by hand, not recorded.`);
  }
  return found;
}
