import { test } from 'vitest';
import type { Behavior, RunPlan } from '../../shared/engine/index.ts';
import { expectReproduces, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

// Of n exponential calls with mean 1 that begin together, the last ends after Hₙ = 1 + 1/2 + … + 1/n on average and the first after 1/n (order statistics).

/** Exponential with mean 1 s; adds up how short its calls were drawn: e^(−4 × seconds), which is the fourth power of a uniform draw. */
function exponentialLeaf() {
  let shortness = 0;
  const behavior: Behavior<unknown, null> = {
    createState: () => null,
    onCall(_config, _state, context) {
      const u = context.uniform(0);
      shortness += u ** 4;
      context.finish(-Math.log(u) * 1000, 0);
    },
    onWake: (_config, _state, context) => context.answer(1),
  };
  return { behavior, shortness: () => shortness };
}

const withBehavior = (plan: RunPlan, nodeId: string, behavior: Behavior<any, any>, config: unknown): RunPlan => ({
  ...plan,
  nodes: plan.nodes.map((node) => (node.id === nodeId ? { ...node, behavior, config } : node)),
});

test('oracle 40: the first of five at once', { timeout: 120_000 }, () => {
  // A hedge makes at most four calls, so five are two below one.
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'five' }],
    ['five', 'hedge', { delayMs: 0, maxHedges: 1 }, { primary: 'three', hedge: 'two' }],
    ['three', 'hedge', { delayMs: 0, maxHedges: 2 }, { primary: 'leaf' }],
    ['two', 'hedge', { delayMs: 0, maxHedges: 1 }, { primary: 'leaf' }],
    ['leaf', 'template', {}],
  ]);
  const REQUESTS = 70_000;
  const runs = replicate((seed) => {
    const leaf = exponentialLeaf();
    const plan = withBehavior(startingAt(planOf(policy, steady(REQUESTS, 1000), seed), 'five'), 'leaf', leaf.behavior, null);
    const meanS = rehearse(plan).latencyMs.mean! / 1000;
    // Control variate: the shortness of each draw has the mean 1/5. The multiple was fitted on other draws, and any multiple leaves the expectation.
    return meanS + 0.25 * (leaf.shortness() / REQUESTS - 1);
  });
  expectReproduces(runs, 1 / 5, 0.005);
});

// No kind of node waits for all of its calls, so a behaviour of the test's own does; the calls and the clock are the engine's.
const ALL_OF: Behavior<number, null> = {
  createState: () => null,
  onCall(calls, _state, context) {
    context.setNumber(0, calls);
    for (let call = 0; call < calls; call++) context.call(0);
  },
  onReply(_calls, _state, context) {
    const left = context.getNumber(0) - 1;
    context.setNumber(0, left);
    if (left === 0) context.forward();
  },
};

test('oracle 40: the last of five at once', { timeout: 120_000 }, () => {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'all' }],
    ['all', 'timeout', {}, { next: 'leaf' }],
    ['leaf', 'template', {}],
  ]);
  const runs = replicate((seed) => {
    const plan = withBehavior(startingAt(planOf(policy, steady(30_000, 1000), seed), 'all'), 'leaf', exponentialLeaf().behavior, null);
    return rehearse(withBehavior(plan, 'all', ALL_OF, 5)).latencyMs.mean! / 1000;
  });
  expectReproduces(runs, 1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5, 0.005);
});
