import { hashOf, secondWord, threefry, toUniform } from '../dice/index.ts';
import type { MetadataColumn, Scenario, ScenarioEvent, Traffic } from '../model/index.ts';
import { intensityAt } from './compile.ts';

/** A copied request arrives within this many milliseconds before or after the one it copies: close enough to keep bursts, far enough not to be simultaneous. */
export const SURGE_JITTER_MS = 2_000;

const PURPOSE = hashOf('scenario/surge');

/**
 * Traffic with its surges: while one lasts, each request is copied multiplier − 1 times on average, and the copies are laid
 * over the recorded stream. Surges in force at once multiply. Luck is keyed by request and copy, so a policy has no part in it, the recorded
 * requests keep theirs, and a larger surge keeps the copies of a smaller one.
 * Cost: O(n + c log c) for c copies. Without a surge the same object comes back.
 */
export function applySurges(traffic: Traffic, scenario: Scenario, seed: number): Traffic {
  const surges = scenario.events.filter(isSurge);
  if (surges.length === 0 || traffic.requestCount === 0) return traffic;

  const copiedFrom: number[] = [];
  const copiedAtMs: number[] = [];
  const copyKey: number[] = [];
  const firstFree = firstFreeKey(traffic);
  for (let request = 0; request < traffic.requestCount; request++) {
    const arrivalMs = traffic.arrivalMs[request]!;
    let multiplier = 1;
    let firstMs = 0;
    let lastMs = Number.POSITIVE_INFINITY;
    for (const surge of surges) {
      const intensity = intensityAt(surge, arrivalMs);
      if (intensity === 0) continue;
      multiplier *= 1 + (surge.effect.multiplier - 1) * intensity;
      firstMs = Math.max(firstMs, surge.startMs);
      lastMs = Math.min(lastMs, surge.startMs + surge.durationMs);
    }
    if (multiplier === 1) continue;
    const wanted = multiplier - 1;
    const whole = Math.floor(wanted);
    const copies = whole + (toUniform(threefry(seed, PURPOSE, request, 0)) < wanted - whole ? 1 : 0);
    for (let copy = 1; copy <= copies; copy++) {
      threefry(seed, PURPOSE, request, copy);
      const atMs = arrivalMs + (toUniform(secondWord) * 2 - 1) * SURGE_JITTER_MS;
      copiedFrom.push(request);
      // Beyond all keys of the recorded requests and different for each copy, up to 2^32.
      copyKey.push(firstFree + request + (copy - 1) * traffic.requestCount);
      copiedAtMs.push(reflect(atMs, firstMs, lastMs));
    }
  }
  return copiedFrom.length === 0 ? traffic : merged(traffic, copiedFrom, copiedAtMs, copyKey);
}

/** Below it lie all keys of the traffic's dice: a traffic that was cut out of another has keys beyond its number of requests. */
function firstFreeKey({ luckKey, requestCount }: Traffic): number {
  if (luckKey === undefined) return requestCount;
  let largest = -1;
  for (const key of luckKey) if (key > largest) largest = key;
  return largest + 1;
}

type Surge = ScenarioEvent & { effect: { kind: 'surge'; multiplier: number } };
const isSurge = (event: ScenarioEvent): event is Surge => event.effect.kind === 'surge' && event.target.kind === 'traffic';

/** Mirrors an instant that jitter pushed out of the surge back into it, so that the edges of the window keep their density; in a window shorter than the jitter, back and forth. */
function reflect(atMs: number, firstMs: number, lastMs: number): number {
  let mirroredMs = atMs;
  while (mirroredMs < firstMs || mirroredMs >= lastMs) {
    mirroredMs = mirroredMs < firstMs ? 2 * firstMs - mirroredMs : 2 * lastMs - mirroredMs;
    // Only a window narrower than the spacing of doubles, or an instant exactly on its end, cannot be left so.
    if (!(mirroredMs !== lastMs && lastMs - firstMs > 1e-3)) return firstMs;
  }
  return mirroredMs;
}

function merged(traffic: Traffic, copiedFrom: readonly number[], copiedAtMs: readonly number[], copyKey: readonly number[]): Traffic {
  const byTime = Uint32Array.from(copiedFrom.keys()).sort((a, b) => copiedAtMs[a]! - copiedAtMs[b]! || a - b);
  const requestCount = traffic.requestCount + copiedFrom.length;
  const source = new Uint32Array(requestCount);
  const arrivalMs = new Float64Array(requestCount);
  const luckKey = new Uint32Array(requestCount);
  let original = 0;
  let copy = 0;
  for (let i = 0; i < requestCount; i++) {
    const originalAt = original < traffic.requestCount ? traffic.arrivalMs[original]! : Number.POSITIVE_INFINITY;
    const copyAt = copy < byTime.length ? copiedAtMs[byTime[copy]!]! : Number.POSITIVE_INFINITY;
    if (originalAt <= copyAt) {
      luckKey[i] = traffic.luckKey?.[original] ?? original;
      source[i] = original++;
      arrivalMs[i] = originalAt;
    } else {
      luckKey[i] = copyKey[byTime[copy]!]!;
      source[i] = copiedFrom[byTime[copy++]!]!;
      arrivalMs[i] = copyAt;
    }
  }
  // What was recorded is of the recorded requests; of copies nothing was.
  const { recorded: _, ...replayed } = traffic;
  return {
    ...replayed,
    requestCount,
    arrivalMs,
    luckKey,
    inputTokens: pick(traffic.inputTokens, source),
    outputTokens: pick(traffic.outputTokens, source),
    user: traffic.user && pick(traffic.user, source),
    complexity: traffic.complexity && pick(traffic.complexity, source),
    metadata: Object.fromEntries(
      Object.entries(traffic.metadata).map(([key, column]): [string, MetadataColumn] => [
        key,
        { ...column, codes: pick(column.codes, source) },
      ]),
    ),
  };
}

function pick<Column extends Uint32Array | Int32Array | Float32Array>(column: Column, source: Uint32Array): Column {
  const picked = new (column.constructor as new (length: number) => Column)(source.length);
  for (let i = 0; i < source.length; i++) picked[i] = column[source[i]!]!;
  return picked;
}
