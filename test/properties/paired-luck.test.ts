import { expect, test } from 'vitest';
import { createRun, type RunFigures } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf } from '../../shared/kinds/index.ts';
import type { Scenario, Traffic } from '../../shared/model/index.ts';
import { applySurges, compileScenario } from '../../shared/scenario/index.ts';
import { smallPolicy, smallTraffic } from '../fixtures/small-policy.ts';

/** Common random numbers: what a scenario or another policy changes must be its doing, never other dice. */

const surgeOf = (multiplier: number): Scenario => ({
  id: 'surge',
  name: 'Surge',
  description: '',
  events: [
    {
      id: 'more',
      name: 'More',
      target: { kind: 'traffic' },
      effect: { kind: 'surge', multiplier },
      startMs: 100_000,
      durationMs: 300_000,
      rampUpMs: 0,
      rampDownMs: 0,
    },
  ],
});

/** Without a breaker, whose state would rightly change with the load: outcomes are then luck alone. */
const policy = {
  ...smallPolicy.policy,
  nodes: smallPolicy.policy.nodes.map((node) => (node.id === 'big' ? { ...node, config: { ...node.config, serverErrorRate: 0.3 } } : node)),
  edges: smallPolicy.policy.edges.map((edge) => (edge.to === 'guard' ? { ...edge, to: 'big' } : edge)),
};

function rehearse(traffic: Traffic): RunFigures {
  const conditionTargets = conditionTargetsOf(policy);
  const run = createRun(
    compilePolicy(policy, {
      traffic,
      conditions: compileScenario(surgeOf(1), conditionTargets),
      conditionTargets,
      seed: 7,
      bucketMs: 60_000,
      traceCount: traffic.requestCount,
    }),
  );
  while (!run.advance(100_000));
  return run.figures();
}

/** What befell each request, by the instant it arrived: surges add requests, so positions differ. */
const fates = ({ traces }: RunFigures) =>
  new Map(traces.map(({ arrivalMs, outcome, tier, spans }) => [arrivalMs, { outcome, tier, spans: spans.map((span) => span.endMs) }]));

test('recorded requests keep their luck when a surge adds others', () => {
  const calm = fates(rehearse(smallTraffic));
  const surged = fates(rehearse(applySurges(smallTraffic, surgeOf(3), 7)));
  expect(surged.size).toBeGreaterThan(1.5 * calm.size);
  for (const [arrivalMs, fate] of calm) expect(surged.get(arrivalMs)).toEqual(fate);
});

test('a larger surge keeps the copies of a smaller one, and their luck', () => {
  const twice = fates(rehearse(applySurges(smallTraffic, surgeOf(2), 7)));
  const thrice = fates(rehearse(applySurges(smallTraffic, surgeOf(3), 7)));
  for (const [arrivalMs, fate] of twice) expect(thrice.get(arrivalMs)).toEqual(fate);
});

test('a copy has luck of its own', () => {
  const surged = applySurges(smallTraffic, surgeOf(2), 7);
  const keys = new Set(surged.luckKey);
  expect(keys.size).toBe(surged.requestCount);
});
