import type { Interval } from '../model/index.ts';

/** t(0.975; ν) for ν = 1…10: NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2. */
const T_975 = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281] as const;
const Z_975 = 1.959963984540054;

/**
 * 97.5 % quantile of Student's t. Above ten degrees of freedom the expansion of Abramowitz and Stegun 26.7.5 is right to
 * four decimals. Throws below one degree of freedom: one run has no spread.
 */
export function tQuantile975(degreesOfFreedom: number): number {
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new Error(`a t quantile needs a whole number of degrees of freedom of 1 or more, got ${degreesOfFreedom}`);
  }
  const tabled = T_975[degreesOfFreedom - 1];
  if (tabled !== undefined) return tabled;
  const z = Z_975;
  const n = degreesOfFreedom;
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * n ** 4)
  );
}

/** 95 % t-interval of the mean; needs two values or more. */
export function interval95(values: readonly number[]): Interval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = tQuantile975(count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half };
}

/**
 * 95 % t-interval of the mean difference `others[i] − firsts[i]`. Pairs share their luck, so most of the noise cancels; two
 * separate intervals would keep it. Null where a side lacks its figure in any pair: an interval over the rest would flatter.
 */
export function pairedInterval95(firsts: readonly (number | null)[], others: readonly (number | null)[]): Interval | null {
  if (firsts.length !== others.length) throw new Error(`pairs need equal counts, got ${firsts.length} and ${others.length}`);
  const differences: number[] = [];
  for (let i = 0; i < firsts.length; i++) {
    const first = firsts[i] ?? null;
    const other = others[i] ?? null;
    if (first === null || other === null) return null;
    differences.push(other - first);
  }
  return interval95(differences);
}
