import { expect, test } from 'vitest';
import { worstCases } from '../../shared/kinds/index.ts';
import { model, planOf, policyOf, rehearse, steady } from './protocol.ts';

// L layers that each try N times make N^L calls at the bottom when everything fails: 3⁵ = 243 in "Timeouts, retries and backoff with jitter",
// Amazon Builders' Library (Brooker); 4³ = 64 in "Addressing Cascading Failures", Site Reliability Engineering, chapter 22.

test.each([
  { layers: 5, tries: 3, calls: 243 },
  { layers: 3, tries: 4, calls: 64 },
  { layers: 1, tries: 4, calls: 4 },
])('oracle 3: $layers layers of $tries tries each make $calls calls, in a run and as a bound', ({ layers, tries, calls }) => {
  const retrying = policyOf([
    ['entry', 'entry', {}, { next: 'layer1' }],
    ...Array.from(
      { length: layers },
      (_, layer) =>
        [
          `layer${layer + 1}`,
          'retry',
          { maxRetries: tries - 1, baseMs: 0, jitter: 'none' },
          { next: layer === layers - 1 ? 'model' : `layer${layer + 2}` },
        ] as const,
    ),
    ['model', 'model', model({ serverErrorRate: 1 })],
  ]);
  const REQUESTS = 10;
  const run = rehearse(planOf(retrying, steady(REQUESTS), 1));
  expect(run.attempts.perRequest).toBe(calls);
  expect(worstCases(retrying, { inputTokens: 1000, outputTokens: 100 }).of('entry').attempts).toBe(calls);
});
