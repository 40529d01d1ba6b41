import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  CountBreaker,
  circuitBreaker,
  handleType,
  type IBreaker,
  SamplingBreaker,
} from 'cockatiel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOSED, HALF_OPEN, OPEN } from '../../shared/engine/index.ts';
import type { BreakerConfig } from '../../shared/kinds/breaker/config.ts';
import {
  Coverage,
  expectSame,
  Failed,
  openTimes,
  type Peer,
  type PlannedCall,
  presetConfig,
  RUNS,
  schedules,
  throughOurs,
  throughPeer,
} from './breaker-schedule.ts';

/** The cockatiel preset against cockatiel 3.2.1 itself: the same calls, and the same transitions at the same instants, call by call. */

const STATES = { [CircuitState.Closed]: CLOSED, [CircuitState.Open]: OPEN, [CircuitState.HalfOpen]: HALF_OPEN } as const;

function cockatiel(breaker: () => IBreaker, openForMs: number): () => Peer {
  return () => {
    const policy = circuitBreaker(handleType(Failed), { halfOpenAfter: openForMs, breaker: breaker() });
    return {
      call: (work) => policy.execute(work),
      isRejection: (error) => error instanceof BrokenCircuitError,
      onTransition: (tell) => {
        policy.onStateChange((state) => tell(STATES[state as keyof typeof STATES]));
      },
      dispose: () => undefined,
    };
  };
}

const WELL_OR_FAILED = ['well', 'failed'] as const;
const TIMES = { maxGapMs: 4_000, maxLatencyMs: 20_000 };

async function agree(
  config: Partial<BreakerConfig>,
  peer: () => Peer,
  schedule: readonly PlannedCall[],
  coverage: Coverage,
): Promise<void> {
  const ours = throughOurs(presetConfig('cockatiel', config), schedule);
  coverage.add(ours);
  expectSame(ours, await throughPeer(peer, schedule));
}

describe('on random schedules', () => {
  test('failures in a row', async () => {
    const coverage = new Coverage();
    await fc.assert(
      fc.asyncProperty(
        schedules(WELL_OR_FAILED, TIMES),
        fc.integer({ min: 1, max: 5 }),
        openTimes(30_000),
        (schedule, failureCount, openForMs) =>
          agree(
            { failureCount, openForMs },
            cockatiel(() => new ConsecutiveBreaker(failureCount), openForMs),
            schedule,
            coverage,
          ),
      ),
      RUNS,
    );
    expect(coverage.closed).toBeGreaterThan(20);
    expect(coverage.rejected).toBeGreaterThan(100);
  });

  test('a share of the last calls', async () => {
    const coverage = new Coverage();
    await fc.assert(
      fc.asyncProperty(
        schedules(WELL_OR_FAILED, TIMES),
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom(0.2, 0.25, 0.5),
        openTimes(30_000),
        (schedule, windowCalls, minimum, failureRatio, openForMs) => {
          const minimumCalls = Math.min(minimum, windowCalls);
          return agree(
            { tripRule: 'rate', windowKind: 'calls', threshold: 'exceeded', windowCalls, minimumCalls, failureRatio, openForMs },
            cockatiel(
              () => new CountBreaker({ threshold: failureRatio, size: windowCalls, minimumNumberOfCalls: minimumCalls }),
              openForMs,
            ),
            schedule,
            coverage,
          );
        },
      ),
      RUNS,
    );
    expect(coverage.closed).toBeGreaterThan(20);
    expect(coverage.rejected).toBeGreaterThan(100);
  });
});

describe('where we differ on purpose', () => {
  const at = (atMs: number, ends: PlannedCall['ends'], latencyMs = 2): PlannedCall => ({ atMs: atMs + 3, latencyMs, ends });
  const states = (seen: { readonly transitions: readonly { readonly to: number }[] }) => seen.transitions.map(({ to }) => to);

  test('its sampling breaker moves on by one part a call, so four failures before ten idle minutes still count after them; ours forgets them', async () => {
    const schedule = [...[0, 4, 8, 12].map((ms) => at(ms, 'failed')), at(600_000, 'failed')];
    // 5 calls in 30 s are the minimum of both.
    const theirs = await throughPeer(
      cockatiel(() => new SamplingBreaker({ threshold: 0.5, duration: 30_000, minimumRps: 5 / 30 }), 30_000),
      schedule,
    );
    const ours = throughOurs(
      presetConfig('cockatiel', {
        tripRule: 'rate',
        windowKind: 'call-buckets',
        windowMs: 30_000,
        windowBuckets: 30,
        threshold: 'exceeded',
        failureRatio: 0.5,
        minimumCalls: 5,
      }),
      schedule,
    );
    expect(states(theirs)).toEqual([OPEN]);
    expect(states(ours)).toEqual([]);
  });

  test('an error that it does not handle closes it as a trial, but the failures before stay, so the next one opens it; ours begins at nothing', async () => {
    const failures = [0, 4, 8].map((ms) => at(ms, 'failed'));
    const schedule = [...failures, at(30_100, 'ignored'), at(30_200, 'failed')];
    const theirs = await throughPeer(
      cockatiel(() => new ConsecutiveBreaker(3), 30_000),
      schedule,
    );
    const ours = throughOurs(presetConfig('cockatiel', { failureCount: 3, openForMs: 30_000 }), schedule);
    expect(states(theirs)).toEqual([OPEN, HALF_OPEN, CLOSED, OPEN]);
    expect(states(ours)).toEqual([OPEN, HALF_OPEN, CLOSED]);
  });
});
