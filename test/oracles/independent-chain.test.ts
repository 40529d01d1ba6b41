import { expect, test } from 'vitest';
import { conditionTargetsOf } from '../../shared/kinds/index.ts';
import type { Scenario } from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';
import { intervalOf, model, planOf, poisson, policyOf, rehearse, replicate } from './protocol.ts';

/**
 * No closed form tells what fallback [retry (breaker (A)), B, template] does in an outage, so the whole is compared with a second simulation
 * that shares no line, no dice and no event list with the engine: closures, a plain sorted list, and Marsaglia's xorshift32.
 */

const REQUESTS_PER_S = 5;
const REQUESTS = 60_000;
const OUTAGE = { startMs: 2_400_000, durationMs: 3_000_000, share: 0.95 };
const A = { errorRate: 0.02, meanMs: 800, failureAfterMs: 200 };
const B = { errorRate: 0.1, latencyMs: 300 };
const RETRIES = 2;
const BASE_MS = 1_000;
const BREAKER = { failureCount: 5, windowMs: 10_000, openForMs: 30_000, closeAfterSuccesses: 3 };

interface Measured {
  readonly tiers: readonly number[];
  readonly attempts: number;
  readonly openMs: number;
}

function byEngine(seed: number): Measured {
  const policy = policyOf([
    ['entry', 'entry', {}, { next: 'tiers' }],
    ['tiers', 'fallback', { tiers: ['t1', 't2', 't3'].map((id) => ({ id, name: id })) }, { t1: 'again', t2: 'b', t3: 'sorry' }],
    ['again', 'retry', { maxRetries: RETRIES, baseMs: BASE_MS, jitter: 'full' }, { next: 'breaker' }],
    ['breaker', 'breaker', BREAKER, { next: 'a' }],
    [
      'a',
      'model',
      model({ latencyShape: 'exponential', ttftP50Ms: A.meanMs, failureAfterMs: A.failureAfterMs, serverErrorRate: A.errorRate }),
    ],
    ['b', 'model', model({ model: 'n', tier: 2, ttftP50Ms: B.latencyMs, serverErrorRate: B.errorRate })],
    ['sorry', 'template', { text: 'Later.', tier: 3, latencyMs: 0 }],
  ]);
  const [provider] = policy.providers;
  const both = { ...policy, providers: [{ ...provider!, models: ['m', 'n'].map((name) => ({ ...provider!.models[0]!, name })) }] };
  const scenario: Scenario = {
    id: 'outage',
    name: 'Outage',
    description: '',
    events: [
      {
        id: 'away',
        name: 'Away',
        target: { kind: 'model', providerId: 'provider', model: 'm' },
        effect: { kind: 'outage', share: OUTAGE.share, failure: 'connection' },
        startMs: OUTAGE.startMs,
        durationMs: OUTAGE.durationMs,
        rampUpMs: 0,
        rampDownMs: 0,
      },
    ],
  };
  const conditionTargets = conditionTargetsOf(both);
  const conditions = compileScenario(scenario, conditionTargets);
  const figures = rehearse(planOf(both, poisson(REQUESTS_PER_S, REQUESTS, seed), seed, { conditions, conditionTargets }));
  return {
    tiers: figures.outcomes.answeredByTier.map((count) => count / REQUESTS),
    attempts: figures.attempts.perRequest,
    openMs: figures.breakers[0]!.openMs,
  };
}

function byReference(seed: number): Measured {
  let word = Math.imul(seed, 0x9e3779b1) | 1;
  const luck = (): number => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0) / 2 ** 32;
  };
  const exponential = (mean: number): number => -mean * Math.log(1 - luck());

  let nowMs = 0;
  const agenda: { atMs: number; act: () => void }[] = [];
  const after = (delayMs: number, act: () => void): void => {
    const atMs = nowMs + delayMs;
    let at = agenda.length;
    // Earliest last, and of simultaneous ones the first made last.
    while (at > 0 && agenda[at - 1]!.atMs <= atMs) at--;
    agenda.splice(at, 0, { atMs, act });
  };

  const tiers = [0, 0, 0];
  let attempts = 0;
  let openMs = 0;
  let mode: 'closed' | 'open' | 'trying' = 'closed';
  let era = 0;
  let openedAtMs = 0;
  let recent: number[] = [];
  let trials = 0;
  let inARow = 0;

  const callA = (done: (works: boolean) => void): void => {
    attempts++;
    const isOut = nowMs >= OUTAGE.startMs && nowMs < OUTAGE.startMs + OUTAGE.durationMs;
    const fails = (isOut && luck() < OUTAGE.share) || luck() < A.errorRate;
    after(fails ? A.failureAfterMs : exponential(A.meanMs), () => done(!fails));
  };
  const trip = (): void => {
    mode = 'open';
    era++;
    openedAtMs = nowMs;
  };
  const throughBreaker = (done: (verdict: 'works' | 'fails' | 'rejected') => void): void => {
    if (mode === 'open' && nowMs >= openedAtMs + BREAKER.openForMs) {
      openMs += nowMs - openedAtMs;
      mode = 'trying';
      era++;
      trials = 0;
      inARow = 0;
    }
    if (mode === 'open' || (mode === 'trying' && trials + inARow >= BREAKER.closeAfterSuccesses)) {
      done('rejected');
      return;
    }
    const madeIn = era;
    if (mode === 'trying') trials++;
    callA((works) => {
      if (madeIn === era) {
        if (mode === 'trying') {
          trials--;
          if (!works) trip();
          else if (++inARow === BREAKER.closeAfterSuccesses) {
            mode = 'closed';
            era++;
            recent = [];
          }
        } else if (!works) {
          recent = [...recent, nowMs].filter((atMs) => atMs > nowMs - BREAKER.windowMs);
          if (recent.length >= BREAKER.failureCount) trip();
        }
      }
      done(works ? 'works' : 'fails');
    });
  };
  const secondTier = (): void => {
    attempts++;
    if (luck() < B.errorRate) tiers[2]!++;
    else after(B.latencyMs, () => tiers[1]!++);
  };
  const firstTier = (retries: number): void =>
    throughBreaker((verdict) => {
      if (verdict === 'works') tiers[0]!++;
      else if (verdict === 'rejected' || retries === RETRIES) secondTier();
      else after(luck() * BASE_MS * 2 ** retries, () => firstTier(retries + 1));
    });

  let toCome = REQUESTS;
  const arrive = (): void => {
    if (--toCome > 0) after(exponential(1_000 / REQUESTS_PER_S), arrive);
    firstTier(0);
  };
  after(exponential(1_000 / REQUESTS_PER_S), arrive);
  for (let next = agenda.pop(); next !== undefined; next = agenda.pop()) {
    nowMs = next.atMs;
    next.act();
  }
  if ((mode as string) === 'open') openMs += nowMs - openedAtMs;
  expect(tiers.reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);
  return { tiers: tiers.map((count) => count / REQUESTS), attempts: attempts / REQUESTS, openMs };
}

test('an outage under fallback, retry and breaker: the engine agrees with an independent simulation', () => {
  const engine = replicate(byEngine);
  const reference = replicate((seed) => byReference(seed + 1_000));
  const figures: readonly (readonly [string, (measured: Measured) => number])[] = [
    ['share of tier 1', ({ tiers }) => tiers[0]!],
    ['share of tier 2', ({ tiers }) => tiers[1]!],
    ['share of tier 3', ({ tiers }) => tiers[2]!],
    ['attempts a request', ({ attempts }) => attempts],
    ['time open', ({ openMs }) => openMs],
  ];
  for (const [name, of] of figures) {
    const ours = intervalOf(engine.map(of));
    const theirs = intervalOf(reference.map(of));
    const both = `${name}: ${ours.mean} ± ${ours.halfWidth} and ${theirs.mean} ± ${theirs.halfWidth}`;
    if (process.env['ORACLE_PRINT']) console.log(both);
    expect(Math.abs(ours.mean - theirs.mean), both).toBeLessThanOrEqual(ours.halfWidth + theirs.halfWidth);
    // Wide intervals always overlap: they must be narrow enough to see a fault.
    expect(ours.halfWidth / ours.mean, both).toBeLessThan(0.1);
    expect(theirs.halfWidth / theirs.mean, both).toBeLessThan(0.1);
  }
});
