import { expect, test } from 'vitest';
import { clientOf, courseOf } from './collapse.ts';
import { expectReproduces, replicate } from './protocol.ts';

// The system of oracle 26 with a retry budget of 10 %: it stays down exactly when 1.1 L > C, so from 272.7 queries a second on. 280 still do, at 308; 260 come back.
const budgeted = clientOf({ retries: 1, retryBudget: 0.1 });

test('oracle 28: a tenth of retries is too much at 280 queries a second', { timeout: 120_000 }, () => {
  const runs = replicate((seed) => courseOf(budgeted, 280, 120, seed));
  for (const run of runs) expect(run).toMatchObject({ goodputPerS: 0, recoveredAfterS: Number.POSITIVE_INFINITY });
  expectReproduces(
    runs.map((run) => run.offeredPerS),
    308,
    0.02,
  );
});

test('oracle 28: and little enough at 260', { timeout: 120_000 }, () => {
  for (const seed of [1, 2, 3]) expect(courseOf(budgeted, 260, 400, seed).recoveredAfterS).toBeLessThan(300);
});
