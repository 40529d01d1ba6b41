import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunFigures } from '../../engine/index.ts';
import { type Conditions, NO_CONDITIONS, type Policy, type Traffic } from '../../model/index.ts';
import { compilePolicy } from '../compile.ts';
import { type DrawnNode, drawnPolicy, figuresOf, INSTANT_MODEL, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import { type ReviewConfig, review } from './index.ts';
import { DAY_MS, HOUR_MS, isOpenAt, longestBreakMs, untilNextShift, workHoursOf } from './work-hours.ts';

const configOf = (fields: Partial<ReviewConfig>): ReviewConfig => ({ ...review.config.defaults, ...fields });
const MINUTE_MS = 60_000;

/** Ten minutes a case, nobody declines or gives up, always open, unless said otherwise. */
const CALM = {
  people: 1,
  hours: 'always',
  minutesPerCase: 10,
  caseShape: 'constant',
  patienceShape: 'endless',
  declineShare: 0,
  usdPerCase: 1,
} as const satisfies Partial<ReviewConfig>;

const alone = (fields: Partial<ReviewConfig>): readonly DrawnNode[] => [
  ['entry', 'entry', {}, { next: 'review' }],
  ['review', 'review', { ...CALM, ...fields }],
];

function run(nodes: readonly DrawnNode[], traffic: Traffic, conditions: Partial<Conditions> = {}) {
  const policy: Policy = drawnPolicy(nodes);
  const figures = figuresOf(
    compilePolicy(policy, {
      traffic,
      conditions: { ...NO_CONDITIONS, ...conditions },
      conditionTargets: Object.keys(conditions).length === 0 ? [] : [{ nodeId: 'review', nodeKind: 'review' }],
      seed: 1,
      bucketMs: DAY_MS,
      traceCount: traffic.requestCount,
    }),
  );
  return { figures, ends: endsOf(figures), facts: figures.nodes.find((node) => node.id === 'review')!.facts };
}

/** End of each request in minutes; with the failure when it is one. */
const endsOf = (figures: RunFigures) =>
  figures.traces.map((trace) => {
    const minutes = trace.spans[0]!.endMs! / MINUTE_MS;
    return trace.outcome === 'answered' ? minutes : `${trace.outcome} at ${minutes}`;
  });
const atMinutes = (...minutes: number[]) => trafficAt(minutes.map((minute) => minute * MINUTE_MS));

describe('people and their queue', () => {
  test('as many cases at once as people, the others in order; each case is paid for', () => {
    const { ends, facts, figures } = run(alone({ people: 2 }), atMinutes(0, 1, 2, 3));
    expect(ends).toEqual([10, 11, 20, 21]);
    expect(facts).toMatchObject({ queued: 2, approved: 4, 'out of hours': 0 });
    expect(figures.cost.usd).toBe(4);
  });

  test('the SLA counts from asking to decision, and exactly in time is in time', () => {
    const { facts } = run(alone({ slaMs: 20 * MINUTE_MS }), atMinutes(0, 0, 0));
    expect(facts).toMatchObject({ 'within SLA': 2, late: 1 });
  });

  test.each([
    ['approve', 'answered'],
    ['decline', 'blocked-by-guard'],
    ['fail', 'timeout'],
  ] as const)('a patience that ends means %s', (whenTooLate, outcome) => {
    const { figures, facts, ends } = run(alone({ patienceShape: 'constant', patienceMs: 5 * MINUTE_MS, whenTooLate }), atMinutes(0, 1));
    expect(figures.traces.map((trace) => trace.outcome)).toEqual(['answered', outcome]);
    expect(ends[1]).toBe(outcome === 'answered' ? 6 : `${outcome} at 6`);
    expect(facts).toMatchObject({ 'gave up': 1, approved: 1, 'within SLA': 1, late: 0 });
    expect(figures.cost.usd).toBe(1);
  });

  test('a case that was taken is waited for, however long it takes; a reviewer free at the last moment takes it', () => {
    const patient = { patienceShape: 'constant', patienceMs: 10 * MINUTE_MS } as const;
    expect(run(alone(patient), atMinutes(0, 0)).ends).toEqual([10, 20]);
  });

  test('declined cases are blocked', () => {
    const { figures, facts } = run(alone({ declineShare: 1 }), atMinutes(0));
    expect(figures.outcomes.blocked).toBe(1);
    expect(facts).toMatchObject({ declined: 1, approved: 0 });
  });

  test('a case in work whose caller has gone is finished and paid for, one that waits is withdrawn', () => {
    const nodes: readonly DrawnNode[] = [
      ['entry', 'entry', {}, { next: 'timeout' }],
      ['timeout', 'timeout', { timeoutMs: 5 * MINUTE_MS }, { next: 'review' }],
      ['review', 'review', CALM],
    ];
    const { ends, facts, figures } = run(nodes, atMinutes(0, 1, 9));
    expect(ends).toEqual(['timeout at 5', 'timeout at 6', 'timeout at 14']);
    // The third begins at minute 10, when the first is done: the second was withdrawn.
    expect(facts).toMatchObject({ queued: 2, approved: 0, 'within SLA': 0 });
    expect(figures.cost.usd).toBe(2);
    expect(figures.nodes.find((node) => node.id === 'review')!.abandoned).toBe(3);
  });

  test('as the last tier of a fallback it answers what no model could', () => {
    const { figures } = run(
      [
        ['entry', 'entry', {}, { next: 'fallback' }],
        ['fallback', 'fallback', { tiers: [{ id: 't1' }, { id: 't2' }] }, { t1: 'model', t2: 'review' }],
        ['model', 'model', { ...INSTANT_MODEL, serverErrorRate: 1 }],
        ['review', 'review', { ...CALM, tier: 2 }],
      ],
      atMinutes(0),
    );
    expect(figures.outcomes.answeredByTier).toEqual([0, 1, 0]);
  });
});

describe('working hours', () => {
  // Monday 00:00 is minute 0: the shift is 480 to 1 080.
  const shift = { hours: 'shift', fromHour: 8, toHour: 18, days: 'monday-to-friday' } as const;

  test('who comes before the start waits for its very moment, in order, though nothing else happens then', () => {
    const { ends, facts } = run(alone(shift), atMinutes(0, 470));
    expect(ends).toEqual([490, 500]);
    expect(facts).toMatchObject({ 'out of hours': 2, queued: 2 });
  });

  test('at the very start somebody is there; at the very end nobody takes a case any longer', () => {
    expect(run(alone(shift), atMinutes(480)).facts).toMatchObject({ queued: 0 });
    const { ends, facts } = run(alone(shift), trafficAt([1080 * MINUTE_MS - 1, 1080 * MINUTE_MS]));
    // One millisecond before the end a case is taken, and finished; the next waits for Tuesday.
    expect(ends).toEqual([1090 - 1 / MINUTE_MS, 1440 + 480 + 10]);
    expect(facts).toMatchObject({ 'out of hours': 1 });
  });

  test('a case queued in the shift is not taken after its end, when a reviewer becomes free', () => {
    const { ends, facts } = run(alone(shift), atMinutes(1075, 1076));
    expect(ends).toEqual([1085, 1440 + 480 + 10]);
    expect(facts).toMatchObject({ queued: 1, 'out of hours': 0 });
  });

  test('a slot that comes free at the very end goes to nobody', () => {
    expect(run(alone(shift), atMinutes(1070, 1071)).ends).toEqual([1080, 1440 + 480 + 10]);
  });

  test('a queue longer than a shift goes on the next day, and over the weekend on Monday', () => {
    const friday = 4 * 1440;
    const long = run(alone({ ...shift, minutesPerCase: 400 }), atMinutes(friday + 480, friday + 480, friday + 480));
    expect(long.ends).toEqual([friday + 880, friday + 1280, 7 * 1440 + 480 + 400]);
  });

  test('patience may end before the doors open', () => {
    const { ends } = run(alone({ ...shift, patienceShape: 'constant', patienceMs: 60 * MINUTE_MS }), atMinutes(0, 430));
    expect(ends).toEqual(['timeout at 60', 490]);
  });

  test('a night shift goes on into the next day, also over time 0', () => {
    const night = { ...shift, fromHour: 22, toHour: 6, days: 'every-day' } as const;
    expect(run(alone(night), atMinutes(0, 360, 1319)).ends).toEqual([10, 1330, 1340]);
  });

  test('the run may start on any day and hour', () => {
    // Friday 17:00: open for an hour, then closed until Monday 08:00, which is 63 hours later.
    const { ends } = run(alone({ ...shift, startsOnDay: 4, startsAtHour: 17 }), atMinutes(0, 60));
    expect(ends).toEqual([10, 63 * 60 + 10]);
  });

  test('property: starts and ends of shifts agree with a clock that is asked every half hour', () => {
    fc.assert(
      fc.property(
        fc.record({
          from: fc.integer({ min: 0, max: 48 }),
          to: fc.integer({ min: 0, max: 48 }),
          days: fc.constantFrom('monday-to-friday', 'monday-to-saturday', 'every-day'),
          day: fc.integer({ min: 0, max: 6 }),
          hour: fc.integer({ min: 0, max: 48 }),
        }),
        ({ from, to, days, day, hour }) => {
          const hours = workHoursOf(
            configOf({
              hours: 'shift',
              fromHour: from / 2,
              toHour: to / 2,
              days,
              startsOnDay: day as ReviewConfig['startsOnDay'],
              startsAtHour: hour / 2,
            }),
          );
          let closedMs = 0;
          let longestMs = 0;
          for (let half = 0; half < 2 * 24 * 21; half++) {
            const nowMs = (half * HOUR_MS) / 2;
            const isOpen = isOpenAt(hours, nowMs);
            // Nothing opens or closes between two half hours.
            expect(isOpenAt(hours, nowMs + HOUR_MS / 2 - 1)).toBe(isOpen);
            closedMs = isOpen ? 0 : closedMs + HOUR_MS / 2;
            longestMs = Math.max(longestMs, closedMs);
            if (!isOpen) {
              const openingMs = nowMs + untilNextShift(hours, nowMs);
              expect(isOpenAt(hours, openingMs)).toBe(true);
              expect(isOpenAt(hours, openingMs - 1)).toBe(false);
            }
          }
          expect(longestBreakMs(hours)).toBe(longestMs);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('reviewers away', () => {
  const away = (fromMinute: number, toMinute: number, share: number): Partial<Conditions> => ({
    capacityVaries: () => true,
    isQuietAt: (_target, nowMs) => nowMs < fromMinute * MINUTE_MS || nowMs >= toMinute * MINUTE_MS,
    nextChangeMsAt: (_target, nowMs) =>
      [fromMinute * MINUTE_MS, toMinute * MINUTE_MS].find((changeMs) => changeMs > nowMs) ?? Number.POSITIVE_INFINITY,
    capacityShareAt: (target, nowMs) => {
      expect(target).toBe(0);
      return nowMs >= fromMinute * MINUTE_MS && nowMs < toMinute * MINUTE_MS ? share : 1;
    },
  });

  test('half of two away: one case at once, and all again at the very moment of their return', () => {
    const { ends } = run(alone({ people: 2 }), atMinutes(0, 0, 1, 1, 1), away(5, 35, 0.5));
    // Two are finished at 10, then one works; at 35 the second is back though nothing else happens then.
    expect(ends).toEqual([10, 10, 20, 30, 40]);
  });

  test('all of them away: cases wait for their return to the millisecond', () => {
    const { ends } = run(alone({}), atMinutes(1, 2), away(0, 200.25, 0));
    expect(ends).toEqual([210.25, 220.25]);
  });

  test('they leave while cases wait', () => {
    expect(run(alone({}), atMinutes(0, 1, 2), away(5, 100, 0)).ends).toEqual([10, 110, 120]);
  });

  test('a return at night waits for the shift', () => {
    const shift = { hours: 'shift', fromHour: 8, toHour: 18 } as const;
    expect(run(alone(shift), atMinutes(600), away(590, 1200, 0)).ends).toEqual([1440 + 490]);
  });
});

test('means of the two shapes are the mean that was set', () => {
  const traffic = trafficAt(Array.from({ length: 4000 }, (_, request) => request));
  for (const caseShape of ['exponential', 'lognormal'] as const) {
    const { figures } = run(alone({ people: 10_000, caseShape, minutesPerCase: 10, caseVariation: 0.5 }), traffic);
    expect(figures.latencyMs.mean! / MINUTE_MS).toBeGreaterThan(9.5);
    expect(figures.latencyMs.mean! / MINUTE_MS).toBeLessThan(10.5);
  }
});

describe('rules and bounds', () => {
  const rulesFor = (fields: Partial<ReviewConfig>) => {
    const policy = drawnPolicy(alone(fields));
    const node = policy.nodes.find(({ id }) => id === 'review')!;
    return review.check.run(configOf({ ...CALM, ...fields }), node, graphView(policy)).map(({ rule }) => rule.split('/')[1]);
  };

  test('each speaks when it should and is silent otherwise', () => {
    expect(rulesFor({})).toEqual([]);
    expect(rulesFor({ slaMs: 60_000 })).toEqual(['promise-shorter-than-case']);
    expect(rulesFor({ patienceShape: 'constant', whenTooLate: 'approve' })).toEqual(['approves-unseen']);
    expect(rulesFor({ whenTooLate: 'approve' })).toEqual([]);
    expect(rulesFor({ hours: 'shift' })).toEqual(['waits-through-closed-hours']);
    expect(rulesFor({ hours: 'shift', patienceShape: 'exponential' })).toEqual(['gives-up-before-opening']);
    expect(rulesFor({ hours: 'shift', fromHour: 0, toHour: 24, days: 'every-day' })).toEqual([]);
  });

  test('only a fixed patience and a fixed length of cases bound the time', () => {
    const bound = (fields: Partial<ReviewConfig>) => review.bounds!(configOf({ ...CALM, ...fields }), {} as never, {} as never);
    expect(bound({ patienceShape: 'constant', patienceMs: 1000 })).toEqual({ latencyMs: 601_000, attempts: 0, usd: 1 });
    expect(bound({}).latencyMs).toBe(Number.POSITIVE_INFINITY);
    expect(bound({ patienceShape: 'constant', caseShape: 'lognormal' }).latencyMs).toBe(Number.POSITIVE_INFINITY);
  });
});
