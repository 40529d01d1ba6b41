import { expect, test } from 'vitest';
import { clientOf, courseOf } from './collapse.ts';
import { replicate } from './protocol.ts';

// The system of oracle 26 at 280 queries a second with a breaker (5 failures, 30 s, 3 successes) between retry and database. It opens one timeout into the outage, and
// the database has done its backlog long before the trials, so it is back 30 + 1 − 10 = 21 s after the outage.
test('oracle 29: a breaker ends the collapse', { timeout: 120_000 }, () => {
  const client = clientOf({ retries: 1, breaker: true });
  for (const run of replicate((seed) => courseOf(client, 280, 90, seed))) {
    expect(run.answeredAgainAfterS).toBeGreaterThan(20.5);
    expect(run.answeredAgainAfterS).toBeLessThan(21.5);
    expect(run.goodputPerS).toBeGreaterThan(270);
  }
});
