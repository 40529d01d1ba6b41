import type { BudgetConfig, RateLimitConfig } from '../../../kinds/index.ts';

/** The application sends the user's name, or whatever stands for it, under this key. */
export const USER_KEY = 'metadata.user_id';
/** One account for all is one value of a key that every request sends alike. */
export const EVERYONE_KEY = 'metadata.policy';

const DAY_S = 86_400;
const PERIODS_S = { day: DAY_S, month: 30 * DAY_S } as const;

/** Properties of a `rate` element. */
export interface Limit {
  readonly key: string;
  readonly limit: number;
  readonly limitType: 'count' | 'cost';
  readonly window: number;
}

export const mapBudget = ({ scope, limitUsd, period }: BudgetConfig): Limit => ({
  key: scope === 'user' ? USER_KEY : EVERYONE_KEY,
  limit: limitUsd,
  limitType: 'cost',
  window: PERIODS_S[period],
});

/** The shortest of a minute, an hour and a day in which the drawn rate is a whole number of requests, 1 or more; a day and the next whole number otherwise. */
export function mapRateLimit({ requestsPerMin, scope, key }: RateLimitConfig): Limit {
  const perMin = requestsPerMin ?? 0;
  const window = [60, 3_600, DAY_S].find((seconds) => isWhole((perMin * seconds) / 60)) ?? DAY_S;
  return {
    key: scope === 'user' ? USER_KEY : scope === 'metadata' && key.trim() !== '' ? `metadata.${key.trim()}` : EVERYONE_KEY,
    limit: Math.max(1, Math.ceil((perMin * window) / 60 - 1e-9)),
    limitType: 'count',
    window,
  };
}

const isWhole = (count: number): boolean => count >= 1 && Math.abs(count - Math.round(count)) < 1e-9;
