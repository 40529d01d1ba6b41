import type { Bound } from '../kind.ts';
import type { ReviewConfig } from './config.ts';

/** Only a fixed patience bounds the wait (closed hours or not), and only a fixed time the case. */
export const reviewBounds: Bound<ReviewConfig> = (config) => ({
  latencyMs:
    (config.patienceShape === 'constant' ? config.patienceMs : Number.POSITIVE_INFINITY) +
    (config.caseShape === 'constant' ? config.minutesPerCase * 60_000 : Number.POSITIVE_INFINITY),
  attempts: 0,
  usd: config.usdPerCase,
});
