import { expect, test } from 'vitest';
import { CAPACITY, clientOf, courseOf } from './collapse.ts';
import { expectReproduces, replicate } from './protocol.ts';

// HotOS 2021 (see collapse.ts): with one retry a database that is left with a backlog stays down exactly when L (1 + r) > C, so from 150 queries a second on; at 280
// it is asked 560 times a second and answers nobody in time, for ever.
const once = clientOf({ retries: 1 });

test('oracle 26: 280 queries a second never come back, at twice the load', { timeout: 120_000 }, () => {
  const runs = replicate((seed) => courseOf(once, 280, 120, seed));
  for (const run of runs) expect(run).toMatchObject({ goodputPerS: 0, recoveredAfterS: Number.POSITIVE_INFINITY });
  expectReproduces(
    runs.map((run) => run.offeredPerS),
    560,
    0.02,
  );
});

test('oracle 26: just above half the capacity it never recovers, below it does', { timeout: 120_000 }, () => {
  expect(2 * 155).toBeGreaterThan(CAPACITY);
  for (const seed of [1, 2, 3]) {
    expect(courseOf(once, 155, 300, seed).recoveredAfterS).toBe(Number.POSITIVE_INFINITY);
    expect(courseOf(once, 140, 300, seed).recoveredAfterS).toBeLessThan(200);
  }
  // 149 is nearly critical: the reference recovered after 992 s on one seed, a fluid would after 1 265 s.
  const { recoveredAfterS } = courseOf(once, 149, 3000, 1);
  expect(recoveredAfterS).toBeLessThan(2900);
  expect(recoveredAfterS).toBeGreaterThan(400);
});
