import { expect, test } from 'vitest';
import { observed } from './observe.ts';
import { expectReproduces, model, planOf, poisson, policyOf, rehearse, replicate, startingAt } from './protocol.ts';

// Guards with independent verdicts of rates fᵢ let ∏ (1 − fᵢ) pass, and a Poisson stream that is thinned by such verdicts is Poisson again: the
// counts in equal windows have an index of dispersion (variance ÷ mean) of 1. Kingman, "Poisson Processes", §5.1 (colouring theorem).
const REQUESTS_PER_S = 10;
const REQUESTS = 80_000;
const guards = [
  { id: 'injection', check: 'prompt-injection', prevalence: 0.1, detectionRate: 0.9, falsePositiveRate: 0.02 },
  { id: 'personal', check: 'personal-data', prevalence: 0.3, detectionRate: 0.8, falsePositiveRate: 0.05 },
  { id: 'unclean', check: 'sanitisation', prevalence: 0.05, detectionRate: 0.5, falsePositiveRate: 0.01 },
] as const;
const passing = ({ prevalence, detectionRate, falsePositiveRate }: (typeof guards)[number]): number =>
  1 - prevalence * detectionRate - (1 - prevalence) * falsePositiveRate;

const inputGuard = ({ id: _, ...rates }: (typeof guards)[number]) => ({ ...rates, latencyMs: 0, action: 'block' });
const series = policyOf([
  ['entry', 'entry', {}, { next: 'injection' }],
  ['injection', 'input-guard', inputGuard(guards[0]), { next: 'personal' }],
  ['personal', 'input-guard', inputGuard(guards[1]), { next: 'unclean' }],
  ['unclean', 'input-guard', inputGuard(guards[2]), { next: 'model' }],
  ['model', 'model', model()],
]);

test('oracle 39: three guards in series let the product of their shares pass, and what passes is Poisson', () => {
  const runs = replicate((seed) => {
    const traffic = poisson(REQUESTS_PER_S, REQUESTS, seed);
    const windowMs = 1000;
    // The last window is cut off.
    const windows = Math.floor(traffic.arrivalMs[REQUESTS - 1]! / windowMs);
    const counts = new Int32Array(windows + 1);
    const plan = observed(startingAt(planOf(series, traffic, seed), 'injection'), 'model', {
      onCall: (_config, _state, context) => {
        counts[Math.floor(context.nowMs / windowMs)]!++;
      },
    });
    const figures = rehearse(plan);
    return { passed: figures.outcomes.answeredByTier[0]! / REQUESTS, dispersion: dispersionOf(counts.subarray(0, windows)) };
  });
  expectReproduces(
    runs.map((run) => run.passed),
    passing(guards[0]) * passing(guards[1]) * passing(guards[2]),
    0.005,
  );
  expectReproduces(
    runs.map((run) => run.dispersion),
    1,
    0.03,
  );
});

function dispersionOf(counts: Int32Array): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1) / mean;
}

// Guards of one check share one truth, so the product holds apart for what is bad and for what is good: p ∏ (1 − dᵢ) + (1 − p) ∏ (1 − gᵢ) pass. With
// a truth for each guard it would be ∏ (1 − fᵢ) = .9310 × .9295 of the answers below, so this tells the two apart.
test('oracle 39, one truth: two guards of one check leak the product of their misses', () => {
  const [p, d, g] = [0.1, [0.6, 0.7] as const, [0.01, 0.005] as const];
  const layers = policyOf([
    ['entry', 'entry', {}, { next: 'in' }],
    ['in', 'input-guard', { prevalence: p, detectionRate: d[0], falsePositiveRate: g[0], latencyMs: 0 }, { next: 'in-again' }],
    ['in-again', 'input-guard', { prevalence: p, detectionRate: d[1], falsePositiveRate: g[1], latencyMs: 0 }, { next: 'out-again' }],
    [
      'out-again',
      'output-guard',
      { prevalence: p, detectionRate: d[1], falsePositiveRate: g[1], latencyMs: 0, action: 'block' },
      { next: 'out' },
    ],
    [
      'out',
      'output-guard',
      { prevalence: p, detectionRate: d[0], falsePositiveRate: g[0], latencyMs: 0, action: 'block' },
      { next: 'model' },
    ],
    ['model', 'model', model()],
  ]);
  const bad = p * (1 - d[0]) * (1 - d[1]);
  const passed = bad + (1 - p) * (1 - g[0]) * (1 - g[1]);
  const runs = replicate((seed) => {
    const traffic = poisson(REQUESTS_PER_S, REQUESTS, seed);
    const figures = rehearse(startingAt(planOf(layers, traffic, seed), 'in'));
    const facts = (id: string) => figures.nodes.find((node) => node.id === id)!.facts;
    expect(facts('in-again')['reached']).toBe(facts('in')['leaked']);
    expect(facts('out-again')['reached']).toBe(facts('out')['leaked']);
    return {
      through: figures.outcomes.answeredByTier[0]! / traffic.requestCount,
      leakedIn: facts('in-again')['leaked']! / traffic.requestCount,
      leakedOut: figures.outcomes.flawed!.hallucinated! / figures.outcomes.answeredByTier[0]!,
    };
  });
  expectReproduces(
    runs.map((run) => run.through),
    passed ** 2,
    0.005,
  );
  expectReproduces(
    runs.map((run) => run.leakedIn),
    bad,
    0.06,
  );
  expectReproduces(
    runs.map((run) => run.leakedOut),
    bad / passed,
    0.06,
  );
});
