import { expect, test } from 'vitest';
import { NO_CONDITIONS, outcomeOf } from '../../shared/model/index.ts';
import { model, planOf, policyOf, rehearse, steady } from './protocol.ts';

// Retry quota of the AWS SDKs' standard mode: 500 tokens, a retry takes 5, 10 after a timeout; nothing comes back while all fails, so a total outage
// sees ⌊500 / cost⌋ retries and then none (botocore, retries/standard.py and retries/quota.py; smithy-typescript, util-retry). Their 2026 mode takes 14.
test.each([
  ['an ordinary failure', 'server-error', 5, 10, 100],
  ['a lost connection', 'connection', 5, 10, 50],
  ['an ordinary failure, 2026 mode', 'server-error', 14, 14, 35],
] as const)('oracle 4: retries of a total outage, %s', (_name, failure, retryCost, timeoutCost, exact) => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 2, baseMs: 1, jitter: 'none' }, { next: 'quota' }],
    ['quota', 'retry-budget', { rule: 'quota', capacity: 500, retryCost, timeoutCost }, { next: 'model' }],
    ['model', 'model', model()],
  ]);
  const requests = 500;
  const run = rehearse(
    planOf(policy, steady(requests, 1000), 1, {
      conditions: { ...NO_CONDITIONS, failureAt: () => outcomeOf(failure) },
      conditionTargets: [{ providerId: 'provider', model: 'm' }],
      traceCount: requests,
    }),
  );
  const retries = run.traces.map((trace) => trace.spans.filter((span) => span.nodeId === 'model').length - 1);
  expect(retries.reduce((sum, count) => sum + count, 0)).toBe(exact);
  expect(run.attempts.total).toBe(requests + exact);
  // Two for each request until the quota is used up, then never again.
  expect(retries).toEqual(Array.from({ length: requests }, (_, request) => Math.max(0, Math.min(2, exact - 2 * request))));
});
