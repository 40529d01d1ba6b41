import { expect, test } from 'vitest';
import { seedOf, startReplication } from '../../host/simulation/replication.ts';
import { compileScenario, resolveTargets } from '../../shared/scenario/index.ts';
import { publishedCase, trafficOf } from '../bench/cases.ts';
import { runByHand } from '../bench/hand-written.ts';

/** The whole way from a drawing to figures against two hundred lines that know one policy, with the same luck: not close, but equal. */
test('the published case by hand has the same answers, attempts, openings and P95', () => {
  const traffic = trafficOf(publishedCase.spec, publishedCase.requests);
  const conditions = compileScenario(resolveTargets(publishedCase.scenario, 'primary'), [{ providerId: 'primary', model: 'm' }]);
  const { run } = startReplication(
    { policy: publishedCase.policy(), traffic, scenario: publishedCase.scenario, seed: 1, bucketMs: 10_000, traceCount: 20 },
    0,
  );
  while (!run.advance(100_000));
  const { outcomes, attempts, breakers, latencyMs } = run.outcome().figures!;
  expect(runByHand(traffic, conditions, seedOf(1, 0), publishedCase)).toEqual({
    answeredByTier: outcomes.answeredByTier,
    attempts: attempts.total,
    openings: breakers[0]?.transitions.filter(({ to }) => to === 'open').length,
    p95Ms: latencyMs.p95,
  });
});
