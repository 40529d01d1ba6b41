import { describe, expect, test } from 'vitest';
import { scenarioEventSchema } from '../model/index.ts';
import { expectedIncidents, INCIDENT_RECORDS, type IncidentDraw, randomIncidents } from './random-incidents.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const draw = (change: Partial<IncidentDraw>): IncidentDraw => ({
  record: INCIDENT_RECORDS[0]!,
  target: { kind: 'primary-provider' },
  occurrence: 'as-they-come',
  durationMs: HOUR_MS,
  share: 0.8,
  failure: 'server-error',
  rampShare: 0,
  seed: 1,
  ...change,
});

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]!;

describe.each(INCIDENT_RECORDS)('incidents like those of $name', (record) => {
  // A scenario holds a thousand events, so a long record is put together from many seeds.
  const years = Array.from({ length: 60 }, (_, seed) => randomIncidents(draw({ record, seed, durationMs: 365 * DAY_MS })));
  const all = years.flat();

  test('have the published durations', () => {
    const durations = all.map(({ durationMs }) => durationMs);
    expect(quantile(durations, 0.5) / record.medianDurationMs).toBeCloseTo(1, 1);
    expect(quantile(durations, 0.9) / record.p90DurationMs).toBeCloseTo(1, 1);
  });

  test('have the published intervals', () => {
    const intervals = years.flatMap((events) => events.slice(1).map(({ startMs }, i) => startMs - events[i]!.startMs));
    expect(quantile(intervals, 0.5) / record.medianIntervalMs).toBeCloseTo(1, 1);
  });

  test('fill about the published share of time', () => {
    const shares = years.map((events) => {
      let covered = 0;
      let untilMs = 0;
      for (const { startMs, durationMs } of events) {
        const endMs = Math.min(365 * DAY_MS, startMs + durationMs);
        covered += Math.max(0, endMs - Math.max(startMs, untilMs));
        untilMs = Math.max(untilMs, endMs);
      }
      return covered / (365 * DAY_MS);
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    // Incidents may overlap, so a little less than what they last together.
    expect(mean).toBeGreaterThan(record.shareOfTime * 0.85);
    expect(mean).toBeLessThan(record.shareOfTime * 1.1);
  });

  test('come as often as is said beforehand', () => {
    expect(all.length / (60 * expectedIncidents(record, 365 * DAY_MS))).toBeCloseTo(1, 1);
  });
});

test('are the same for the same seed, and of another for another', () => {
  const month = { durationMs: 30 * DAY_MS };
  expect(randomIncidents(draw(month))).toEqual(randomIncidents(draw(month)));
  expect(randomIncidents(draw({ ...month, seed: 2 }))).not.toEqual(randomIncidents(draw(month)));
});

test('keep their instants when only what happens in them changes', () => {
  const instants = (change: Partial<IncidentDraw>) =>
    randomIncidents(draw({ durationMs: 30 * DAY_MS, ...change })).map(({ startMs, durationMs }) => [startMs, durationMs]);
  expect(instants({ share: 0.2, failure: 'timeout' })).toEqual(instants({}));
});

test('one for sure: within the first two thirds, whatever the seed; every event can be written', () => {
  for (let seed = 0; seed < 500; seed++) {
    const events = randomIncidents(draw({ occurrence: 'one', seed, rampShare: 0.5 }));
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(scenarioEventSchema.safeParse(event).success).toBe(true);
    expect(event!.startMs).toBeLessThanOrEqual((HOUR_MS * 2) / 3);
    expect(event!.rampUpMs + event!.rampDownMs).toBeLessThanOrEqual(event!.durationMs);
  }
});

test('an hour is calm in most draws, and an incident that was under way is cut at the start', () => {
  const draws = Array.from({ length: 1000 }, (_, seed) => randomIncidents(draw({ seed })));
  const struck = draws.filter((events) => events.length > 0).length;
  expect(struck).toBeGreaterThan(20);
  expect(struck).toBeLessThan(90);
  expect(draws.some((events) => events[0]?.startMs === 0)).toBe(true);
});
