import { test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, poisson, policyOf, rehearse, replicate, startingAt } from './protocol.ts';

// Client-side throttling of "Site Reliability Engineering" (Beyer et al. 2016), chapter 21: with refusal probability max(0, (requests − K accepts)/(requests + 1))
// over two minutes, a client that is offered ten times what the backend takes sends K times what is accepted: twice the backend's capacity at K = 2.
const CAPACITY_PER_S = 10;
const K = 2;

test('oracle 7: ten times too much is cut to twice what the backend takes', () => {
  const policy = policyOf(
    [
      ['entry', 'entry', {}, { next: 'throttle' }],
      ['throttle', 'retry-budget', { rule: 'adaptive', multiplier: K, windowMs: 120_000 }, { next: 'model' }],
      ['model', 'model', model()],
    ],
    { requestsPerMin: 60 * CAPACITY_PER_S, requestBurst: 20 },
  );
  const SECONDS = 1_500;
  const FROM_MS = 300_000;
  const runs = replicate((seed) => {
    let sent = 0;
    let accepted = 0;
    const plan = observed(
      startingAt(planOf(policy, poisson(10 * CAPACITY_PER_S, 10 * CAPACITY_PER_S * SECONDS, seed), seed), 'throttle'),
      'throttle',
      {
        onReply(_config, _state, context) {
          if (context.nowMs < FROM_MS) return;
          sent++;
          if (context.outcome === 0) accepted++;
        },
      },
    );
    rehearse(plan);
    return { perAccepted: sent / accepted, perS: sent / (SECONDS - FROM_MS / 1000) };
  });
  expectReproduces(
    runs.map((run) => run.perAccepted),
    K,
    0.02,
  );
  expectReproduces(
    runs.map((run) => run.perS),
    2 * CAPACITY_PER_S,
    0.02,
  );
});
