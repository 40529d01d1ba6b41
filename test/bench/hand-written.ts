import { hashOf, normalQuantile, threefry, toUniform } from '../../shared/dice/index.ts';
import { DDSketch } from '../../shared/engine/index.ts';
import type { Conditions, Traffic } from '../../shared/model/index.ts';

/**
 * The published case and nothing else, as one loop over typed arrays: what this machine could do at best in this language if every policy were
 * written by hand. Same luck as the engine, so the counts must be equal; it keeps them, a latency sketch and the breaker's openings, where
 * the engine keeps figures by node, edge and bucket, money and identities.
 */
export function runByHand(
  traffic: Traffic,
  conditions: Conditions,
  seed: number,
  case_: { readonly latencyP50Ms: number; readonly latencyP95Ms: number; readonly ordinaryErrorRate: number },
): { readonly answeredByTier: readonly number[]; readonly attempts: number; readonly openings: number; readonly p95Ms: number | null } {
  const { arrivalMs, requestCount } = traffic;
  const sigma = Math.log(case_.latencyP95Ms / case_.latencyP50Ms) / 1.6448536269514722;
  const model = hashOf('model');
  const latency = new DDSketch();
  const answeredByTier = [0, 0, 0];
  let attempts = 0;
  let openings = 0;

  // The breaker: 60 failures in a second, 30 s, 3 trials.
  const CLOSED = 0;
  const OPEN = 1;
  const HALF_OPEN = 2;
  const failures = new Float64Array(60);
  let oldest = 0;
  let held = 0;
  let state = CLOSED;
  let generation = 0;
  let openedAtMs = 0;
  let outstanding = 0;
  let succeeded = 0;

  // A request is its position; what is due is a heap of (time, request), and of a request what it waits for.
  const ATTEMPT_ENDS = 0;
  const ATTEMPT_FAILS = 1;
  const RETRY = 2;
  const TEXT = 3;
  const waitsFor = new Uint8Array(requestCount);
  const tries = new Uint8Array(requestCount);
  const madeIn = new Int32Array(requestCount);
  const isTrial = new Uint8Array(requestCount);
  const times = new Float64Array(1 << 16);
  const requests = new Int32Array(1 << 16);
  let size = 0;
  let nowMs = 0;
  const push = (afterMs: number, request: number, what: number): void => {
    waitsFor[request] = what;
    const dueMs = nowMs + afterMs;
    let hole = size++;
    while (hole > 0) {
      const above = (hole - 1) >> 2;
      if (times[above]! <= dueMs) break;
      times[hole] = times[above]!;
      requests[hole] = requests[above]!;
      hole = above;
    }
    times[hole] = dueMs;
    requests[hole] = request;
  };
  const pop = (): number => {
    const taken = requests[0]!;
    const dueMs = times[--size]!;
    const request = requests[size]!;
    let hole = 0;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= size) break;
      let least = first;
      for (let i = first + 1; i < Math.min(first + 4, size); i++) if (times[i]! < times[least]!) least = i;
      if (dueMs <= times[least]!) break;
      times[hole] = times[least]!;
      requests[hole] = requests[least]!;
      hole = least;
    }
    times[hole] = dueMs;
    requests[hole] = request;
    return taken;
  };
  const enter = (next: number): void => {
    state = next;
    generation++;
    outstanding = 0;
    succeeded = 0;
    if (next === OPEN) {
      openedAtMs = nowMs;
      openings++;
    }
  };

  const attempt = (request: number): void => {
    if (state === OPEN && nowMs >= openedAtMs + 30_000) enter(HALF_OPEN);
    if (state !== CLOSED) {
      if (state === OPEN || outstanding + succeeded >= 3) {
        push(5, request, TEXT);
        return;
      }
      outstanding++;
      isTrial[request] = 1;
    } else isTrial[request] = 0;
    madeIn[request] = generation;
    attempts++;
    const visit = tries[request]!++;
    const hasFailed =
      conditions.failureAt(0, nowMs, 0) !== 0 || toUniform(threefry(seed, request, model, (1 << 24) | visit)) < case_.ordinaryErrorRate;
    if (hasFailed) {
      push(200, request, ATTEMPT_FAILS);
      return;
    }
    const durationMs = case_.latencyP50Ms * Math.exp(sigma * normalQuantile(toUniform(threefry(seed, request, model, (2 << 24) | visit))));
    if (durationMs <= 10_000) push(durationMs, request, ATTEMPT_ENDS);
    else push(10_000, request, ATTEMPT_FAILS);
  };

  const judge = (request: number, failed: boolean): void => {
    if (madeIn[request] !== generation) return;
    if (isTrial[request] === 1) outstanding--;
    if (state === CLOSED && failed) {
      failures[oldest] = nowMs;
      oldest = oldest === 59 ? 0 : oldest + 1;
      if (held < 60) held++;
      if (held === 60 && failures[oldest]! > nowMs - 1_000) enter(OPEN);
    } else if (state === HALF_OPEN) {
      if (failed) enter(OPEN);
      else if (++succeeded === 3) {
        held = 0;
        oldest = 0;
        enter(CLOSED);
      }
    }
  };

  let next = 0;
  while (next < requestCount || size > 0) {
    if (next < requestCount && (size === 0 || arrivalMs[next]! < times[0]!)) {
      nowMs = arrivalMs[next]!;
      attempt(next++);
      continue;
    }
    nowMs = times[0]!;
    const request = pop();
    const what = waitsFor[request]!;
    if (what === RETRY) attempt(request);
    else if (what === ATTEMPT_FAILS) {
      judge(request, true);
      if (tries[request]! < 4) push(1_000 * 2 ** (tries[request]! - 1), request, RETRY);
      else push(5, request, TEXT);
    } else {
      if (what === ATTEMPT_ENDS) judge(request, false);
      answeredByTier[what === TEXT ? 2 : 0]!++;
      latency.add(nowMs - arrivalMs[request]!);
    }
  }
  return { answeredByTier, attempts, openings, p95Ms: latency.quantile(0.95) };
}
