import type { Ms, Usd } from '../model/index.ts';

const HOUR_MS = 3_600_000;

/**
 * What throughput that is paid by the hour costs while the traffic lasts, from its first to its last arrival. Work that ends later is not
 * charged for: the contract goes on, but so would the traffic, and a review of the next morning must not make a minute of traffic cost a day.
 */
export const provisionedFeeUsd = (usdPerHour: Usd, trafficMs: Ms): Usd => (usdPerHour * trafficMs) / HOUR_MS;

/** Money by bucket with the fee spread evenly over the traffic, so that the series still sums to the cost. */
export function withFee(usd: readonly Usd[], feeUsd: Usd, trafficMs: Ms, bucketMs: Ms): Usd[] {
  return usd.map((spent, bucket) => {
    const coveredMs = Math.min(trafficMs, (bucket + 1) * bucketMs) - bucket * bucketMs;
    return coveredMs > 0 ? spent + (feeUsd * coveredMs) / trafficMs : spent;
  });
}
