import { test } from 'vitest';
import type { Conditions } from '../../shared/model/index.ts';
import { NO_CONDITIONS, outcomeOf } from '../../shared/model/index.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, steady } from './protocol.ts';

// Independent failures in series: 1 − ∏(1 − aᵢ); expected attempts 1 + (1 − a₁) + (1 − a₁)(1 − a₂). Textbook reliability, e.g. Trivedi,
// "Probability and Statistics with Reliability, Queuing and Computer Science Applications", §1.10.
const chain = policyOf([
  ['entry', 'entry', {}, { next: 'fallback' }],
  ['fallback', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }, { id: 't3' }] }, { t1: 'first', t2: 'second', t3: 'third' }],
  ['first', 'model', model({ tier: 1, serverErrorRate: 0.05 })],
  ['second', 'model', model({ tier: 2, serverErrorRate: 0.1 })],
  ['third', 'model', model({ tier: 3, serverErrorRate: 0.2 })],
]);
const REQUESTS = 50_000;
const traffic = steady(REQUESTS);

test('oracle 1: three providers of availability .95, .90 and .80 in a chain', () => {
  const runs = replicate((seed) => rehearse(planOf(chain, traffic, seed)));
  expectReproduces(
    runs.map((run) => run.availability),
    0.999,
    0.001,
  );
  expectReproduces(
    runs.map((run) => run.attempts.perRequest),
    1.055,
    0.005,
  );
});

test('oracle 1, shared fate: an outage of all three for a share c of the time leaves (1 − c) of it', () => {
  const c = 0.1;
  const outage: Conditions = {
    ...NO_CONDITIONS,
    failureAt: (_target, nowMs) => (nowMs >= 20_000 && nowMs < 20_000 + c * REQUESTS ? outcomeOf('server-error') : 0),
  };
  const conditionTargets = [{ providerId: 'provider', model: 'm' }];
  const runs = replicate((seed) => rehearse(planOf(chain, traffic, seed, { conditions: outage, conditionTargets })));
  expectReproduces(
    runs.map((run) => run.availability),
    (1 - c) * 0.999,
    0.001,
  );
});
