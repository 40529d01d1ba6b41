import { expect, test } from 'vitest';
import { passAllOfTrials, passAnyOfTrials } from '../../shared/reliability/index.ts';

// Chen et al. 2021, "Evaluating Large Language Models Trained on Code", arXiv 2107.03374, eq. 1 (pass@k); Yao et al. 2024, "τ-bench",
// arXiv 2406.12045 (pass^k): n = 10 trials with c = 6 successes, k = 3.
test('oracle 31: pass@3 is 1 − C(4, 3) / C(10, 3), pass^3 is C(6, 3) / C(10, 3)', () => {
  expect(passAnyOfTrials(10, 6, 3)).toBeCloseTo(1 - 4 / 120, 14);
  expect(passAllOfTrials(10, 6, 3)).toBeCloseTo(20 / 120, 14);
});

test('oracle 31: both are what drawing k of the n trials gives', () => {
  const trials = [1, 1, 0, 1, 0, 1, 1, 0, 0, 1];
  let any = 0;
  let all = 0;
  let choices = 0;
  for (let i = 0; i < 10; i++) {
    for (let j = i + 1; j < 10; j++) {
      for (let k = j + 1; k < 10; k++) {
        const successes = trials[i]! + trials[j]! + trials[k]!;
        choices++;
        if (successes > 0) any++;
        if (successes === 3) all++;
      }
    }
  }
  expect(passAnyOfTrials(10, 6, 3)).toBeCloseTo(any / choices, 14);
  expect(passAllOfTrials(10, 6, 3)).toBeCloseTo(all / choices, 14);
});
