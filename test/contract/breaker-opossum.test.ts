import * as fc from 'fast-check';
import CircuitBreaker from 'opossum';
import { describe, expect, test } from 'vitest';
import { CLOSED, HALF_OPEN, OPEN } from '../../shared/engine/index.ts';
import {
  Coverage,
  expectSame,
  fromNextEvent,
  Ignored,
  openTimes,
  type Peer,
  presetConfig,
  RUNS,
  schedules,
  throughOurs,
  throughPeer,
} from './breaker-schedule.ts';

/** The opossum preset against opossum 9.0.0 itself. Its own time limit is off: in a drawing that is the timeout node's. */

function opossum(options: { readonly percentage: number; readonly volume: number; readonly resetMs: number }): () => Peer {
  return () => {
    const breaker = new CircuitBreaker((work: () => Promise<void>) => work(), {
      timeout: false,
      errorThresholdPercentage: options.percentage,
      volumeThreshold: options.volume,
      resetTimeout: options.resetMs,
      rollingCountTimeout: 10_000,
      rollingCountBuckets: 10,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      errorFilter: (error: unknown) => error instanceof Ignored,
    });
    return {
      call: (work) => breaker.fire(work),
      isRejection: (error) => error instanceof Error && (error as Error & { code?: string }).code === 'EOPENBREAKER',
      onTransition: (tell) => {
        breaker.on('open', () => tell(OPEN));
        breaker.on('halfOpen', () => tell(HALF_OPEN));
        breaker.on('close', () => tell(CLOSED));
      },
      dispose: () => breaker.shutdown(),
    };
  };
}

describe('on random schedules', () => {
  test('a share of calls, rejected and running ones among them, in ten parts of the clock', async () => {
    const coverage = new Coverage();
    await fc.assert(
      fc.asyncProperty(
        schedules(['well', 'failed', 'ignored'], { maxGapMs: 2_000, maxLatencyMs: 12_000 }),
        fc.constantFrom(20, 25, 50),
        fc.integer({ min: 0, max: 8 }),
        openTimes(20_000),
        async (schedule, percentage, volume, resetMs) => {
          const ours = throughOurs(
            presetConfig('opossum', { failureRatio: percentage / 100, minimumCalls: volume, openForMs: resetMs }),
            schedule,
          );
          coverage.add(ours);
          const theirs = await throughPeer(opossum({ percentage, volume, resetMs }), schedule);
          expectSame(ours, fromNextEvent(theirs, ours.eventsAtMs));
        },
      ),
      RUNS,
    );
    expect(coverage.closed).toBeGreaterThan(20);
    expect(coverage.rejected).toBeGreaterThan(100);
  });
});
