import type { Ratio } from '../model/index.ts';
import { betaQuantile, logBeta, regularisedBeta } from './incomplete-beta.ts';

/**
 * How the chances of the tasks lie around their mean. `beta`: graded, a Beta distribution, so that successes in k trials are Beta-binomial.
 * `decided`: a task is solved always, never, or with the mean chance. Both have the same pass^1 and pass^2; what they say of more trials differs by a few
 * hundredths, and data decide for neither: over the 74 published rows of τ²-bench the mean error at pass^4 is .015 and .020, while τ-bench's airline
 * trials lie nearer to `decided`.
 */
export type DifficultyShape = 'beta' | 'decided';

/**
 * How often a model solves the tasks of one kind. Tasks differ: the chance of success is the task's own and holds for every trial of it. Therefore
 * trials of one task resemble each other, and "solved every time of k" falls much more slowly with k than the mean to the power of k (τ-bench,
 * Yao et al. 2024, arXiv 2406.12045).
 */
export interface Difficulty {
  /** Mean success rate: pass^1. */
  readonly mean: Ratio;
  /**
   * Correlation of two trials of one task; 1 ÷ (a + b + 1) in the terms of Beta(a, b), the share of decided tasks in those of `decided`. 0 = all
   * tasks are alike, 1 = a task is solved always or never.
   */
  readonly spread: Ratio;
  /** `beta` when left out. */
  readonly shape?: DifficultyShape;
}

/** Parameters of the Beta distribution; both are Infinity at a spread of 0 and 0 at a spread of 1. */
export function betaOf({ mean, spread }: Pick<Difficulty, 'mean' | 'spread'>): { readonly a: number; readonly b: number } {
  const weight = (1 - spread) / spread;
  return { a: mean * weight, b: (1 - mean) * weight };
}

export function difficultyOf(a: number, b: number): Difficulty {
  return { mean: a / (a + b), spread: 1 / (a + b + 1) };
}

/** pass^k: the chance that k trials of one task all succeed. `beta`: ∏ (a + i) ÷ (a + b + i) for i < k. */
export function passAll({ mean, spread, shape }: Difficulty, k: number): Ratio {
  if (k === 0) return 1;
  if (shape === 'decided') return spread * mean + (1 - spread) * mean ** k;
  let chance = mean;
  for (let i = 1; i < k; i++) chance *= (mean * (1 - spread) + i * spread) / (1 - spread + i * spread);
  return chance;
}

/** pass@k: the chance that at least one of k trials of one task succeeds. */
export const passAny = (difficulty: Difficulty, k: number): Ratio => 1 - passAll({ ...difficulty, mean: 1 - difficulty.mean }, k);

/**
 * The difficulty that has these chances of one success in one trial and of two in two, the same for both shapes. pass^2 lies between pass1²
 * (all tasks alike) and pass1; what sampling error puts outside is taken to the nearer end.
 */
export function fitDifficulty(pass1: Ratio, pass2: Ratio, shape: DifficultyShape = 'beta'): Difficulty {
  const variance = pass1 * (1 - pass1);
  const spread = variance === 0 ? 0 : (pass2 - pass1 * pass1) / variance;
  return { mean: pass1, spread: Math.min(1, Math.max(0, spread)), shape };
}

/** Below this spread the tasks are as good as alike, and Beta(a, b) is too narrow for its own arithmetic. */
const LEAST_SPREAD = 1e-4;

/**
 * Success rates from the hardest to the easiest tasks: entry i is the mean over the tasks between the quantiles i ÷ n and (i + 1) ÷ n, so that the
 * mean of the table is the mean to rounding, however few entries it has.
 */
export function successByDifficulty({ mean, spread, shape }: Difficulty, entries: number): Float64Array {
  const table = new Float64Array(entries).fill(mean);
  if (mean <= 0 || mean >= 1 || spread < LEAST_SPREAD) return table;
  if (shape === 'decided' || spread > 1 - LEAST_SPREAD) return decidedSuccess(table, mean, spread);
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

/** Never, then the mean, then always; an entry in which a border lies holds the average of its parts. */
function decidedSuccess(table: Float64Array, mean: Ratio, spread: Ratio): Float64Array {
  const openFrom = (1 - mean) * spread * table.length;
  const solvedFrom = (1 - mean * spread) * table.length;
  const part = (i: number, from: number, to: number) => Math.max(0, Math.min(i + 1, to) - Math.max(i, from));
  return table.map((_, i) => part(i, openFrom, solvedFrom) * mean + part(i, solvedFrom, table.length));
}
