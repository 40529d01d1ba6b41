import { test } from 'vitest';
import { SLOT_GRANTED } from '../../shared/engine/index.ts';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, poisson, policyOf, rateOf, rehearse, replicate, startingAt } from './protocol.ts';
import { lessLuck, Watch } from './watch.ts';

// M/M/10/20 with λ = 12/s, μ = 1/s, a birth–death chain: p(n) ∝ 12ⁿ/n! up to 10, then × 1.2 for each place; refused p(20) = .179666, in the system
// Σ n p(n) = 16.1045. E.g. Kleinrock, "Queueing Systems" I, §3.
const SERVERS = 10;
const PLACES = 20;
const RATE = 12;
const REQUESTS = 190_000;
const policy = policyOf(
  [
    ['entry', 'entry', {}, { next: 'model' }],
    ['model', 'model', model({ latencyShape: 'exponential', ttftP50Ms: 1000 })],
  ],
  { concurrency: SERVERS, queueLength: PLACES - SERVERS },
);

function chain(): { refused: number; inSystem: number } {
  const weights = [1];
  for (let n = 1; n <= PLACES; n++) weights.push((weights[n - 1]! * RATE) / Math.min(n, SERVERS));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { refused: weights[PLACES]! / sum, inSystem: weights.reduce((total, weight, n) => total + n * weight, 0) / sum };
}

/** Of arrival rate and mean service drawn less their expectations, and of the share refused less the share of time full (Wolff 1982); fitted on seeds 101 to 160. */
const REFUSED_MULTIPLES = [0.06, 0.674, 0.135];
const IN_SYSTEM_MULTIPLES = [1.022, 13.19, -19.2];

test('oracle 10: ten slots and ten places to wait', { timeout: 120_000 }, () => {
  const runs = replicate((seed) => {
    const traffic = poisson(RATE, REQUESTS, seed);
    const watch = new Watch(REQUESTS, SERVERS, PLACES);
    const isRefused = new Uint8Array(REQUESTS);
    const run = rehearse(
      observed(startingAt(planOf(policy, traffic, seed), 'model'), 'model', {
        onCall(_config, _state, context) {
          if (!watch.arrives(context.request, context.nowMs)) isRefused[context.request] = 1;
        },
        onWake(_config, _state, context) {
          const { request, nowMs } = context;
          if (isRefused[request] === 1) return;
          if (context.tag === SLOT_GRANTED) watch.starts(request, nowMs, traffic.arrivalMs[request]!);
          else watch.ends(request, nowMs);
        },
      }),
    );
    const seconds = traffic.arrivalMs[REQUESTS - 1]! / 1000;
    const refused = run.outcomes.byFailure['rate-limit']! / REQUESTS;
    const luck = [rateOf(traffic) - RATE, watch.serviceS / watch.served - 1, refused - watch.fullS / seconds];
    return { refused: lessLuck(refused, luck, REFUSED_MULTIPLES), inSystem: lessLuck(watch.area / seconds, luck, IN_SYSTEM_MULTIPLES) };
  });
  const exact = chain();
  expectReproduces(
    runs.map((run) => run.refused),
    exact.refused,
    0.005,
  );
  expectReproduces(
    runs.map((run) => run.inSystem),
    exact.inSystem,
    0.005,
  );
});
