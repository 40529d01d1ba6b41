import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { fitDifficulty, passAll, passAllOfTasks } from '../../shared/reliability/index.ts';
import { expectReproduces, replicate, steady } from './protocol.ts';
import { passAllOfRun } from './trials.ts';

// τ-bench, airline, gpt-4o (MIT licence): 50 tasks, four trials each. The file is no part of this repository.
const file = new URL('../../../shared/data/reliability/tau-bench_gpt-4o_airline_trials.csv', import.meta.url);
const isHere = existsSync(file);
if (!isHere) console.warn('The τ-bench airline trials are not on this machine (../shared/data/reliability); their check is skipped.');

const TRIALS = 4;
function successesByTask(): number[] {
  const tasks = new Map<string, number>();
  const rows: { task_id: string; success: string }[] = parse(readFileSync(file), { columns: true });
  for (const row of rows) tasks.set(row.task_id, (tasks.get(row.task_id) ?? 0) + Number(row.success));
  expect(rows).toHaveLength(tasks.size * TRIALS);
  return [...tasks.values()];
}

test.skipIf(!isHere)('τ-bench airline, fitted on pass^1 and pass^2: pass^3 and pass^4 are predicted within .02', () => {
  const successes = successesByTask();
  const observed = [1, 2, 3, 4].map((k) => passAllOfTasks(successes, TRIALS, k));
  expect(observed).toEqual([0.42, 0.273, 0.22, 0.2].map((value) => expect.closeTo(value, 3)));
  const decided = fitDifficulty(observed[0]!, observed[1]!, 'decided');
  for (const k of [3, 4]) expect(Math.abs(passAll(decided, k) - observed[k - 1]!)).toBeLessThan(0.02);

  // The graded shape predicts pass^3 as well, and pass^4 as .165 instead of .200: beyond .02, but well inside one standard error of 50 tasks.
  const graded = fitDifficulty(observed[0]!, observed[1]!);
  expect(Math.abs(passAll(graded, 3) - observed[2]!)).toBeLessThan(0.02);
  const miss = observed[3]! - passAll(graded, 4);
  expect(miss).toBeCloseTo(0.035, 3);
  expect(miss).toBeLessThan(Math.sqrt((observed[3]! * (1 - observed[3]!)) / successes.length));
  // One chance for all tasks would say .031.
  expect(observed[0]! ** 4).toBeCloseTo(0.031, 3);
});

test.skipIf(!isHere)('τ-bench airline: a run with the fitted model gives the predicted pass^k', () => {
  const successes = successesByTask();
  const fitted = fitDifficulty(passAllOfTasks(successes, TRIALS, 1), passAllOfTasks(successes, TRIALS, 2), 'decided');
  const config = { successRate: fitted.mean, difficultySpread: fitted.spread, difficultyShape: 'decided' };
  const traffic = steady(8_000);
  const runs = replicate((seed) => passAllOfRun(config, traffic, seed));
  for (const k of [3, 4]) {
    const predicted = passAll(fitted, k);
    expectReproduces(
      runs.map((run) => run[k - 1]!),
      predicted,
      0.01 / predicted,
    );
  }
});
