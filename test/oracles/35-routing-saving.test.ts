import { expect, test } from 'vitest';
import type { RunFigures } from '../../shared/engine/index.ts';
import { expectReproduces, model, planOf, policyOf, rehearse, replicate, steady } from './protocol.ts';

// RouteLLM (Ong et al. 2024, arXiv 2406.18665): to close the same half of the gap in quality between a weak and a strong model, the
// matrix-factorisation router sends 13.40 % of calls to the strong one, a random router 49.03 %: 3.66 times as many (its Table 6, MT Bench). The saving
// is against a random router, not against calling the strong model always. What a router knows is calibrated here, to the published
// pair of shares; that this knowledge gives this saving at equal quality is what the simulation has to reproduce. The other figures of the table are published
// without their shares and cannot be derived.
const RANDOM_SHARE = 0.4903;
const ROUTED_SHARE = 0.134;

const WEAK = 0.5;
const STRONG = 0.7;
/**
 * With tasks that are solved always or never, the strong model helps where the difficulty is between the two rates. A router that knows the
 * difficulty of a share κ of the tasks, and sends ROUTED_SHARE of them from inside that range, closes ROUTED_SHARE × (κ ÷ gap + 1 − κ) of the gap.
 */
const KNOWN_SHARE = (RANDOM_SHARE / ROUTED_SHARE - 1) / (1 / (STRONG - WEAK) - 1);

const REQUESTS = 25_000;
/** Complexities evenly over 0..1, so that a band of complexity is an exact share of requests. */
const traffic = { ...steady(REQUESTS), complexity: Float32Array.from({ length: REQUESTS }, (_, i) => (i + 0.5) / REQUESTS) };

const routed = (minComplexity: number, share: number, difficultyKnownShare: number) =>
  policyOf([
    ['entry', 'entry', {}, { next: 'router' }],
    [
      'router',
      'router',
      { routes: [{ id: 'r1', condition: 'complexity', minComplexity, maxComplexity: minComplexity + share }] },
      { r1: 'strong', otherwise: 'weak' },
    ],
    ['strong', 'model', model({ successRate: STRONG, difficultySpread: 1, difficultyKnownShare })],
    ['weak', 'model', model({ successRate: WEAK, difficultySpread: 1, difficultyKnownShare })],
  ]);
const rightOf = (run: RunFigures) => 1 - (run.outcomes.flawed?.['wrong'] ?? 0) / REQUESTS;
const strongCalls = (run: RunFigures) => run.nodes.find((node) => node.id === 'strong')!.calls;

test('oracle 35: at equal quality the router calls the strong model 3.66 times less often than a random one', () => {
  const runs = replicate((seed) => {
    const run = (minComplexity: number, share: number, known: number) =>
      rehearse(planOf(routed(minComplexity, share, known), traffic, seed));
    const gapClosed = (figures: RunFigures, known: number) => {
      const weak = rightOf(run(0, 0, known));
      return (rightOf(figures) - weak) / (rightOf(run(0, 1, known)) - weak);
    };
    // Complexity that says nothing of the difficulty makes the same router a random one.
    const random = run(1 - RANDOM_SHARE, RANDOM_SHARE, 0);
    const knowing = run(WEAK, ROUTED_SHARE, KNOWN_SHARE);
    return {
      saving: strongCalls(random) / strongCalls(knowing),
      random: gapClosed(random, 0),
      knowing: gapClosed(knowing, KNOWN_SHARE),
    };
  });
  for (const { saving } of runs) expect(Math.abs(saving / 3.66 - 1)).toBeLessThan(0.005);
  for (const which of ['random', 'knowing'] as const) {
    expectReproduces(
      runs.map((run) => run[which]),
      RANDOM_SHARE,
      0.03,
    );
  }
});
