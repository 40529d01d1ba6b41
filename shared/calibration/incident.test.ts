import { expect, test } from 'vitest';
import { outcomeOf, type Policy, PROVIDER_DEFAULTS, type Traffic } from '../model/index.ts';
import { recordedIncident } from './index.ts';

const MIN = 60_000;

const policy: Policy = {
  id: 'p',
  name: 'P',
  description: '',
  providers: [{ ...PROVIDER_DEFAULTS, id: 'openai', name: 'OpenAI', models: [] }],
  nodes: [{ id: 'a', kind: 'model', name: 'A', config: { providerId: 'openai', model: 'gpt-4o' } }],
  edges: [],
  silenced: [],
  promises: [],
};

/** Two hours, three calls a second of two models; Park and Miller's dice, which have no luck in common with the engine. */
function log(seed: number, at: (ms: number) => { readonly failing: number; readonly slow: number }): Traffic {
  let state = seed;
  const u = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const requestCount = 21_600;
  const arrivalMs = Float64Array.from({ length: requestCount }, (_, request) => request * 333);
  const codes = Int32Array.from(arrivalMs, () => (u() < 0.8 ? 0 : 1));
  const outcome = Uint8Array.from(arrivalMs, (ms, request) => {
    const luck = u();
    if (luck < 0.01) return outcomeOf('rate-limit');
    return codes[request] === 0 && luck < 0.01 + 0.99 * at(ms).failing ? outcomeOf('server-error') : 0;
  });
  const latencyMs = Float32Array.from(arrivalMs, (ms, request) => (codes[request] === 0 ? at(ms).slow : 1) * 300 * u() ** (-1 / 2.5));
  return {
    label: 'gateway.csv',
    origin: 'recorded',
    requestCount,
    arrivalMs,
    inputTokens: new Uint32Array(requestCount),
    outputTokens: new Uint32Array(requestCount),
    user: null,
    users: [],
    complexity: null,
    metadata: {},
    recorded: {
      latencyMs,
      ttftMs: null,
      outcome,
      model: { codes, values: ['openai/gpt-4o-2024-08-06', 'other'] },
      provider: null,
      usd: null,
    },
  };
}
const window = { fromMs: 30 * MIN, toMs: 80 * MIN };
const CALM = { failing: 0, slow: 1 };

test.each([1, 2, 3, 4, 5].flatMap((seed) => [0.1, 0.4, 1].map((share) => [seed, share] as const)))(
  'an outage of known share and length comes back (dice %i, share %d)',
  (seed, share) => {
    const from = 40.3 * MIN;
    const to = 63.7 * MIN;
    const { scenario, notes } = recordedIncident(
      log(seed, (ms) => (ms >= from && ms < to ? { failing: share, slow: 1 } : CALM)),
      window,
      policy,
    );
    const events = scenario?.events ?? [];
    expect(events.every(({ effect }) => effect.kind === 'outage' && effect.failure === 'server-error')).toBe(true);
    expect(events.every(({ target }) => target.kind === 'model' && target.model === 'gpt-4o')).toBe(true);
    const lengthMs = events.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const mean = events.reduce((sum, { effect, durationMs }) => sum + (effect.kind === 'outage' ? effect.share : 0) * durationMs, 0);
    // Slices that too little of fails to be sure are left out, so a weak outage is found in part; never more than there was.
    if (share >= 0.4) {
      expect(Math.abs(events[0]!.startMs - from)).toBeLessThan(MIN);
      expect(Math.abs(lengthMs - (to - from))).toBeLessThan(2 * MIN);
      expect(mean / lengthMs).toBeCloseTo(share, 1);
    } else expect(lengthMs).toBeLessThan(to - from + 2 * MIN);
    expect(notes.join()).toContain('“other”');
  },
);

test('two classes that fail together fail together what was recorded', () => {
  const traffic = log(3, () => CALM);
  const { outcome, model } = traffic.recorded!;
  traffic.arrivalMs.forEach((ms, request) => {
    if (model!.codes[request] === 0 && ms >= 40 * MIN && ms < 60 * MIN)
      outcome[request] = [outcomeOf('server-error'), outcomeOf('timeout'), 0][request % 3]!;
  });
  const { events } = recordedIncident(traffic, window, policy).scenario!;
  expect(events.map(({ effect }) => effect.kind === 'outage' && effect.failure).sort()).toEqual(['server-error', 'timeout']);
  const working = events.reduce((rest, { effect }) => rest * (effect.kind === 'outage' ? 1 - effect.share : 1), 1);
  expect(working).toBeCloseTo(1 / 3, 1);
  expect(events.every(({ startMs, durationMs }) => Math.abs(startMs - 40 * MIN) < MIN && Math.abs(durationMs - 20 * MIN) < MIN)).toBe(true);
});

test('slowness comes back as a factor, and two steps of it as two', () => {
  const at = (ms: number) => ({ failing: 0, slow: ms >= 40 * MIN && ms < 50 * MIN ? 2 : ms >= 50 * MIN && ms < 60 * MIN ? 5 : 1 });
  const { scenario } = recordedIncident(log(7, at), window, policy);
  const factors = scenario!.events.map(({ effect }) => (effect.kind === 'latency' ? effect.multiplier : 0));
  expect(Math.min(...factors)).toBeCloseTo(2, 0);
  expect(Math.max(...factors)).toBeCloseTo(5, 0);
  expect(scenario!.events[0]!.startMs).toBe(40 * MIN);
  expect(scenario!.description).toContain('outside the window');
});

test('calm traffic makes no event, nor do failures that go on as ever', () => {
  for (let seed = 1; seed <= 20; seed++) {
    expect(
      recordedIncident(
        log(seed, () => CALM),
        window,
        policy,
      ).scenario,
    ).toBe(null);
    expect(
      recordedIncident(
        log(seed, () => ({ failing: 0.2, slow: 2 })),
        window,
        policy,
      ).scenario,
    ).toBe(null);
  }
});

test('too few calls are told, and make no event', () => {
  const { scenario, notes } = recordedIncident(
    log(1, () => ({ failing: 1, slow: 1 })),
    { fromMs: 0, toMs: 5_000 },
    policy,
  );
  expect(scenario).toBe(null);
  expect(notes.join()).toContain('are needed to compare');
});
