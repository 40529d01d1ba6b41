import type { Ratio } from '../model/index.ts';

/*
 * What n trials of a task say about k of them, without bias: all choices of k out of the n are counted. pass@k: Chen et al. 2021,
 * "Evaluating Large Language Models Trained on Code" (arXiv 2107.03374), eq. 1; pass^k: Yao et al. 2024, "τ-bench" (arXiv 2406.12045).
 */

/** Chance that at least one of k trials succeeds, where c of n did: 1 − C(n − c, k) ÷ C(n, k). Throws for k above n. */
export const passAnyOfTrials = (trials: number, successes: number, k: number): Ratio => 1 - allChosenFrom(trials, trials - successes, k);

/** Chance that all of k trials succeed, where c of n did: C(c, k) ÷ C(n, k). Throws for k above n. */
export const passAllOfTrials = (trials: number, successes: number, k: number): Ratio => allChosenFrom(trials, successes, k);

/** Share of the choices of k out of n that lie within `marked` ones; as a product, so that no binomial overflows. */
function allChosenFrom(n: number, marked: number, k: number): Ratio {
  if (!(Number.isInteger(k) && k >= 0 && k <= n)) throw new Error(`${n} trials say nothing about ${k}`);
  if (!(Number.isInteger(marked) && marked >= 0 && marked <= n)) throw new Error(`${marked} of ${n} trials`);
  let share = 1;
  for (let i = 0; i < k; i++) share *= Math.max(0, marked - i) / (n - i);
  return share;
}

/** pass^k over tasks: the mean of the tasks' own. `successes` of each task, out of `trials` each. */
export function passAllOfTasks(successes: readonly number[], trials: number, k: number): Ratio {
  return successes.reduce((sum, count) => sum + passAllOfTrials(trials, count, k), 0) / successes.length;
}
