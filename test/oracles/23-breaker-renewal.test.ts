import { expect, test } from 'vitest';
import { HALF_OPEN } from '../../shared/engine/index.ts';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, poisson, policyOf, rehearse, replicate, startingAt } from './protocol.ts';

// A breaker as a renewal process: closed until k = 5 failures in a row, open for R = 30 s, half-open until m = 3 successes in a row or a failure. With zero latency
// a cycle (closed to closed) admits E[N] calls while closed and (1 − q^m)/p a half-open visit, of which there are 1/q^m on average, each after an open time in which
// λR calls are rejected. Renewal reward (Ross, Stochastic Processes, 3.6): rejected = rej/(rej + adm), available = the admitted that succeed.
const [K, M, R_S, RATE, P] = [5, 3, 30, 10, 0.3];
const Q = 1 - P;
const CALLS_TO_TRIP = (P ** -K - 1) / Q;

/** Share of calls rejected when a closed time admits `closedCalls` on average and a half-open visit closes it with probability `closes`. */
function rejectedShare(closedCalls: number, closes: number): number {
  const rejected = (RATE * R_S) / closes;
  return rejected / (rejected + closedCalls + (1 - Q ** M) / P / closes);
}
const REJECTED = rejectedShare(CALLS_TO_TRIP, Q ** M);

test('oracle 23: five in a row, 30 s, three in a row, at 10 a second and p = 0.3', { timeout: 120_000 }, () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'breaker' }],
    [
      'breaker',
      'breaker',
      { tripRule: 'consecutive', failureCount: K, windowKind: 'none', openForMs: R_S * 1000, closeAfterSuccesses: M },
      { next: 'model' },
    ],
    ['model', 'model', model({ serverErrorRate: P })],
  ]);
  const runs = replicate((seed) => {
    const traffic = poisson(RATE, 250_000, seed);
    /**
     * Control variates: by how much each outcome, less its mean, brings the opening or the closing nearer. They are weighted by what happened before the call, so
     * their mean is zero for any breaker, whatever it does; for one that does as it says they are nearly all of the noise but that of arrivals.
     */
    let inARow = 0;
    let towardsOpening = 0;
    let succeeded = 0;
    let towardsClosing = 0;
    const plan = observed(startingAt(planOf(policy, traffic, seed), 'breaker'), 'breaker', {
      onReply(_config, state, context) {
        const hasFailed = context.outcome !== 0;
        if (state.state === HALF_OPEN) {
          towardsClosing += ((hasFailed ? 0 : 1) - Q) * Q ** (M - 1 - succeeded);
          succeeded = hasFailed || succeeded === M - 1 ? 0 : succeeded + 1;
          inARow = 0;
        } else {
          towardsOpening -= (((hasFailed ? 1 : 0) - P) * (P ** -(inARow + 1) - 1)) / Q;
          inARow = hasFailed && inARow < K - 1 ? inARow + 1 : 0;
        }
      },
    });
    const run = rehearse(plan);
    const count = (from: string, to: string) => run.breakers[0]!.transitions.filter((one) => one.from === from && one.to === to).length;
    const [opened, closed, visits] = [count('closed', 'open'), count('half-open', 'closed'), count('open', 'half-open')];
    expect(closed).toBeGreaterThan(100);
    const luck = rejectedShare(CALLS_TO_TRIP + towardsOpening / opened, Q ** M + towardsClosing / visits) - REJECTED;
    return {
      rejected: run.breakers[0]!.rejected / traffic.requestCount - luck,
      availability: run.outcomes.answeredByTier[0]! / traffic.requestCount + luck * Q,
    };
  });
  expect(REJECTED).toBeCloseTo(0.596011, 5);
  expectReproduces(
    runs.map((run) => run.rejected),
    REJECTED,
    0.02,
  );
  expect((1 - REJECTED) * Q).toBeCloseTo(0.28279, 5);
  expectReproduces(
    runs.map((run) => run.availability),
    (1 - REJECTED) * Q,
    0.02,
  );
});
