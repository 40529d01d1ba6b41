import { expect, test } from 'vitest';
import type { MetadataColumn } from '../../shared/model/index.ts';
import { model, planOf, policyOf, rehearse, steady } from './protocol.ts';

// Two prices, $24.7 and $.24 per million tokens, and a share x of calls to the dearer one: x·c₁ + (1 − x)·c₂. RouteLLM (Ong et al. 2024,
// arXiv 2406.18665) reports 13.40 % for its matrix-factorisation router at half of the gap in quality.
const DEAR = 24.7;
const CHEAP = 0.24;
const SHARE = 0.134;
const REQUESTS = 5_000;

const priced = (name: string, usdPerMTok: number) => ({
  name,
  inputUsdPerMTok: usdPerMTok,
  outputUsdPerMTok: usdPerMTok,
  contextTokens: 100_000,
  abilities: [],
  languages: [],
});
const policy = policyOf(
  [
    ['entry', 'entry', {}, { next: 'router' }],
    [
      'router',
      'router',
      { routes: [{ id: 'r1', condition: 'metadata', key: 'difficulty', values: 'hard' }] },
      { r1: 'strong', otherwise: 'weak' },
    ],
    ['strong', 'model', model({ model: 'strong' })],
    ['weak', 'model', model({ model: 'weak' })],
  ],
  { models: [priced('strong', DEAR), priced('weak', CHEAP)] },
);
/** Every request is hard until `hard` of them were. */
const trafficWith = (hard: number) => {
  const difficulty: MetadataColumn = { values: ['hard'], codes: Int32Array.from({ length: REQUESTS }, (_, i) => (i < hard ? 0 : -1)) };
  return { ...steady(REQUESTS), metadata: { difficulty } };
};

test('oracle 34: 13.40 % of calls to the dear model cost .142415 of all calls to it', () => {
  const routed = rehearse(planOf(policy, trafficWith(SHARE * REQUESTS), 1)).cost.usd;
  const all = rehearse(planOf(policy, trafficWith(REQUESTS), 1)).cost.usd;
  expect(all).toBeCloseTo((REQUESTS * 1_100 * DEAR) / 1e6, 9);
  expect(routed / all).toBeCloseTo((SHARE * DEAR + (1 - SHARE) * CHEAP) / DEAR, 12);
  expect(routed / all).toBeCloseTo(0.142415, 6);
});
