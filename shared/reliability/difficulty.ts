import type { Ratio } from '../model/index.ts';
import { betaQuantile, logBeta, regularisedBeta } from './incomplete-beta.ts';

/**
 * How often a model solves the tasks of one kind. Tasks differ: the chance of success of a task is drawn from a Beta distribution with this
 * mean, and every trial of the task has that chance. Therefore trials of one task resemble each other, and "solved every time of k" falls much more
 * slowly with k than the mean to the power of k (τ-bench, Yao et al. 2024, arXiv 2406.12045, section 3).
 */
export interface Difficulty {
  /** Mean success rate: pass^1. */
  readonly mean: Ratio;
  /**
   * Correlation of two trials of one task, 1 ÷ (a + b + 1) in the terms of Beta(a, b): 0 = all tasks are alike, 1 = a task is solved always
   * or never.
   */
  readonly spread: Ratio;
}

/** Parameters of the Beta distribution; both are Infinity at a spread of 0 and 0 at a spread of 1. */
export function betaOf({ mean, spread }: Difficulty): { readonly a: number; readonly b: number } {
  const weight = (1 - spread) / spread;
  return { a: mean * weight, b: (1 - mean) * weight };
}

export function difficultyOf(a: number, b: number): Difficulty {
  return { mean: a / (a + b), spread: 1 / (a + b + 1) };
}

/** pass^k: the chance that k trials of one task all succeed; ∏ (a + i) ÷ (a + b + i) for i < k. */
export function passAll({ mean, spread }: Difficulty, k: number): Ratio {
  let chance = 1;
  for (let i = 0; i < k; i++) chance *= i === 0 ? mean : (mean * (1 - spread) + i * spread) / (1 - spread + i * spread);
  return chance;
}

/** pass@k: the chance that at least one of k trials of one task succeeds. */
export const passAny = ({ mean, spread }: Difficulty, k: number): Ratio => 1 - passAll({ mean: 1 - mean, spread }, k);

/**
 * The difficulty that has these chances of one success in one trial and of two in two. pass^2 lies between pass1² (all tasks alike) and
 * pass1; what sampling error puts outside is taken to the nearer end.
 */
export function fitDifficulty(pass1: Ratio, pass2: Ratio): Difficulty {
  const variance = pass1 * (1 - pass1);
  const spread = variance === 0 ? 0 : (pass2 - pass1 * pass1) / variance;
  return { mean: pass1, spread: Math.min(1, Math.max(0, spread)) };
}

/** Below this spread the tasks are as good as alike, and Beta(a, b) is too narrow for its own arithmetic. */
const LEAST_SPREAD = 1e-4;

/**
 * Success rates from the hardest to the easiest tasks: entry i is the mean over the tasks between the quantiles i ÷ n and (i + 1) ÷ n, so that the
 * mean of the table is the mean to rounding, however few entries it has.
 */
export function successByDifficulty({ mean, spread }: Difficulty, entries: number): Float64Array {
  const table = new Float64Array(entries).fill(mean);
  if (mean <= 0 || mean >= 1 || spread < LEAST_SPREAD) return table;
  if (spread > 1 - LEAST_SPREAD) {
    // Always or never; the entry in which the border lies holds the rest.
    return table.map((_, i) => Math.min(1, Math.max(0, i + 1 - (1 - mean) * entries)));
  }
  const { a, b } = betaOf({ mean, spread });
  const logOfBeta = logBeta(a, b);
  // The part of the mean that lies below a quantile q is mean × I_q(a + 1, b).
  const logOfBetaAbove = logBeta(a + 1, b);
  let quantile = 0;
  let below = 0;
  for (let i = 0; i < entries; i++) {
    quantile = i + 1 === entries ? 1 : betaQuantile((i + 1) / entries, a, b, quantile, logOfBeta);
    const upTo = regularisedBeta(quantile, a + 1, b, logOfBetaAbove);
    table[i] = mean * (upTo - below) * entries;
    below = upTo;
  }
  return table;
}
