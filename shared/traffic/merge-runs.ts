import { SLICE_REQUESTS, type Sliced } from './sliced.ts';

/**
 * Positions in the order of their instants, stably. A natural merge sort: what stands in few ascending runs, as copies of a sorted log do, is sorted in
 * few passes, and nothing makes it slow; a sort with a comparator takes ten times as long over 10 M.
 */
export function* orderOfRuns(atMs: Float64Array): Sliced<Uint32Array> {
  const count = atMs.length;
  let from: Uint32Array = new Uint32Array(count);
  let starts: number[] = [0];
  for (let i = 0; i < count; i++) {
    if (i % SLICE_REQUESTS === 0) yield 0;
    from[i] = i;
    if (i > 0 && atMs[i]! < atMs[i - 1]!) starts.push(i);
  }
  let to: Uint32Array = new Uint32Array(starts.length > 1 ? count : 0);
  const passes = Math.ceil(Math.log2(Math.max(2, starts.length)));
  for (let pass = 0; starts.length > 1; pass++) {
    const merged: number[] = [];
    for (let run = 0; run < starts.length; run += 2) {
      const start = starts[run]!;
      const middle = starts[run + 1] ?? count;
      const end = starts[run + 2] ?? count;
      merged.push(start);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takesLeft = left < middle && (right >= end || atMs[from[left]!]! <= atMs[from[right]!]!);
        to[at] = from[takesLeft ? left++ : right++]!;
        if (at % SLICE_REQUESTS === 0) yield Math.min(1, (pass + at / count) / passes);
      }
    }
    [from, to] = [to, from];
    starts = merged;
  }
  return from;
}
