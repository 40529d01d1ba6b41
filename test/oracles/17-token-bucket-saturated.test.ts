import { expect, test } from 'vitest';

import { model, planOf, policyOf, rehearse, steady } from './protocol.ts';

// A bucket that starts full with B and refills at r a second has given floor(B + rT) after T seconds to callers that never let it rest.
test.each([
  [1, 5, 100.35],
  [2.5, 1, 60.2],
  [10, 40, 33.33],
])('oracle 17: a saturated bucket of %d/s that holds %d admits floor(B + rT) in %d s', (perS, burst, seconds) => {
  const arrivals = steady(Math.floor(seconds * 200) + 1, 5);
  const lastMs = arrivals.arrivalMs.at(-1)!;
  const exact = Math.floor(burst + (perS * lastMs) / 1000);
  const atProvider = rehearse(
    planOf(
      policyOf(
        [
          ['entry', 'entry', {}, { next: 'model' }],
          ['model', 'model', model()],
        ],
        { requestsPerMin: 60 * perS, requestBurst: burst },
      ),
      arrivals,
      1,
    ),
  );
  expect(atProvider.outcomes.answeredByTier[0]).toBe(exact);
  const atClient = rehearse(
    planOf(
      policyOf([
        ['entry', 'entry', {}, { next: 'limit' }],
        ['limit', 'rate-limit', { requestsPerMin: 60 * perS, burst }, { next: 'model' }],
        ['model', 'model', model()],
      ]),
      arrivals,
      1,
    ),
  );
  expect(atClient.outcomes.answeredByTier[0]).toBe(exact);
});
