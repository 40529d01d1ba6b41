import { test } from 'vitest';
import { SLOT_GRANTED } from '../../shared/engine/index.ts';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, poisson, policyOf, rateOf, rehearse, replicate, startingAt } from './protocol.ts';
import { lessLuck, Watch } from './watch.ts';

// M/M/1 with feedback: λ = .4/s, μ = 1/s, a finished job comes back with p = .3. Jackson 1957: like M/M/1 with λ / (1 − p), so load .5714 and 1.3333 in the
// system. Ten retries stand for endless ones: one request in half a million needs more.
const RATE = 0.4;
const P = 0.3;
const LOAD = RATE / (1 - P);
const REQUESTS = 60_000;
const policy = policyOf(
  [
    ['entry', 'entry', {}, { next: 'retry' }],
    ['retry', 'retry', { maxRetries: 10, baseMs: 0, capMs: 0, jitter: 'none' }, { next: 'model' }],
    // A malformed answer has taken its whole time, as a finished job has.
    ['model', 'model', model({ latencyShape: 'exponential', ttftP50Ms: 1000, malformedRate: P })],
  ],
  { concurrency: 1, queueLength: null },
);
/** Of the luck with arrival rate, mean service, attempts, mean square of service, numbers found by first attempts; fitted on seeds 101 to 140. */
const MULTIPLES = [8.84, 2.61, 1.67, 0.298, 1.1];

test('oracle 13: immediate retries load the server that they retry at', () => {
  const runs = replicate((seed) => {
    const traffic = poisson(RATE, REQUESTS, seed);
    const watch = new Watch(REQUESTS, 1);
    const calledAtMs = new Float64Array(REQUESTS);
    let found = 0;
    rehearse(
      observed(startingAt(planOf(policy, traffic, seed), 'retry'), 'model', {
        onCall(_config, _state, context) {
          if (context.visit === 0) found += watch.inSystem;
          calledAtMs[context.request] = context.nowMs;
          watch.arrives(context.request, context.nowMs);
        },
        onWake(_config, _state, context) {
          const { request, nowMs } = context;
          if (context.tag === SLOT_GRANTED) watch.starts(request, nowMs, calledAtMs[request]!);
          else watch.ends(request, nowMs);
        },
      }),
    );
    const seconds = traffic.arrivalMs[REQUESTS - 1]! / 1000;
    const luck = [
      rateOf(traffic) - RATE,
      watch.serviceS / watch.served - 1,
      watch.served / REQUESTS - 1 / (1 - P),
      watch.serviceSquares / watch.served - 2,
      found / REQUESTS - watch.area / seconds,
    ];
    return { load: watch.serviceS / seconds, inSystem: lessLuck(watch.area / seconds, luck, MULTIPLES) };
  });
  expectReproduces(
    runs.map((run) => run.load),
    LOAD,
    0.02,
  );
  expectReproduces(
    runs.map((run) => run.inSystem),
    LOAD / (1 - LOAD),
    0.02,
  );
});
