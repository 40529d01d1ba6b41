import { describe, expect, it } from 'vitest';
import type { RunResult, ScenarioEvent } from '../../shared/model/index.ts';
import { assumptionGroups, basisParts } from './basis.ts';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { headline } from './headline.ts';
import { incidentBands, incidentLabel, incidentSentence, placeLabels } from './incidents.ts';
import { namesOf } from './names.ts';
import { slaOf } from './sla.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const run = fixtureRun();
const names = namesOf(run, FIXTURE_POLICY);
const event = (change: Partial<ScenarioEvent>): ScenarioEvent => ({ ...run.scenario.events[0]!, ...change });
const withEvents = (events: ScenarioEvent[]): RunResult => ({ ...run, scenario: { ...run.scenario, events } });
const withOutcomes = (answeredByTier: number[], failed: number): RunResult => ({
  ...run,
  requests: answeredByTier.reduce((a, b) => a + b, failed),
  outcomes: { ...run.outcomes, answeredByTier, failed, blocked: 0 },
});

describe('headline', () => {
  it('says what happened and what it did', () => {
    expect(plain(headline({ ...withOutcomes([13_246, 5244, 840], 36) }, names))).toBe(
      'OpenAI was away for 12 min and unsteady for 4 min after. 36 of 19 366 requests failed; 31.4 % were answered by a lower tier.',
    );
  });

  it('speaks of nothing that did not happen', () => {
    const calm = withEvents([]);
    expect(plain(headline({ ...withOutcomes([100, 0, 0], 0), scenario: calm.scenario }, names))).toBe(
      'No incident was rehearsed. None of 100 requests failed; no answer came from a lower tier.',
    );
    expect(headline({ ...withOutcomes([0, 0, 0], 0), scenario: calm.scenario }, names)).toMatch(/The traffic held no request\.$/);
    expect(headline({ ...withOutcomes([0, 0, 0], 5), scenario: calm.scenario }, names)).toMatch(/nobody got an answer\.$/);
  });

  it('says when answers are wrong though nothing failed, and leaves everyday flaws to the figures', () => {
    const base = { ...withOutcomes([1000, 0, 0], 0), scenario: withEvents([]).scenario };
    const flawed = (wrong: number, events: ScenarioEvent[] = []) =>
      plain(headline({ ...base, scenario: withEvents(events).scenario, outcomes: { ...base.outcomes, flawed: { wrong } } }, names));
    expect(flawed(34)).toMatch(/None of 1 000 requests failed, yet 3\.4 % of the answers are wrong; no answer came from a lower tier\.$/);
    expect(flawed(4)).not.toContain('wrong');
    expect(flawed(4, [event({ effect: { kind: 'quality-loss', share: 0.15 } })])).toContain(', yet 0.40 % of the answers are wrong;');
  });

  it('tells the gravest incident in full, whatever its place, and counts what has nothing to do with it', () => {
    const surge = event({ id: 'surge', target: { kind: 'traffic' }, effect: { kind: 'surge', multiplier: 3 }, startMs: 0 });
    const late = event({ id: 'late', startMs: 3_000_000, durationMs: 60_000 });
    expect(plain(headline(withEvents([surge, event({}), late]), names))).toMatch(
      /^OpenAI was away for 12 min; 2 more incidents fell into the run\. /,
    );
    expect(plain(headline(withEvents([surge]), names))).toMatch(/^Traffic was 3 × as heavy for 12 min\. /);
  });
});

describe('incidents', () => {
  it.each<[ScenarioEvent['effect'], ScenarioEvent['target'], string, string]>([
    [
      { kind: 'outage', share: 1, failure: 'server-error' },
      { kind: 'primary-provider' },
      'The primary provider was away for 12 min',
      'The primary provider away',
    ],
    [
      { kind: 'outage', share: 0.4, failure: 'timeout' },
      { kind: 'provider', providerId: 'openai' },
      'OpenAI failed 40 % of its calls for 12 min',
      'OpenAI away, 40 % of calls fail',
    ],
    [
      { kind: 'error-rate', rate: 0.3, failure: 'rate-limit' },
      { kind: 'model', providerId: 'openai', model: 'gpt-4o' },
      'gpt-4o failed 30 % of its calls with rate limit for 12 min',
      'gpt-4o: 30 % rate limit',
    ],
    [
      { kind: 'latency', multiplier: 2 },
      { kind: 'provider', providerId: 'gone' },
      'gone took 2 × as long for 12 min',
      'gone takes 2 × as long',
    ],
    [
      { kind: 'latency-tail', share: 0.06, multiplier: 10 },
      { kind: 'provider', providerId: 'openai' },
      'OpenAI took 10 × as long on 6 % of its calls for 12 min',
      'OpenAI: 6 % of calls take 10 × as long',
    ],
    [
      { kind: 'rate-limit', requestsPerMin: 60 },
      { kind: 'provider', providerId: 'openai' },
      'OpenAI took only 60 requests a minute for 12 min',
      'OpenAI: 60 requests/min',
    ],
    [{ kind: 'surge', multiplier: 3 }, { kind: 'traffic' }, 'Traffic was 3 × as heavy for 12 min', '3 × the traffic'],
  ])('%o on %o', (effect, target, sentence, label) => {
    expect(plain(incidentSentence(event({ effect, target }), names))).toBe(sentence);
    expect(plain(incidentLabel(event({ effect, target }), names))).toBe(label);
  });

  it('cuts bands at the end of the axis and leaves out what never came', () => {
    const bands = incidentBands(withEvents([event({ startMs: 3_000_000 }), event({ id: 'late', startMs: 9e6 })]), names, 3_100_000);
    expect(bands).toMatchObject([{ startMs: 3_000_000, endMs: 3_100_000, isOutage: true }]);
  });

  it('places labels without overlap inside a lane and inside the plot', () => {
    const bands = incidentBands(
      withEvents([0, 1, 2, 3].map((i) => event({ id: `e${i}`, startMs: 1_200_000 + i * 60_000 }))),
      names,
      3_540_000,
    );
    for (const plotPx of [300, 900, 1500]) {
      const placed = placeLabels(bands, 3_540_000, plotPx, 2);
      for (const a of placed) {
        expect(a.leftPx).toBeGreaterThanOrEqual(0);
        expect(a.widthPx).toBeGreaterThanOrEqual(0);
        for (const b of placed) {
          if (a === b || a.lane !== b.lane || a.widthPx === 0 || b.widthPx === 0) continue;
          expect(a.leftPx + a.widthPx <= b.leftPx || b.leftPx + b.widthPx <= a.leftPx).toBe(true);
        }
      }
    }
  });
});

describe('basis', () => {
  it('tells recorded from assumed', () => {
    expect(basisParts(run).map(({ mark, words }) => `${mark}: ${words}`)).toEqual([
      'recorded: recorded arrivals and tokens',
      'assumed: assumed failures',
    ]);
    const generated = { ...withEvents([]), traffic: { ...run.traffic, origin: 'generated' as const }, assumptions: [] };
    expect(basisParts(generated)).toEqual([{ mark: 'assumed', words: 'generated arrivals and tokens' }]);
  });

  it('lists what is assumed first and nothing twice', () => {
    const groups = assumptionGroups([...run.assumptions, ...run.assumptions]);
    expect(groups[0]!.title).toMatch(/Assumed/);
    expect(groups.flatMap(({ assumptions }) => assumptions)).toHaveLength(run.assumptions.length);
  });
});

describe('names', () => {
  it('finds what answered each tier, from the end of the chain', () => {
    expect([1, 2, 3].map((tier) => names.tierAnswerer(tier))).toEqual(['gpt-4o', 'claude-haiku-4-5', 'Template']);
  });

  it('falls back to ids when the policy is gone or has changed', () => {
    const bare = namesOf(run, null);
    expect(bare.node('breaker-primary')).toBe('breaker-primary');
    expect(bare.tierAnswerer(1)).toBe('model-primary');
    expect(bare.port('fallback', 't1')).toBeNull();
  });

  it('promises nothing without an entry', () => {
    expect(slaOf(null)).toEqual({ p95Ms: null, availability: null, usdPerRequest: null });
    expect(slaOf({ ...FIXTURE_POLICY, nodes: [] })).toEqual({ p95Ms: null, availability: null, usdPerRequest: null });
  });
});
