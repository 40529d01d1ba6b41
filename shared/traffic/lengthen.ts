import { hashOf, threefry, toUniform } from '../dice/index.ts';
import { fail, ok, type Result, type Traffic } from '../model/index.ts';
import { pickRequests } from './pick.ts';
import { positionAt } from './position.ts';
import { part, SLICE_REQUESTS, type Sliced } from './sliced.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Blocks {
  readonly blockMs: number;
  /** Whole blocks of the traffic. */
  readonly count: number;
  /** A block may stand where as many blocks, or a multiple of it, lie between: hours of one time of day, days of one weekday. 1 = anywhere. */
  readonly period: number;
}

/** Blocks that a traffic of this length is made longer with: days by their weekday from two weeks on, hours by their time of day from two days on, else a twelfth of it. */
export function blocksOf(durationMs: number): Blocks {
  if (durationMs >= 14 * DAY_MS) return { blockMs: DAY_MS, count: Math.floor(durationMs / DAY_MS), period: 7 };
  if (durationMs >= 2 * DAY_MS) return { blockMs: HOUR_MS, count: Math.floor(durationMs / HOUR_MS), period: 24 };
  return { blockMs: durationMs / 12, count: 12, period: 1 };
}

const PURPOSE = hashOf('traffic/lengthen');

/**
 * Block bootstrap: a traffic of `toMs` whose every block is one of the given traffic, drawn with keyed dice among those of the same time of day (or weekday),
 * whole, so that what is bursty within a block stays so. All requests are copies and draw their luck anew, by their position.
 */
export function* lengthened(traffic: Traffic, toMs: number, seed: number): Sliced<Result<Traffic, string>> {
  const { arrivalMs, requestCount } = traffic;
  const durationMs = arrivalMs[requestCount - 1] ?? 0;
  if (durationMs <= 0) return fail('All requests arrived at one instant, so there is no course of time to go on with.');
  if (toMs <= durationMs) return fail('The traffic is as long as that already. Choose a longer time, or cut a window.');
  const { blockMs, count, period } = blocksOf(durationMs);
  const slots = Math.ceil(toMs / blockMs);
  const starts = Uint32Array.from({ length: count + 1 }, (_, block) =>
    // The last request ends the last block where blocks are fractions of the whole.
    block === count && period === 1 ? requestCount : positionAt(arrivalMs, block * blockMs),
  );
  const blocks = Uint32Array.from({ length: slots }, (_, slot) => {
    const candidates = Math.floor((count - 1 - (slot % period)) / period) + 1;
    const luck = toUniform(threefry(seed, PURPOSE, slot, 0));
    return (slot % period) + period * Math.min(candidates - 1, Math.floor(luck * candidates));
  });
  let made = 0;
  for (const block of blocks) made += starts[block + 1]! - starts[block]!;
  const source = new Uint32Array(made);
  const atMs = new Float64Array(made);
  made = 0;
  let latestMs = 0;
  for (let slot = 0; slot < slots; slot++) {
    const block = blocks[slot]!;
    const shiftMs = (slot - block) * blockMs;
    for (let request = starts[block]!; request < starts[block + 1]!; request++) {
      // Rounding may move the first of a block before the last of the one before.
      latestMs = Math.max(latestMs, arrivalMs[request]! + shiftMs);
      if (latestMs >= toMs) break;
      source[made] = request;
      atMs[made++] = latestMs;
      if (made % SLICE_REQUESTS === 0) yield (0.5 * slot) / slots;
    }
  }
  if (made === 0) return fail('The blocks that were drawn hold no request. Choose a longer time.');
  const firstMs = atMs[0]!;
  for (let i = 0; i < made; i++) {
    atMs[i]! -= firstMs;
    if (i % SLICE_REQUESTS === 0) yield 0.5 + (0.1 * i) / made;
  }
  const result = yield* part(pickRequests(traffic, source.subarray(0, made), atMs.subarray(0, made), null, false), 0.6, 0.4);
  return ok({ ...result, origin: 'generated' });
}
