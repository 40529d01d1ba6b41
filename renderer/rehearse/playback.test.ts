import { describe, expect, it } from 'vitest';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { namesOf } from './names.ts';
import { advanced, fittingSpeed, moments, nextMoment, previousMoment } from './playback.ts';

const run = fixtureRun();
const stops = moments(run, namesOf(run, FIXTURE_POLICY));

describe('playback', () => {
  it('fits an hour into about a minute and a day into what the fastest speed allows', () => {
    expect(fittingSpeed(3_540_000)).toBe(60);
    expect(fittingSpeed(60_000)).toBe(10);
    expect(fittingSpeed(86_400_000)).toBe(1200);
  });

  it('stops exactly at the end', () => {
    expect(advanced(1000, 16, 60, 10_000)).toEqual({ scrubMs: 1960, hasEnded: false });
    expect(advanced(9990, 16, 60, 10_000)).toEqual({ scrubMs: 10_000, hasEnded: true });
  });
});

describe('next event', () => {
  it('walks through every stop once and ends', () => {
    const seen: number[] = [];
    for (let next = nextMoment(stops, 0); next !== null; next = nextMoment(stops, next.atMs)) seen.push(next.atMs);
    expect(seen).toEqual(stops.map(({ atMs }) => atMs).filter((atMs) => atMs > 0));
    expect(previousMoment(stops, seen[1]!)?.atMs).toBe(seen[0]);
  });

  it('joins what happens together: the outage and the breaker that answers it', () => {
    const outage = stops.find(({ atMs }) => atMs === 1_200_000)!;
    expect(outage.what).toMatch(/begins; Breaker, primary opens$/);
  });

  it('does not stop at every trial of an open breaker', () => {
    expect(stops.filter(({ atMs }) => atMs > 1_210_000 && atMs < 1_890_000)).toEqual([]);
  });
});
