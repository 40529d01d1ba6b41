import { test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// Two exponential calls, the second sent d after the first: extra calls S(d), P(T > t) = S(t) S(t − d) beyond d; with mean 1 and d = ln 20 (the P95) the
// mean is 1 − .05/2 = .975. Order statistics of independent calls; the technique is Dean and Barroso's ("The Tail at Scale", CACM 2013).
const D = Math.log(20);
const T = D + 0.15;

test('oracle 19: extra calls, mean and tail of hedging at the P95', () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'hedge' }],
    ['hedge', 'hedge', { delayMs: D * 1000, maxHedges: 1 }, { primary: 'model' }],
    ['model', 'model', model({ latencyShape: 'exponential', ttftP50Ms: 1000 })],
  ]);
  const REQUESTS = 80_000;
  const runs = replicate((seed) => {
    const isHedged = new Uint8Array(REQUESTS);
    let hedged = 0;
    let shortS = 0;
    let late = 0;
    const plan = observed(startingAt(planOf(policy, steady(REQUESTS, 1000), seed), 'hedge'), 'hedge', {
      onWake(_config, _state, context) {
        isHedged[context.request] = 1;
        hedged++;
      },
      onReply(_config, _state, context) {
        const latencyS = (context.nowMs - context.request * 1000) / 1000;
        if (isHedged[context.request] === 0) shortS += latencyS;
        if (latencyS > T) late++;
      },
    });
    const run = rehearse(plan);
    // Control variates: the share of first calls that reach d is .05 and the mean of min(first call, d) is .95 by construction. What is left is
    // what hedging does with those that do.
    const luckOfShare = hedged / REQUESTS - 0.05;
    const luckOfShort = (shortS + hedged * D) / REQUESTS - 0.95;
    return {
      calls: run.attempts.perRequest,
      meanS: run.latencyMs.mean! / 1000 - luckOfShort - luckOfShare / 2,
      late: late / REQUESTS - luckOfShare * Math.exp(-2 * (T - D)),
    };
  });
  expectReproduces(
    runs.map((run) => run.calls),
    1.05,
    0.002,
  );
  expectReproduces(
    runs.map((run) => run.meanS),
    0.975,
    0.002,
  );
  expectReproduces(
    runs.map((run) => run.late),
    Math.exp(-T) * Math.exp(-(T - D)),
    0.02,
  );
});
