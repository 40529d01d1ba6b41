import { test } from 'vitest';
import { CAPACITY, clientOf, courseOf, OUTAGE_S, TIMEOUT_S } from './collapse.ts';
import { expectReproduces, replicate } from './protocol.ts';

// The system of oracle 26 as a fluid: after the outage the backlog less what can still be answered in time, C × timeout, shrinks by C − L (1 + r) a second. Retries
// begin one timeout after the outage does.
const fluid = (queriesPerS: number, retries: number) => {
  const backlog = queriesPerS * OUTAGE_S + retries * queriesPerS * (OUTAGE_S - TIMEOUT_S);
  return (backlog - CAPACITY * TIMEOUT_S) / (CAPACITY - queriesPerS * (1 + retries));
};

test.each([
  [140, 1],
  [280, 0],
] as const)('oracle 27: %d queries a second with %d retries come back when a fluid would', { timeout: 120_000 }, (queriesPerS, retries) => {
  const exactS = fluid(queriesPerS, retries);
  const client = clientOf({ retries });
  const recoveredAfterS = replicate((seed) => {
    const course = courseOf(client, queriesPerS, 260, seed);
    // Control variate: each query more than expected until then is (1 + r) / (C − L (1 + r)) s of work more.
    const luck = course.cameUntil(OUTAGE_S + exactS) - queriesPerS * (OUTAGE_S + exactS);
    return course.recoveredAfterS - (luck * (1 + retries)) / (CAPACITY - queriesPerS * (1 + retries));
  });
  expectReproduces(recoveredAfterS, exactS, 0.1);
});
