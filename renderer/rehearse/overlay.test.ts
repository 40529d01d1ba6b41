import { describe, expect, it } from 'vitest';
import { fixtureRun } from './fixture.ts';
import { overlayAt, overlayOfRun } from './overlay.ts';

describe('what the canvas shows', () => {
  const run = fixtureRun();

  it('shows the outage: breaker open, primary model idle, tier 2 answering', () => {
    const overlay = overlayAt(run, 1_210_000);
    expect(overlay.nodes['breaker-primary']).toEqual({ value: 'open', state: 'open', isIdle: false });
    expect(overlay.nodes['model-primary']!.isIdle).toBe(true);
    expect(overlay.edges['breaker-smaller:next']!.shares).toEqual({ t1: 0, t2: 1, t3: 0, failed: 0 });
    expect(overlay.edges['retry:next']!.shares.failed).toBe(1);
  });

  it('shows calm before it', () => {
    const overlay = overlayAt(run, 300_000);
    expect(overlay.nodes['breaker-primary']).toMatchObject({ value: 'closed', state: 'closed' });
    expect(overlay.edges['fallback:t1']!.shares.t1).toBeGreaterThan(0.9);
    expect(overlay.nodes['entry']!.value).toMatch(/^\d\.\d\/s$/);
  });

  it('gives shares that add up to one wherever a reply came, and none where none came', () => {
    for (const overlay of [overlayAt(run, 0), overlayAt(run, 1_500_000), overlayAt(run, 1e12), overlayOfRun(run)]) {
      for (const { shares } of Object.values(overlay.edges)) {
        const sum = shares.t1 + shares.t2 + shares.t3 + shares.failed;
        expect(sum === 0 || Math.abs(sum - 1) < 1e-12).toBe(true);
      }
    }
  });

  it('covers every node and edge of the run', () => {
    const overlay = overlayOfRun(run);
    expect(Object.keys(overlay.nodes)).toHaveLength(run.nodes.length);
    expect(Object.keys(overlay.edges)).toHaveLength(run.edges.length);
  });
});
