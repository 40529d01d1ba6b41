import type { Usd } from '../../model/index.ts';
import { numberText, usdText } from '../words.ts';

/** Whole dollars without cents, as a limit is spoken of: "$60 000", "$2.50". */
export const limitText = (usd: Usd): string => (Number.isInteger(usd) ? `$${numberText(usd)}` : usdText(usd));

/** Billionths of a dollar, whole. Sums of them are exact, so that a limit is met at the very request at which arithmetic says so. */
export const nanoUsd = (usd: Usd): number => Math.round(usd * 1e9);

/**
 * Smallest whole amount that is at least `ratio × amount`. The ratio counts in millionths and the product is split, since
 * both the ratio as a binary fraction and the product beyond 2^53 would round: 0.8 × 1.0 must not become 0.8000000000000001.
 */
export function shareOf(amount: number, ratio: number): number {
  const millionths = Math.round(ratio * 1e6);
  const whole = Math.floor(amount / 1e6);
  const rest = amount - whole * 1e6;
  return millionths * whole + Math.ceil((millionths * rest) / 1e6);
}
