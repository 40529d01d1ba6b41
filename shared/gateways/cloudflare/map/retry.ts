import type { RetryConfig } from '../../../kinds/index.ts';

/** "Up to 5" in the documentation of the gateway's retries; the types of the API know no bound. */
export const MOST_RETRIES = 5;

export const mapRetry = ({ maxRetries }: Pick<RetryConfig, 'maxRetries'>): number => Math.min(MOST_RETRIES, maxRetries);

/** A setting of the whole gateway, "Retry Requests": a route says only how often. */
export interface RetryWait {
  readonly delayMs: number;
  readonly backoff: 'constant' | 'exponential';
}

/** What the dashboard offers. */
const DELAYS_MS = [100, 500, 1_000, 2_000, 3_000, 5_000] as const;

/** The setting that comes nearest to what is drawn. */
export function nearestWait({ baseMs, multiplier }: Pick<RetryConfig, 'baseMs' | 'multiplier'>): RetryWait {
  const apart = (delayMs: number): number => Math.abs(Math.log(delayMs / Math.max(1, baseMs)));
  const [delayMs] = [...DELAYS_MS].sort((a, b) => apart(a) - apart(b)) as [number];
  return { delayMs, backoff: multiplier >= 1.5 ? 'exponential' : 'constant' };
}
