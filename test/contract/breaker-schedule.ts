import * as fc from 'fast-check';
import { expect, vi } from 'vitest';
import { CLOSED, HALF_OPEN, OPEN } from '../../shared/engine/index.ts';
import type { BreakerConfig } from '../../shared/kinds/breaker/config.ts';
import { DrivenBreaker, type DrivenCall } from '../../shared/kinds/breaker/driven-breaker.ts';
import { breakerPresets } from '../../shared/kinds/breaker/presets.ts';

/** The same calls through our breaker and through a library on a virtual clock, and what of both is compared. */

/** A call that arrives at an instant, and how it ends when it is let through. */
export interface PlannedCall {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly ends: 'well' | 'failed' | 'ignored';
}

/** A call as both sides report it: when it was let through or rejected; `null` = it still waits. */
export interface SeenCall {
  readonly admission: 'through' | 'rejected';
  readonly atMs: number;
}

export interface Seen {
  readonly calls: readonly (SeenCall | null)[];
  readonly transitions: readonly { readonly atMs: number; readonly to: number }[];
}

/** Of the failure classes: one that counts, and one that does not. */
const CLASS_OF = { well: undefined, failed: 'server-error', ignored: 'content-policy' } as const;

/**
 * All on a grid of 64 ms: arrivals at 4, ends at 5 (at 5 + d for a call that waited for d others), ends of open times 32 later. No two kinds of events share
 * an instant, since who comes first at one instant is decided in the table of edge cases and not by the order in which a library happened to set its
 * timers. Failures come in runs, or nothing would open.
 */
const GRID_MS = 64;

export function schedules(
  ends: readonly PlannedCall['ends'][],
  options: { maxGapMs: number; maxLatencyMs: number },
): fc.Arbitrary<PlannedCall[]> {
  const onGrid = (maxMs: number) =>
    fc.oneof(fc.nat(Math.floor(maxMs / 10 / GRID_MS)), fc.nat(Math.floor(maxMs / GRID_MS))).map((n) => n * GRID_MS);
  const run = fc.record({
    usual: fc.constantFrom(...ends),
    calls: fc.array(
      fc.record({
        gapMs: onGrid(options.maxGapMs),
        latencyMs: onGrid(options.maxLatencyMs),
        differs: fc.nat(5),
        other: fc.constantFrom(...ends),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  });
  return fc.array(run, { minLength: 2, maxLength: 8 }).map((runs) => {
    let atMs = 4;
    return runs.flatMap(({ usual, calls }) =>
      calls.map(({ gapMs, latencyMs, differs, other }) => {
        atMs += gapMs + GRID_MS;
        return { atMs, latencyMs: latencyMs + 1, ends: differs === 0 ? other : usual };
      }),
    );
  });
}

export const openTimes = (maxMs: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: Math.floor(maxMs / GRID_MS) }).map((n) => n * GRID_MS + 32);

/** No shrinking: a schedule of ninety calls shrinks for minutes, and seed and path are enough to play it again. */
export const RUNS = { numRuns: 150, endOnFailure: true } as const;

export function presetConfig(id: string, changes: Partial<BreakerConfig>): Partial<BreakerConfig> {
  const preset = breakerPresets.find((candidate) => candidate.id === id);
  if (preset === undefined) throw new Error(`no preset ${id}`);
  return { ...preset.values, ...changes };
}

/** Ends come before arrivals, and among themselves in the order in which the calls were let through. */
export function throughOurs(
  config: Partial<BreakerConfig>,
  schedule: readonly PlannedCall[],
): Seen & { readonly eventsAtMs: readonly number[] } {
  const breaker = new DrivenBreaker(config);
  const calls: DrivenCall[] = [];
  const inFlight: { readonly call: DrivenCall; readonly atMs: number; readonly ends: PlannedCall['ends'] }[] = [];
  const begun = new Set<DrivenCall>();
  const eventsAtMs: number[] = [];
  const begin = () => {
    for (const [position, call] of calls.entries()) {
      if (call.admission !== 'through' || begun.has(call)) continue;
      begun.add(call);
      const { latencyMs, ends } = schedule[position] as PlannedCall;
      inFlight.push({ call, atMs: call.decidedAtMs + latencyMs, ends });
    }
  };
  const endUntil = (atMs: number) => {
    for (;;) {
      let next = -1;
      for (const [at, one] of inFlight.entries())
        if (one.atMs <= atMs && (next < 0 || one.atMs < (inFlight[next]?.atMs as number))) next = at;
      const [ending] = next < 0 ? [] : inFlight.splice(next, 1);
      if (ending === undefined) return;
      eventsAtMs.push(ending.atMs);
      breaker.reply(ending.call, ending.atMs, CLASS_OF[ending.ends]);
      begin();
    }
  };
  for (const planned of schedule) {
    endUntil(planned.atMs);
    eventsAtMs.push(planned.atMs);
    calls.push(breaker.call(planned.atMs));
    begin();
  }
  endUntil(Number.POSITIVE_INFINITY);
  return {
    calls: calls.map((call) => (call.admission === 'waits' ? null : { admission: call.admission, atMs: call.decidedAtMs })),
    transitions: breaker.transitions,
    eventsAtMs,
  };
}

export class Failed extends Error {}
export class Ignored extends Error {}

/** A library under test: `call` runs the work when it lets it through. */
export interface Peer {
  call(work: () => Promise<void>): Promise<void>;
  isRejection(error: unknown): boolean;
  onTransition(tell: (to: number) => void): void;
  dispose(): void;
}

/** Plays the schedule through a library, on fake timers. */
export async function throughPeer(makePeer: () => Peer, schedule: readonly PlannedCall[]): Promise<Seen> {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  try {
    const peer = makePeer();
    const calls: (SeenCall | null)[] = schedule.map(() => null);
    const transitions: { atMs: number; to: number }[] = [];
    peer.onTransition((to) => transitions.push({ atMs: Date.now(), to }));
    for (const [position, { atMs, latencyMs, ends }] of schedule.entries()) {
      const work = () => {
        calls[position] = { admission: 'through', atMs: Date.now() };
        return new Promise<void>((resolve, reject) => {
          setTimeout(() => (ends === 'well' ? resolve() : reject(ends === 'failed' ? new Failed() : new Ignored())), latencyMs);
        });
      };
      setTimeout(() => {
        peer.call(work).catch((error: unknown) => {
          if (peer.isRejection(error)) calls[position] = { admission: 'rejected', atMs: Date.now() };
        });
      }, atMs);
    }
    const last = schedule.at(-1) as PlannedCall;
    // Waiting callers begin after the last arrival, one trial after another at worst.
    await vi.advanceTimersByTimeAsync(last.atMs + schedule.reduce((sum, { latencyMs }) => sum + latencyMs, 0) + 1);
    peer.dispose();
    return { calls, transitions };
  } finally {
    vi.useRealTimers();
  }
}

/** What a timer of the library's does is seen by us from the next call or reply on; the end of the schedule is the end of what is seen. */
export function fromNextEvent(seen: Seen, eventsAtMs: readonly number[]): Seen {
  const sorted = [...eventsAtMs].sort((a, b) => a - b);
  return {
    calls: seen.calls,
    transitions: seen.transitions.flatMap(({ atMs, to }) => {
      const next = sorted.find((event) => event >= atMs);
      return next === undefined ? [] : [{ atMs: next, to }];
    }),
  };
}

const NAMES = { [CLOSED]: 'closed', [OPEN]: 'open', [HALF_OPEN]: 'half-open' } as const;
const named = (seen: Seen) => ({
  calls: seen.calls,
  transitions: seen.transitions.map(({ atMs, to }) => `${atMs} ${NAMES[to as 0 | 1 | 2]}`),
});

export function expectSame(ours: Seen, theirs: Seen): void {
  expect(named({ calls: ours.calls, transitions: ours.transitions })).toEqual(named(theirs));
}

/** How often something opened, closed and was rejected, so that a run of schedules that exercises nothing does not pass for agreement. */
export class Coverage {
  transitions = 0;
  rejected = 0;
  closed = 0;
  add(seen: Seen): void {
    this.transitions += seen.transitions.length;
    this.closed += seen.transitions.filter(({ to }) => to === CLOSED).length;
    this.rejected += seen.calls.filter((call) => call?.admission === 'rejected').length;
  }
}
