import { SLICE_REQUESTS, type Sliced } from '../traffic/index.ts';

/** Steps of what happened in a window: slices that are surely more than usual, joined where they do not differ. */

export interface ShareCounts {
  readonly hits: number;
  readonly calls: number;
}
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
export type IncidentPiece = Span;
export interface SharePiece extends Span, ShareCounts {}
export interface LatencyPiece extends Span {
  readonly calls: number;
  readonly medianMs: number;
}

export interface Slices extends Span {
  readonly arrivalMs: Float64Array;
  /** Of the window, in order of arrival. */
  readonly requests: readonly number[];
  readonly sliceMs: number;
}

/** Standard errors: to call a slice more than usual (one in thirty thousand by chance, and a window has up to sixty slices), and to hold two slices for equal. */
const SURE = 4;
const EQUAL = 2;
const CALLS_PER_SLICE = 50;
const MOST_SLICES = 60;
/** Slower by less than this is no incident, however sure. */
const LEAST_SLOWDOWN = 1.25;
const LENGTHS_MS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 4 * 3600, 24 * 3600].map((s) => s * 1000);

export function sliceLengthMs(windowMs: number, calls: number): number {
  const wanted = windowMs / Math.max(1, Math.min(MOST_SLICES, Math.floor(calls / CALLS_PER_SLICE)));
  return LENGTHS_MS.find((length) => length >= wanted) ?? windowMs;
}

/** Wilson's interval of a share. */
function interval({ hits, calls }: ShareCounts, z: number): readonly [number, number] {
  if (calls === 0) return [0, 1];
  const share = hits / calls;
  const square = (z * z) / calls;
  const middle = share + square / 2;
  const half = z * Math.sqrt((share * (1 - share)) / calls + square / (4 * calls));
  return [Math.max(0, (middle - half) / (1 + square)), Math.min(1, (middle + half) / (1 + square))];
}

function* sliced(
  { arrivalMs, requests, fromMs, toMs, sliceMs }: Slices,
  shareDone: number,
): Sliced<(Span & { readonly requests: number[] })[]> {
  const slices = Array.from({ length: Math.max(1, Math.ceil((toMs - fromMs) / sliceMs)) }, (_, at) => ({
    fromMs: fromMs + at * sliceMs,
    toMs: Math.min(toMs, fromMs + (at + 1) * sliceMs),
    requests: [] as number[],
  }));
  for (let at = 0; at < requests.length; at++) {
    if (at % SLICE_REQUESTS === 0) yield shareDone;
    const request = requests[at]!;
    slices[Math.min(slices.length - 1, Math.floor((arrivalMs[request]! - fromMs) / sliceMs))]!.requests.push(request);
  }
  return slices;
}

/** Yields `shareDone`, which it knows nothing of, as it goes: a window may hold millions of calls. */
export function* sharePieces(
  slices: Slices,
  isHit: (request: number) => boolean,
  usual: ShareCounts,
  shareDone: number,
): Sliced<SharePiece[]> {
  const usualMost = interval(usual, EQUAL)[1];
  const usualShare = usual.hits / usual.calls;
  const pieces: SharePiece[] = [];
  for (const { fromMs, toMs, requests } of yield* sliced(slices, shareDone)) {
    yield shareDone;
    const here = { fromMs, toMs, hits: requests.filter(isHit).length, calls: requests.length };
    if (interval(here, SURE)[0] <= usualMost) continue;
    const before = pieces.at(-1);
    if (before?.toMs === fromMs && areEqual(interval(before, EQUAL), interval(here, EQUAL)))
      pieces[pieces.length - 1] = { fromMs: before.fromMs, toMs, hits: before.hits + here.hits, calls: before.calls + here.calls };
    else pieces.push(here);
  }
  return withoutEdges(pieces, slices.sliceMs, usualShare);
}

const areEqual = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] <= b[1] && b[0] <= a[1];

/** An incident begins and ends inside a slice: one slice beside a longer step that has less of it is that step, for a part of the slice. */
function withoutEdges(pieces: readonly SharePiece[], sliceMs: number, usualShare: number): SharePiece[] {
  const extra = ({ hits, calls }: ShareCounts): number => hits / calls - usualShare;
  const isSlice = ({ fromMs, toMs }: Span): boolean => toMs - fromMs <= sliceMs;
  const kept: SharePiece[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]!;
    const next = pieces[at + 1];
    const before = kept.at(-1);
    const isFirst = before === undefined || before.toMs < piece.fromMs;
    const isLast = next === undefined || next.fromMs > piece.toMs;
    const lengthMs = piece.toMs - piece.fromMs;
    if (isFirst && !isLast && isSlice(piece) && !isSlice(next) && extra(piece) < extra(next)) {
      kept.push({ ...next, fromMs: piece.toMs - (lengthMs * extra(piece)) / extra(next) });
      at++;
    } else if (isLast && !isFirst && isSlice(piece) && !isSlice(before) && extra(piece) < extra(before))
      kept[kept.length - 1] = { ...before, toMs: piece.fromMs + (lengthMs * extra(piece)) / extra(before) };
    else kept.push(piece);
  }
  return kept;
}

/** Yields like `sharePieces`. */
export function* latencyPieces(slices: Slices, latencyMs: Float32Array, usualMs: number, shareDone: number): Sliced<LatencyPiece[]> {
  const pieces: (Span & { readonly sorted: Float64Array })[] = [];
  for (const { fromMs, toMs, requests } of yield* sliced(slices, shareDone)) {
    yield shareDone;
    const sorted = Float64Array.from(requests, (request) => latencyMs[request]!).sort();
    if (sorted.length === 0 || medianInterval(sorted, SURE)[0] < usualMs || sorted[sorted.length >> 1]! < LEAST_SLOWDOWN * usualMs)
      continue;
    const before = pieces.at(-1);
    if (before?.toMs === fromMs && areEqual(medianInterval(before.sorted, EQUAL), medianInterval(sorted, EQUAL)))
      pieces[pieces.length - 1] = { fromMs: before.fromMs, toMs, sorted: merged(before.sorted, sorted) };
    else pieces.push({ fromMs, toMs, sorted });
  }
  return pieces.map(({ fromMs, toMs, sorted }) => ({ fromMs, toMs, calls: sorted.length, medianMs: sorted[sorted.length >> 1]! }));
}

function merged(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  let [fromA, fromB] = [0, 0];
  for (let at = 0; at < both.length; at++)
    both[at] = fromB >= b.length || (fromA < a.length && a[fromA]! <= b[fromB]!) ? a[fromA++]! : b[fromB++]!;
  return both;
}

/** Order statistics around the median; below what the few calls can tell it is open. */
function medianInterval(sorted: Float64Array, z: number): readonly [number, number] {
  const half = (z * Math.sqrt(sorted.length)) / 2;
  const low = Math.floor(sorted.length / 2 - half);
  const high = Math.ceil(sorted.length / 2 + half);
  return [low < 0 ? 0 : sorted[low]!, high >= sorted.length ? Number.POSITIVE_INFINITY : sorted[high]!];
}
