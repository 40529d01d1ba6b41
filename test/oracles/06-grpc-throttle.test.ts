import { expect, test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// Retry throttling of gRPC (proposal A6): a failure takes a token, a success brings tokenRatio, retries pass while more than half of maxTokens are left.
test('oracle 6: from full, the throttle lets retries pass after failures 1 to 4 and not after the 5th', () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 10, baseMs: 1, jitter: 'none' }, { next: 'throttle' }],
    ['throttle', 'retry-budget', { rule: 'throttle', maxTokens: 10, tokenRatio: 0.1 }, { next: 'model' }],
    ['model', 'model', model({ serverErrorRate: 1 })],
  ]);
  const run = rehearse(planOf(policy, steady(1), 1));
  expect(run.attempts.total).toBe(1 + 4);
  expect(run.nodes.find((node) => node.id === 'throttle')?.facts).toEqual({ retried: 4, refused: 0, 'not again': 1 });
  // One request after another, one retry each: still four.
  const single = policyOf([
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 1, baseMs: 0, jitter: 'none' }, { next: 'throttle' }],
    ['throttle', 'retry-budget', { rule: 'throttle', maxTokens: 10, tokenRatio: 0.1 }, { next: 'model' }],
    ['model', 'model', model({ serverErrorRate: 1 })],
  ]);
  // Each request fails twice while its retry passes, so failures 1 and 3 are retried and failure 5 is not.
  expect(rehearse(planOf(single, steady(10, 1000), 1)).attempts.total).toBe(10 + 2);
});

// While retries are held at the edge of what passes, failures take what successes bring, so the share f of calls that fail obeys f = r (1 − f): r / (1 + r),
// 9.09 % at r = .1, whatever the number of tokens. More of them than the usual ten, so that neither end of the scale is touched.
test('oracle 6: the share of failures at which the throttle holds', () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 1, baseMs: 0, jitter: 'none' }, { next: 'throttle' }],
    ['throttle', 'retry-budget', { rule: 'throttle', maxTokens: 200, tokenRatio: 0.1 }, { next: 'fate' }],
    // A hard failure: the request's own luck, the same at its retry. 6 % alone are too few to throttle, with all retries they are too many.
    ['fate', 'router', { routes: [{ id: 'bad', condition: 'percentage', share: 0.06 }] }, { bad: 'broken', otherwise: 'model' }],
    ['broken', 'model', model({ serverErrorRate: 1 })],
    ['model', 'model', model()],
  ]);
  const REQUESTS = 50_000;
  const FROM = 10_000;
  const runs = replicate((seed) => {
    let calls = 0;
    let failures = 0;
    const plan = observed(startingAt(planOf(policy, steady(REQUESTS), seed), 'retry'), 'fate', {
      onReply(_config, _state, context) {
        if (context.request < FROM) return;
        calls++;
        if (context.outcome !== 0) failures++;
      },
    });
    rehearse(plan);
    return failures / calls;
  });
  expectReproduces(runs, 0.1 / 1.1, 0.01);
});
