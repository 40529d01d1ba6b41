import { expect, test } from 'vitest';
import { model, planOf, poisson, policyOf, rehearse } from './protocol.ts';

// Little, "A Proof for the Queuing Formula L = λW", Operations Research 1961: an identity of every run that ends empty. The integral of the number
// in progress and the sum of times are kept apart by the engine and compared for every node and provider of every run (see `rehearse`).
test('oracle 18: slots, queue, retries, time limits and abandoned work together', () => {
  const policy = policyOf(
    [
      ['entry', 'entry', {}, { next: 'fallback' }],
      ['fallback', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'breaker', t2: 'sorry' }],
      ['breaker', 'breaker', { failureCount: 50 }, { next: 'timeout' }],
      ['timeout', 'timeout', { timeoutMs: 4000 }, { next: 'retry' }],
      ['retry', 'retry', { maxRetries: 2, baseMs: 100 }, { next: 'model' }],
      ['model', 'model', model({ latencyShape: 'exponential', ttftP50Ms: 1000, serverErrorRate: 0.05, requestTimeoutMs: 3000 })],
      ['sorry', 'template', { tier: 3, latencyMs: 5 }],
    ],
    { concurrency: 10, queueLength: 20, abandonedWork: 'runs-on' },
  );
  const run = rehearse(planOf(policy, poisson(12, 30_000, 1), 1));
  const checks = Object.fromEntries(run.checks.map(({ name, relativeError }) => [name, relativeError]));
  expect(checks['littles-law-nodes']).toBeLessThanOrEqual(1e-9);
  expect(checks['littles-law-providers']).toBeLessThanOrEqual(1e-9);
  // The case is worth its name only if all of it happened.
  const modelFigures = run.nodes.find((node) => node.id === 'model')!;
  expect(modelFigures.abandoned).toBeGreaterThan(100);
  expect(modelFigures.facts['queued']).toBeGreaterThan(1000);
  expect(run.breakers[0]!.transitions.length).toBeGreaterThan(2);
});
