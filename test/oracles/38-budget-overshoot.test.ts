import { expect, test } from 'vitest';
import { hashOf, threefry, toUniform } from '../../shared/dice/index.ts';
import type { Traffic } from '../../shared/model/index.ts';
import { observed } from './observe.ts';
import { expectReproduces, type Line, model, planOf, policyOf, rehearse, replicate, startingAt } from './protocol.ts';

// A budget that is looked at only after it was paid passes its cap by the excess of a renewal process: E[c²]/(2 E[c]) for a cap of many costs c, and for
// exponential costs the mean m whatever the cap, since the exponential forgets. Cox, "Renewal Theory", 1962, §5.2.
const COST = hashOf('oracle cost');
/** So many tokens cost a dollar, which makes the rounding to whole tokens one part in ten thousand. */
const TOKENS_PER_USD = 10_000;

type Draw = (u: number) => number;
const exponential: Draw = (u) => -Math.log(u);
const uniformTo2: Draw = (u) => 2 * u;

/** Each user has a budget of their own and comes `visits` times, in turn, with costs in dollars as drawn. */
function trafficOf(users: number, visits: number, draw: Draw, seed: number): Traffic {
  const requests = users * visits;
  return {
    label: 'oracle',
    origin: 'generated',
    requestCount: requests,
    arrivalMs: Float64Array.from({ length: requests }, (_, at) => at),
    inputTokens: new Uint32Array(requests),
    outputTokens: Uint32Array.from({ length: requests }, (_, at) =>
      Math.max(1, Math.round(draw(toUniform(threefry(seed, at, COST, 0))) * TOKENS_PER_USD)),
    ),
    user: Int32Array.from({ length: requests }, (_, at) => at % users),
    users: Array.from({ length: users }, (_, user) => `u${user}`),
    complexity: null,
    metadata: {},
  };
}

function meanOvershoot(capUsd: number, users: number, visits: number, draw: Draw, seed: number): number {
  const nodes: Line[] = [
    ['entry', 'entry', {}, { next: 'budget' }],
    ['budget', 'budget', { scope: 'user', limitUsd: capUsd, period: 'month', reserveUsd: 0, atLimit: 'stop' }, { next: 'model' }],
    ['model', 'model', model()],
  ];
  const free = policyOf(nodes);
  const models = free.providers[0]!.models.map((one) => ({ ...one, outputUsdPerMTok: 1e6 / TOKENS_PER_USD }));
  const policy = { ...free, providers: [{ ...free.providers[0]!, models }] };
  const spent = new Float64Array(users);
  const plan = observed(startingAt(planOf(policy, trafficOf(users, visits, draw, seed), seed), 'budget'), 'budget', {
    onReply: (_config, _state, context) => {
      spent[context.user]! += context.replyUsd;
    },
  });
  rehearse(plan);
  expect(spent.every((usd) => usd >= capUsd - 1e-9)).toBe(true);
  return spent.reduce((sum, usd) => sum + (usd - capUsd), 0) / users;
}

test('oracle 38: exponential costs of mean m pass any cap by m', () => {
  expectReproduces(
    replicate((seed) => meanOvershoot(1, 27_000, 13, exponential, seed)),
    1,
    0.01,
  );
});

test('oracle 38: costs even between 0 and 2 pass a cap of many costs by E[c²]/(2 E[c]) = 2/3', () => {
  expectReproduces(
    replicate((seed) => meanOvershoot(8, 6_000, 22, uniformTo2, seed)),
    2 / 3,
    0.02,
  );
});
