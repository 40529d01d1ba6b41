import { test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// A share p of requests fails however often it is tried. Each of the others brings one token, each retry takes five and brings none back, so in the
// long run there are (1 − p)/5 retries a request (balance of tokens; the quota of botocore, retries/standard.py).
const p = 0.5;

test('oracle 5: retries of the AWS quota in the long run, p = .5', () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 2, baseMs: 0, jitter: 'none' }, { next: 'quota' }],
    ['quota', 'retry-budget', { rule: 'quota' }, { next: 'fate' }],
    // A router's luck is the request's own: it goes the same way at every attempt.
    ['fate', 'router', { routes: [{ id: 'bad', condition: 'percentage', share: p }] }, { bad: 'broken', otherwise: 'model' }],
    ['broken', 'model', model({ serverErrorRate: 1 })],
    ['model', 'model', model()],
  ]);
  const REQUESTS = 50_000;
  // The 500 tokens at the start are soon used up: after some 120 requests.
  const FROM = 5_000;
  const runs = replicate((seed) => {
    let retries = 0;
    const plan = observed(startingAt(planOf(policy, steady(REQUESTS), seed), 'retry'), 'fate', {
      onCall(_config, _state, context) {
        if (context.visit > 0 && context.request >= FROM) retries++;
      },
    });
    rehearse(plan);
    return retries / (REQUESTS - FROM);
  });
  expectReproduces(runs, (1 - p) / 5, 0.01);
});
