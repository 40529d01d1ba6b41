import { test } from 'vitest';
import { SLOT_GRANTED } from '../../shared/engine/index.ts';
import { observed } from './observe.ts';
import { expectReproduces, planOf, poisson, policyOf, rateOf, rehearse, replicate, startingAt } from './protocol.ts';
import { lessLuck, Watch } from './watch.ts';

// Erlang-A: ten reviewers, λ = 12/s, μ = 1/s, patience exponential with mean 2 s (a second stands for a minute of real reviewers). Birth–death chain with death rate
// min(n, 10) + max(0, n − 10) / 2: given up .195656, waiting 4.6957. Palm 1957; Garnett, Mandelbaum and Reiman 2002.
const PEOPLE = 10;
const RATE = 12;
const PATIENCE_S = 2;
const REQUESTS = 80_000;
const policy = policyOf([
  ['entry', 'entry', {}, { next: 'review' }],
  [
    'review',
    'review',
    {
      people: PEOPLE,
      hours: 'always',
      minutesPerCase: 1 / 60,
      caseShape: 'exponential',
      patienceShape: 'exponential',
      patienceMs: PATIENCE_S * 1000,
      whenTooLate: 'fail',
      declineShare: 0,
      usdPerCase: 0,
    },
  ],
]);
/** Of the luck with arrival rate and mean service, of those who gave up less the patience spent waiting, of the queue found; fitted on seeds 101 to 140. */
const GAVE_UP_MULTIPLES = [0.0498, 0.607, 0.0114, 0.0199];
const WAITING_MULTIPLES = [1.588, 14.58, -1.72, 0.464];
const CASE_DONE = 0;

function chain(): { gaveUp: number; waiting: number } {
  let weight = 1;
  let sum = 1;
  let waiting = 0;
  for (let n = 1; n <= 500; n++) {
    weight *= RATE / (Math.min(n, PEOPLE) + Math.max(0, n - PEOPLE) / PATIENCE_S);
    sum += weight;
    waiting += Math.max(0, n - PEOPLE) * weight;
  }
  return { gaveUp: waiting / sum / PATIENCE_S / RATE, waiting: waiting / sum };
}

test('oracle 15: reviewers and patience', () => {
  const runs = replicate((seed) => {
    const traffic = poisson(RATE, REQUESTS, seed);
    const watch = new Watch(REQUESTS, PEOPLE);
    const isTaken = new Uint8Array(REQUESTS);
    let queueFound = 0;
    const run = rehearse(
      observed(startingAt(planOf(policy, traffic, seed), 'review'), 'review', {
        onCall(_config, _state, context) {
          queueFound += Math.max(0, watch.inSystem - PEOPLE);
          if (watch.inSystem < PEOPLE) isTaken[context.request] = 1;
          watch.arrives(context.request, context.nowMs);
        },
        onWake(_config, _state, context) {
          const { request, nowMs } = context;
          if (context.tag === SLOT_GRANTED) {
            isTaken[request] = 1;
            watch.starts(request, nowMs, traffic.arrivalMs[request]!);
          } else if (context.tag === CASE_DONE) watch.ends(request, nowMs);
          else if (isTaken[request] === 0) watch.leaves(nowMs);
        },
      }),
    );
    const seconds = traffic.arrivalMs[REQUESTS - 1]! / 1000;
    const gaveUp = run.outcomes.byFailure['timeout']!;
    const waiting = watch.queueArea / seconds;
    const luck = [
      rateOf(traffic) - RATE,
      watch.serviceS / watch.served - 1,
      gaveUp / seconds - waiting / PATIENCE_S,
      queueFound / REQUESTS - waiting,
    ];
    return { gaveUp: lessLuck(gaveUp / REQUESTS, luck, GAVE_UP_MULTIPLES), waiting: lessLuck(waiting, luck, WAITING_MULTIPLES) };
  });
  const exact = chain();
  expectReproduces(
    runs.map((run) => run.gaveUp),
    exact.gaveUp,
    0.01,
  );
  expectReproduces(
    runs.map((run) => run.waiting),
    exact.waiting,
    0.01,
  );
});
