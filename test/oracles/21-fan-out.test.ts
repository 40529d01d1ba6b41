import { expect, test } from 'vitest';
import type { Behavior, RunPlan } from '../../shared/engine/index.ts';
import { ANSWERED, outcomeOf } from '../../shared/model/index.ts';
import { expectReproduces, intervalOf, model, planOf, policyOf, rehearse, replicate, startingAt, steady } from './protocol.ts';

/**
 * A request that needs all of n calls is slow when one of them is: 1 − (1 − p)ⁿ. Dean and Barroso, "The Tail at Scale", CACM 2013: 63 % of the requests
 * at n = 100, p = 1 %; 18 % at n = 2000, p = 0.01 %. The fan-out is a node of this test. Its leaves are our model kind, which hangs in p of the calls; of the
 * 2000, which take seven million calls, each is one draw and nothing more.
 */
interface FanOut {
  /** How many requests had so many slow leaves. */
  readonly bySlow: number[];
}

const REPLIES = 0;
const SLOW = 1;
const TIMEOUT = outcomeOf('timeout');

const fanOut: Behavior<{ readonly leaves: number }, FanOut> = {
  createState: () => ({ bySlow: [] }),
  onCall({ leaves }, _state, context) {
    for (let port = 0; port < leaves; port++) context.call(port);
  },
  onReply({ leaves }, state, context) {
    const replies = context.getNumber(REPLIES) + 1;
    const slow = context.getNumber(SLOW) + (context.outcome === ANSWERED ? 0 : 1);
    context.setNumber(REPLIES, replies);
    context.setNumber(SLOW, slow);
    if (replies < leaves) return;
    state.bySlow[slow] = (state.bySlow[slow] ?? 0) + 1;
    if (slow === 0) context.answer(1);
    else context.fail(TIMEOUT);
  },
};

const drawnLeaf: Behavior<{ readonly p: number }, null> = {
  createState: () => null,
  onCall({ p }, _state, context) {
    if (context.uniform(0) < p) context.fail(TIMEOUT);
    else context.answer(1);
  },
};

function planFor(leaves: number, p: number, requests: number, seed: number, watch: FanOut): RunPlan {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'fan-out' }],
    ['fan-out', 'timeout', {}, { next: 'leaf' }],
    ['leaf', 'model', model({ timeoutRate: p, requestTimeoutMs: 1_000 })],
  ]);
  const plan = planOf(policy, steady(requests, 2_000), seed);
  const leaf = plan.nodes.findIndex(({ id }) => id === 'leaf');
  const nodes = plan.nodes.map((node) => {
    if (node.id === 'leaf' && leaves > 1000) return { ...node, behavior: drawnLeaf, config: { p } };
    if (node.id !== 'fan-out') return node;
    return {
      ...node,
      behavior: { ...fanOut, createState: () => watch },
      config: { leaves },
      ports: Array.from({ length: leaves }, (_, port) => `p${port}`),
      targets: new Int32Array(leaves).fill(leaf),
    };
  });
  return startingAt({ ...plan, nodes }, 'fan-out');
}

/** x over j, from its product so that x may be large and j small. */
function choose(x: number, j: number): number {
  let product = 1;
  for (let i = 0; i < j; i++) product *= (x - i) / (i + 1);
  return product;
}

/**
 * Share of slow requests, with the numbers of slow leaves, of pairs of them and of triples (means C(n, j) pʲ) as control variates: without them the half-width
 * asked for would take a thousand million calls. Coefficients are those of the Charlier expansion of "none is slow" under the Poisson law with mean n p.
 */
function measure(leaves: number, p: number, requests: number, controls: number, seed: number): { slow: number; leavesSlow: number } {
  const watch: FanOut = { bySlow: [] };
  const figures = rehearse(planFor(leaves, p, requests, seed, watch));
  const mean = (of: (slow: number) => number): number => watch.bySlow.reduce((sum, count, slow) => sum + count * of(slow), 0) / requests;
  expect(figures.nodes.find(({ id }) => id === 'leaf')!.calls).toBe(leaves * requests);
  let slow = figures.outcomes.failed / requests;
  expect(mean((of) => (of > 0 ? 1 : 0))).toBeCloseTo(slow, 12);
  for (let j = 1; j <= controls; j++) {
    let series = 0;
    for (let i = 0, term = 1; i <= controls - j; i++, term *= (leaves * p) / i) series += term;
    const coefficient = (j % 2 === 1 ? 1 : -1) * Math.exp(-leaves * p) * series;
    slow -= coefficient * (mean((of) => choose(of, j)) - choose(leaves, j) * p ** j);
  }
  return { slow, leavesSlow: mean((of) => of) };
}

test.each([
  [100, 0.01, 2_500, 3],
  [2000, 0.0001, 350, 3],
])('oracle 21: %d leaves, each slow in %d of its calls', { timeout: 300_000 }, (leaves, p, requests, controls) => {
  const runs = replicate((seed) => measure(leaves, p, requests, controls, seed));
  expectReproduces(
    runs.map((run) => run.slow),
    1 - (1 - p) ** leaves,
    0.005,
  );
  // What the controls rest on is not taken for granted.
  const { mean, halfWidth } = intervalOf(runs.map((run) => run.leavesSlow));
  expect(Math.abs(mean - leaves * p)).toBeLessThanOrEqual(halfWidth);
});
