import { describe, expect, it } from 'vitest';
import { fixtureRun } from '../rehearse/fixture.ts';
import { inputDifferences, standingOf } from './run-state.ts';

describe('how a saved run stands', () => {
  const saved = { policy: { id: 'support', name: 'Support', sha256: 'a'.repeat(64) } };

  it('to what is drawn now', () => {
    expect(standingOf(saved, { id: 'support', sha256: 'a'.repeat(64) })).toBe('current');
    expect(standingOf(saved, { id: 'support', sha256: 'b'.repeat(64) })).toBe('changed');
    // Renamed, but the same in all that counts to a run.
    expect(standingOf(saved, { id: 'other', sha256: 'a'.repeat(64) })).toBe('current');
    expect(standingOf(saved, { id: 'other', sha256: 'b'.repeat(64) })).toBe('other');
    expect(standingOf(saved, null)).toBe('other');
  });

  it('and is never called changed before that is known', () => {
    expect(standingOf(saved, { id: 'support', sha256: null })).toBe('unknown');
  });

  it('to another: what else than the policy differs', () => {
    const run = fixtureRun();
    expect(inputDifferences([run, fixtureRun()])).toEqual([]);
    expect(inputDifferences([run, { ...run, seed: run.seed + 1, engineVersion: 'x' }])).toEqual(['seed', 'engine']);
  });
});
