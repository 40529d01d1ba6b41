import { describe, expect, it } from 'vitest';
import { breakerRows, breakerSegments, breakerStateAt, breakersNow, shortBreakerName } from './breaker-rows.ts';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { namesOf } from './names.ts';

const timeline = {
  nodeId: 'b',
  rejected: 0,
  openMs: 30,
  transitions: [
    { atMs: 10, from: 'closed' as const, to: 'open' as const },
    { atMs: 40, from: 'open' as const, to: 'half-open' as const },
    { atMs: 45, from: 'half-open' as const, to: 'closed' as const },
  ],
};

describe('breaker segments', () => {
  it('starts closed and leaves no hole up to the end', () => {
    expect(breakerSegments(timeline, 100)).toEqual([
      { startMs: 0, endMs: 10, state: 'closed' },
      { startMs: 10, endMs: 40, state: 'open' },
      { startMs: 40, endMs: 45, state: 'half-open' },
      { startMs: 45, endMs: 100, state: 'closed' },
    ]);
  });

  it('is one closed line when it never opened, and open to the end when it never closed', () => {
    expect(breakerSegments({ ...timeline, transitions: [] }, 100)).toEqual([{ startMs: 0, endMs: 100, state: 'closed' }]);
    expect(breakerSegments({ ...timeline, transitions: timeline.transitions.slice(0, 1) }, 100).at(-1)).toEqual({
      startMs: 10,
      endMs: 100,
      state: 'open',
    });
  });

  it('drops segments of no length when it changes twice at one instant', () => {
    const twice = [
      { atMs: 10, from: 'closed' as const, to: 'open' as const },
      { atMs: 10, from: 'open' as const, to: 'half-open' as const },
    ];
    expect(breakerSegments({ ...timeline, transitions: twice }, 100).map(({ state }) => state)).toEqual(['closed', 'half-open']);
  });

  it('knows the state at the very instant of a transition', () => {
    expect([9.9, 10, 39, 40, 45, 99].map((at) => breakerStateAt(timeline, at))).toEqual([
      'closed',
      'open',
      'open',
      'half-open',
      'closed',
      'closed',
    ]);
  });
});

describe('breaker words', () => {
  const run = fixtureRun();
  const names = namesOf(run, FIXTURE_POLICY);

  it('names the open ones first, and counts openings when no instant is looked at', () => {
    expect(breakersNow(run, names, 1_210_000)).toEqual({ text: 'primary open', state: 'open' });
    expect(breakersNow(run, names, 0)).toEqual({ text: 'all closed', state: 'closed' });
    // Twice the primary and once the smaller one; failed trials in between are no new opening.
    expect(breakersNow(run, names, null).text).toBe('opened 3 times');
    expect(breakersNow({ ...run, breakers: [] }, names, null).text).toBe('never opened');
  });

  it('does not repeat the word breaker in its own chart', () => {
    expect(breakerRows(run, names).map(({ name }) => name)).toEqual(['primary', 'smaller']);
    expect(shortBreakerName('Primary circuit breaker')).toBe('Primary');
    expect(shortBreakerName('Circuit breaker')).toBe('Circuit breaker');
  });
});
