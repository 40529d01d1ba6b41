import { expect, test } from 'vitest';
import { matchFits, withFits } from '../../shared/calibration/index.ts';
import { writePolicy } from '../../shared/format/index.ts';
import { CALM, outcomeOf, type PolicyDocument, type Traffic } from '../../shared/model/index.ts';
import { sampleDocument } from '../../test/sample-document.ts';
import { calibrate } from './calibrate.ts';
import { rehearse } from './rehearse.ts';

/** A log of another generator than ours: Pareto thinking, so much a token, a price a token, and Park and Miller's dice. */
function log(requests: number, slowdown: (request: number) => number = () => 1, priceRise = 1): Traffic {
  let state = 20_261_125;
  const u = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const column = () => new Float64Array(requests);
  const [arrivalMs, latencyMs, usd] = [column(), column(), column()];
  const inputTokens = new Uint32Array(requests);
  const outputTokens = new Uint32Array(requests);
  const outcome = new Uint8Array(requests);
  let nowMs = 0;
  for (let i = 0; i < requests; i++) {
    nowMs += -500 * Math.log(u());
    arrivalMs[i] = nowMs;
    inputTokens[i] = Math.floor(200 + 1000 * u());
    outputTokens[i] = Math.floor(20 - 150 * Math.log(u()));
    const price = i < requests / 2 ? 1 : priceRise;
    usd[i] = (price * (2.5 * inputTokens[i]! + 10 * outputTokens[i]!)) / 1e6;
    if (u() < 0.03) {
      outcome[i] = outcomeOf('rate-limit');
      latencyMs[i] = 90;
      usd[i] = 0;
    } else latencyMs[i] = (200 * u() ** (-1 / 2.8) + outputTokens[i]! * 12) * slowdown(i);
  }
  return {
    label: 'gateway.csv',
    origin: 'recorded',
    requestCount: requests,
    arrivalMs,
    inputTokens,
    outputTokens,
    user: null,
    users: [],
    complexity: null,
    metadata: {},
    recorded: {
      latencyMs: Float32Array.from(latencyMs),
      ttftMs: null,
      outcome,
      model: { codes: new Int32Array(requests), values: ['openai/GPT-4o-2024-08-06'] },
      provider: null,
      usd,
    },
  };
}

test('a log is fitted and back-tested, latencies, errors and cost; a rise of prices is called wrong', async () => {
  const traffic = log(40_000);
  const end = await calibrate({ traffic });
  if (end.kind !== 'calibrated') throw new Error(end.kind);
  const { backTest, models, fittedOn, predicted } = end.calibration;
  expect(backTest.checks.map(({ figure }) => figure)).toEqual([
    'P50 of answers',
    'P95 of answers',
    'P99 of answers',
    'share of rate limit',
    'cost',
  ]);
  expect(backTest.verdict).toBe('believe');
  expect(backTest.checks.at(-1)!.error).toBeCloseTo(0, 1);
  expect([fittedOn, predicted, models[0]!.calls]).toEqual([20_000, 20_000, 40_000]);

  const dearer = await calibrate({ traffic: log(40_000, undefined, 2) });
  if (dearer.kind !== 'calibrated') throw new Error(dearer.kind);
  expect(dearer.calibration.backTest).toMatchObject({
    verdict: 'in part',
    sentence: expect.stringMatching(/the cost is predicted \d+ % too low/),
  });
});

test('what cannot be fitted is refused in a sentence', async () => {
  const { recorded: _, ...bare } = log(1000);
  expect(await calibrate({ traffic: bare })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('does not record how requests ended'),
  });
  expect(await calibrate({ traffic: log(90) })).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/latency of \d+ answers.*100 are needed/),
  });
});

test('a cancel ends it', async () => {
  const stop = new AbortController();
  const ending = calibrate({ traffic: log(40_000), signal: stop.signal, onProgress: () => stop.abort() });
  expect(await ending).toEqual({ kind: 'cancelled' });
});

test('models that are as fitted are told as fitted, with the error of the back-test; when one is changed, they are assumed again', async () => {
  const traffic = log(20_000);
  const end = await calibrate({ traffic });
  if (end.kind !== 'calibrated') throw new Error(end.kind);
  const { models, calibrated } = end.calibration;
  const named = sampleDocument();
  const fits = matchFits(named.policy, models);
  expect(fits.size).toBeGreaterThan(0);
  const fitted = { ...named, policy: withFits(named.policy, fits) };
  const bases = async (document: PolicyDocument) => {
    const run = await rehearse({
      policyText: writePolicy(document),
      traffic,
      trafficSha256: 'ab'.repeat(32),
      scenario: CALM,
      seed: 1,
      calibrated: [calibrated],
    });
    if (run.kind !== 'result') throw new Error(JSON.stringify(run));
    return run.result.assumptions;
  };
  const told = await bases(fitted);
  expect(told.find(({ subject }) => subject === 'Back-test')).toMatchObject({
    basis: 'fitted',
    statement: expect.stringMatching(/^within \d+ %: Fitted to gateway.csv/),
  });
  const [nodeId] = [...fits.keys()];
  const name = fitted.policy.nodes.find(({ id }) => id === nodeId)!.name;
  expect(told.filter(({ subject, basis }) => subject === name && basis === 'fitted')).toHaveLength(2);
  expect(told.filter(({ subject, basis }) => subject === name && basis === 'assumed').length).toBeGreaterThan(0);
  const changed = {
    ...fitted,
    policy: {
      ...fitted.policy,
      nodes: fitted.policy.nodes.map((node) => (fits.has(node.id) ? { ...node, config: { ...node.config, ttftP99Ms: 9999 } } : node)),
    },
  };
  expect((await bases(changed)).filter(({ basis }) => basis === 'fitted')).toEqual([]);
});
