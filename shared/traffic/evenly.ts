import type { Traffic } from '../model/index.ts';
import { pickRequests } from './pick.ts';
import type { Sliced } from './sliced.ts';

/** The same traffic, or so many of its requests, evenly spread over it, with what was recorded of them. */
export function* evenly(traffic: Traffic, most: number): Sliced<Traffic> {
  const { requestCount, arrivalMs } = traffic;
  if (requestCount <= most) return traffic;
  const source = new Uint32Array(most);
  const atMs = new Float64Array(most);
  for (let i = 0; i < most; i++) {
    source[i] = Math.floor((i * requestCount) / most);
    atMs[i] = arrivalMs[source[i]!]! - arrivalMs[0]!;
  }
  return yield* pickRequests(traffic, source, atMs, null, true);
}
