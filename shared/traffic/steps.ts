import { hashOf, threefry, toUniform } from '../dice/index.ts';
import { fail, type MetadataColumn, ok, type Result, type Traffic, type TrafficStep } from '../model/index.ts';
import { lengthened } from './lengthen.ts';
import { orderOfRuns } from './merge-runs.ts';
import { pickRequests } from './pick.ts';
import { positionAt } from './position.ts';
import { part, SLICE_REQUESTS, type Sliced } from './sliced.ts';

/**
 * One step done to a traffic. A request keeps the key of its dice through every step that keeps it, so that cutting or thinning changes no luck; copies
 * get keys that no other has. What was recorded of outcomes goes along where the load stays as it was recorded. The error is a sentence.
 * The label is that of the traffic: whoever knows all steps names the result (`labelOf`).
 */
export function* applyStep(traffic: Traffic, step: TrafficStep): Sliced<Result<Traffic, string>> {
  switch (step.kind) {
    case 'window':
      return yield* windowOf(traffic, step.fromMs, step.toMs);
    case 'keep':
      return yield* kept(traffic, step);
    case 'scale':
      return step.factor <= 1 ? yield* thinned(traffic, step.factor, step.seed) : ok(yield* multiplied(traffic, step.factor, step.seed));
    case 'lengthen':
      return yield* lengthened(traffic, step.toMs, step.seed);
  }
}

/** How many requests a step would leave or make, near enough to ask for memory before it is done. */
export function requestsAfter(traffic: Traffic, step: TrafficStep): number {
  const { requestCount, arrivalMs } = traffic;
  if (step.kind === 'window') return positionAt(arrivalMs, step.toMs) - positionAt(arrivalMs, step.fromMs);
  if (step.kind === 'scale') return Math.ceil(requestCount * step.factor);
  if (step.kind === 'lengthen') return Math.ceil(requestCount * Math.max(1, step.toMs / Math.max(1, arrivalMs[requestCount - 1] ?? 1)));
  return requestCount;
}

const luckOf = (traffic: Traffic, request: number): number => traffic.luckKey?.[request] ?? request;

function* chosen(traffic: Traffic, source: Uint32Array): Sliced<Traffic> {
  const firstMs = traffic.arrivalMs[source[0]!]!;
  const arrivalMs = new Float64Array(source.length);
  const luckKey = new Uint32Array(source.length);
  for (let i = 0; i < source.length; i++) {
    arrivalMs[i] = traffic.arrivalMs[source[i]!]! - firstMs;
    luckKey[i] = luckOf(traffic, source[i]!);
  }
  const made = yield* pickRequests(traffic, source, arrivalMs, luckKey, true);
  return traffic.startUnixMs === undefined ? made : { ...made, startUnixMs: traffic.startUnixMs + firstMs };
}

function* windowOf(traffic: Traffic, fromMs: number, toMs: number): Sliced<Result<Traffic, string>> {
  const from = positionAt(traffic.arrivalMs, fromMs);
  const to = positionAt(traffic.arrivalMs, toMs);
  if (to <= from) return fail('No request arrived in this window, so there is nothing to cut out. Choose a longer one.');
  const source = new Uint32Array(to - from);
  for (let i = 0; i < source.length; i++) source[i] = from + i;
  return ok(yield* chosen(traffic, source));
}

type Keep = Extract<TrafficStep, { kind: 'keep' }>;

function columnOf(traffic: Traffic, { column, key }: Keep): MetadataColumn | null {
  if (column === 'user') return traffic.user && { codes: traffic.user, values: traffic.users };
  if (column === 'model') return traffic.recorded?.model ?? null;
  if (column === 'provider') return traffic.recorded?.provider ?? null;
  return key === undefined ? null : (traffic.metadata[key] ?? null);
}

function* kept(traffic: Traffic, step: Keep): Sliced<Result<Traffic, string>> {
  const name = step.key ?? step.column;
  const column = columnOf(traffic, step);
  if (column === null) return fail(`The traffic does not record “${name}”, so it cannot be filtered by it.`);
  const wanted = new Set(step.values);
  // One more at the end, for missing values: code −1.
  const isWanted = new Uint8Array(column.values.length + 1);
  column.values.forEach((value, code) => {
    isWanted[code] = wanted.has(value) ? 1 : 0;
  });
  isWanted[column.values.length] = wanted.has('') ? 1 : 0;
  const source = new Uint32Array(traffic.requestCount);
  let count = 0;
  for (let request = 0; request < traffic.requestCount; request++) {
    const code = column.codes[request]!;
    if (isWanted[code < 0 ? column.values.length : code] === 1) source[count++] = request;
    if (request % SLICE_REQUESTS === 0) yield (0.5 * request) / traffic.requestCount;
  }
  if (count === 0)
    return fail(`No request has ${step.values.map((value) => `“${value}”`).join(' or ')} as its ${name}, so nothing would be left.`);
  return ok(yield* part(chosen(traffic, source.slice(0, count)), 0.5, 0.5));
}

const PURPOSE = hashOf('traffic/scale');
const SHIFT_PURPOSE = hashOf('traffic/scale/shift');

/** A smaller share is a part of a larger one. */
function* thinned(traffic: Traffic, share: number, seed: number): Sliced<Result<Traffic, string>> {
  const source = new Uint32Array(traffic.requestCount);
  let count = 0;
  for (let request = 0; request < traffic.requestCount; request++) {
    if (share === 1 || toUniform(threefry(seed, PURPOSE, luckOf(traffic, request), 0)) < share) source[count++] = request;
    if (request % SLICE_REQUESTS === 0) yield (0.5 * request) / traffic.requestCount;
  }
  if (count === 0) return fail(`Of ${traffic.requestCount} requests none would be left. Choose a larger share.`);
  const { recorded: _, ...left } = yield* part(chosen(traffic, source.slice(0, count)), 0.5, 0.5);
  return ok(left);
}

/** Requests that arrived within one such span are displaced together, so that what came as a burst comes as a burst. */
const TOGETHER_MS = 60_000;
/** Farthest that a copy is displaced, either way: near enough to stay in its hour, far enough not to double each burst into one twice as high. */
export const FARTHEST_SHIFT_MS = 2_000;

/**
 * Each request and factor − 1 copies of it on average; a larger factor keeps the copies of a smaller one. The first span is displaced forward only, so that
 * no copy comes before the first request; the traffic may become two seconds longer.
 */
function* multiplied(traffic: Traffic, factor: number, seed: number): Sliced<Traffic> {
  const { requestCount: count, arrivalMs } = traffic;
  const whole = Math.floor(factor) - 1;
  const chance = factor - 1 - whole;
  const most = count * (whole + 2);
  const atMs = new Float64Array(most);
  const source = new Uint32Array(most);
  const keys = new Uint32Array(most);
  const firstFree = firstFreeKey(traffic);
  let made = 0;
  for (let copy = 0; copy <= whole + 1; copy++) {
    // Spans that do not touch one another make one ascending run, so that two runs hold a whole copy.
    for (let parity = 0; parity < (copy === 0 ? 1 : 2); parity++) {
      let span = -1;
      let shiftMs = 0;
      for (let request = 0; request < count; request++) {
        if (request % SLICE_REQUESTS === 0) yield (0.4 * (copy + parity / 2)) / (whole + 2);
        const at = arrivalMs[request]!;
        if (copy > 0) {
          const itsSpan = Math.floor(at / TOGETHER_MS);
          if (itsSpan % 2 !== parity) continue;
          if (copy === whole + 1 && toUniform(threefry(seed, PURPOSE, luckOf(traffic, request), 0)) >= chance) continue;
          if (itsSpan !== span) {
            span = itsSpan;
            const luck = toUniform(threefry(seed, SHIFT_PURPOSE, span, copy));
            shiftMs = (span === 0 ? luck : luck * 2 - 1) * FARTHEST_SHIFT_MS;
          }
        }
        atMs[made] = at + shiftMs;
        source[made] = request;
        keys[made++] = copy === 0 ? luckOf(traffic, request) : firstFree + request + (copy - 1) * count;
      }
    }
  }
  const order = yield* part(orderOfRuns(atMs.subarray(0, made)), 0.4, 0.4);
  const orderedMs = new Float64Array(made);
  const orderedSource = new Uint32Array(made);
  const luckKey = new Uint32Array(made);
  for (let i = 0; i < made; i++) {
    if (i % SLICE_REQUESTS === 0) yield 0.8 + (0.1 * i) / made;
    const from = order[i]!;
    orderedMs[i] = atMs[from]!;
    orderedSource[i] = source[from]!;
    luckKey[i] = keys[from]!;
  }
  const result = yield* part(pickRequests(traffic, orderedSource, orderedMs, luckKey, false), 0.9, 0.1);
  return { ...result, origin: 'generated' };
}

/** Below it lie all keys of the traffic's dice. */
function firstFreeKey({ luckKey, requestCount }: Traffic): number {
  if (luckKey === undefined) return requestCount;
  let largest = -1;
  for (const key of luckKey) if (key > largest) largest = key;
  return largest + 1;
}
