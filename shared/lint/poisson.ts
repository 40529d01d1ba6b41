import type { Ratio } from '../model/index.ts';

/** P(X ≥ k) for X of a Poisson distribution; `k` whole, 1 or more. Summed from the smaller side, so that rare is not lost in rounding. */
export function poissonTail(mean: number, k: number): Ratio {
  if (mean <= 0) return 0;
  const logMean = Math.log(mean);
  let logTerm = -mean;
  const first = mean < k ? k : k - 1;
  for (let i = 1; i <= first; i++) logTerm += logMean - Math.log(i);
  let term = Math.exp(logTerm);
  let sum = 0;
  if (mean < k) {
    for (let i = k; term > sum * 1e-16; i++) {
      sum += term;
      term *= mean / (i + 1);
    }
    return sum;
  }
  for (let i = k - 1; i >= 0 && term > sum * 1e-16; i--) {
    sum += term;
    term *= i / mean;
  }
  return Math.max(0, 1 - sum);
}

/** The smallest k with P(X ≥ k) of at most `share`. */
export function poissonThreshold(mean: number, share: Ratio): number {
  let k = Math.max(1, Math.ceil(mean));
  while (poissonTail(mean, k) > share) k += Math.max(1, Math.floor(Math.sqrt(mean) / 4));
  while (k > 1 && poissonTail(mean, k - 1) <= share) k--;
  return k;
}
