import type { RunBasis } from '../state/index.ts';

/** Milliseconds of one run, by the traffic; the least that was seen, since what a run takes more it waited for something else. */
const known = new Map<string, number>();

export function learnPace({ trafficId }: RunBasis, msOfOneRun: number): void {
  known.set(trafficId, Math.min(msOfOneRun, known.get(trafficId) ?? msOfOneRun));
}

/** A first run waits for its threads to load, so that it says too much of a short traffic; 4 µs a request are what a middling machine takes. */
const USUAL_MS_PER_REQUEST = 0.004;
const STARTING_MS = 20;

/** What one more run of the traffic takes, about. */
export function paceOf({ trafficId, run, elapsedMs }: RunBasis): number {
  return known.get(trafficId) ?? Math.min(elapsedMs / run.replications, STARTING_MS + run.requests * USUAL_MS_PER_REQUEST);
}
