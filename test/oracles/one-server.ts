import { SLOT_GRANTED } from '../../shared/engine/index.ts';
import { observed } from './observe.ts';
import { model, planOf, poisson, policyOf, rateOf, rehearse, startingAt } from './protocol.ts';
import { Watch } from './watch.ts';

/** One server with an endless queue at a load of .7, service of mean 1 s. */
export const RATE = 0.7;

export function oneServer(shape: Record<string, unknown>, requests: number, seed: number) {
  const policy = policyOf(
    [
      ['entry', 'entry', {}, { next: 'model' }],
      ['model', 'model', model(shape)],
    ],
    { concurrency: 1, queueLength: null },
  );
  const traffic = poisson(RATE, requests, seed);
  const watch = new Watch(requests, 1);
  let found = 0;
  const run = rehearse(
    observed(startingAt(planOf(policy, traffic, seed), 'model'), 'model', {
      onCall(_config, _state, context) {
        found += watch.inSystem;
        watch.arrives(context.request, context.nowMs);
      },
      onWake(_config, _state, context) {
        const { request, nowMs } = context;
        if (context.tag === SLOT_GRANTED) watch.starts(request, nowMs, traffic.arrivalMs[request]!);
        else watch.ends(request, nowMs);
      },
    }),
  );
  const seconds = traffic.arrivalMs[requests - 1]! / 1000;
  return {
    waitS: watch.waitS / requests,
    p99S: run.latencyMs.p99! / 1000,
    rateLuck: rateOf(traffic) - RATE,
    meanLuck: watch.serviceS / watch.served - 1,
    /** Mean square of the service times drawn. */
    serviceSquare: watch.serviceSquares / watch.served,
    /** Number found at arrival less its average over time, expectation zero (Wolff 1982). */
    foundLuck: found / requests - watch.area / seconds,
    /** Share of requests that take longer by Lindley's recursion over the gaps and service times that were drawn, which knows nothing of the engine's clock. */
    longerThan(limitS: number): number {
      let waitS = 0;
      let longer = 0;
      for (let request = 0; request < requests; request++) {
        const leftS = waitS + watch.services[request]!;
        if (leftS > limitS) longer++;
        waitS = Math.max(0, leftS - (traffic.arrivalMs[request + 1]! - traffic.arrivalMs[request]!) / 1000);
      }
      return longer / requests;
    },
  };
}
