import { canonicalJson } from '../shared/format/index.ts';
import type { TrafficStep } from '../shared/model/index.ts';
import { applyStep, labelOf, requestsAfter, withStep } from '../shared/traffic/index.ts';
import { sha256Of } from './files/index.ts';
import type { TrafficMemory } from './loaded-traffic.ts';
import { type Driven, inSlices } from './slices.ts';
import { availableMemoryBytes, bytesARequest, gigabytes, SHARE_OF_MEMORY, type TrafficStore } from './traffic/index.ts';

const GONE = 'This traffic is no longer in memory. Choose it again.';

/** Orders and copies of columns that are held while a step is done, in bytes a request. */
const WORKING_BYTES = 28;

/** Does a step to a traffic in memory and keeps the result beside it. */
export async function changeTraffic(memory: TrafficMemory, trafficId: string, step: TrafficStep, driven: Driven) {
  const base = memory.get(trafficId);
  if (base === undefined) return { kind: 'refused' as const, reason: 'gone' as const, message: GONE };
  const { traffic, sha256, path } = base;
  const requests = requestsAfter(traffic, step);
  const neededBytes = requests * (bytesARequest(traffic) + WORKING_BYTES);
  const freeBytes = availableMemoryBytes();
  if (neededBytes > SHARE_OF_MEMORY * freeBytes || requests > 2 ** 31) {
    return {
      kind: 'refused' as const,
      reason: 'too-large' as const,
      message: `This would be ${requests.toLocaleString('en-GB')} requests, which need ${gigabytes(neededBytes)} of memory where ${gigabytes(freeBytes)} are free. Cut a shorter window first, or choose less.`,
    };
  }
  const made = await inSlices(applyStep(traffic, step), driven);
  if (!made.ok) return { kind: 'refused' as const, reason: 'nothing-left' as const, message: made.error };
  const madeFrom = withStep(traffic, sha256, step);
  const changed = { ...made.value, label: labelOf(madeFrom), madeFrom };
  // Runs on it are no runs on its log: the hash that they name it by is one of log and steps.
  const ownSha256 = sha256Of(`${madeFrom.sha256}\n${canonicalJson(madeFrom.steps)}`);
  return { kind: 'made' as const, traffic: await memory.put({ traffic: changed, sha256: ownSha256, path }, driven.signal) };
}

/** Keeps a traffic that is in memory in the app's own store. */
export async function storeTraffic(memory: TrafficMemory, store: TrafficStore, trafficId: string, driven: Driven) {
  const found = memory.get(trafficId);
  if (found === undefined) return { kind: 'refused' as const, reason: 'gone' as const, message: GONE };
  const stored = await store.add(found.traffic, found, driven);
  if (stored.ok) return { kind: 'stored' as const, stored: stored.value };
  const { reason, message } = stored.error;
  return { kind: 'refused' as const, reason: reason === 'disk-full' ? reason : ('not-writable' as const), message };
}

/** Reads a stored traffic into memory, without its log. */
export async function openStoredTraffic(memory: TrafficMemory, store: TrafficStore, id: string, driven: Driven) {
  const about = (await store.list()).find((stored) => stored.id === id);
  const freeBytes = availableMemoryBytes();
  const neededBytes = (about?.requests ?? 0) * STORED_BYTES_A_REQUEST;
  if (neededBytes > SHARE_OF_MEMORY * freeBytes) {
    return {
      kind: 'refused' as const,
      reason: 'too-large' as const,
      message: `“${about!.label}” needs about ${gigabytes(neededBytes)} of memory where ${gigabytes(freeBytes)} are free. Close other programs, then open it again.`,
    };
  }
  const opened = await store.open(id, driven);
  if (!opened.ok) {
    const { reason, message } = opened.error;
    return { kind: 'refused' as const, reason: reason === 'not-found' ? reason : ('damaged' as const), message };
  }
  return { kind: 'made' as const, traffic: await memory.put(opened.value, driven.signal) };
}

/** All columns that a log can have. */
const STORED_BYTES_A_REQUEST = 60;
