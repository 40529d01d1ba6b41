import type { Calibrated } from '../shared/calibration/index.ts';
import { readPolicy } from '../shared/format/index.ts';
import type { TrafficMemory } from './loaded-traffic.ts';
import { calibrate } from './simulation/index.ts';
import type { Driven } from './slices.ts';

/** Beyond these nobody remembers what was fitted to what. */
const MOST_KEPT = 16;

/** Fits of this session: a run whose models still are what was fitted tells so, and how far the back-test was off. */
export function createCalibrations(memory: TrafficMemory, workers: number) {
  const kept: Calibrated[] = [];
  return {
    known: (): readonly Calibrated[] => kept,

    /** Answers in the contract's shapes; throws only what was aborted or is a fault. */
    async fit(trafficId: string, policyText: string | null, { signal, onProgress }: Driven) {
      const found = memory.get(trafficId);
      if (found === undefined)
        return { kind: 'refused' as const, message: 'This traffic is no longer in memory. Choose it again, then fit.' };
      const read = policyText === null ? null : readPolicy(policyText);
      if (read?.ok === false) return { kind: 'refused' as const, message: read.error.message };
      const end = await calibrate({
        traffic: found.traffic,
        workers,
        signal,
        ...(read !== null && { policy: read.value.document.policy }),
        ...(onProgress !== undefined && { onProgress }),
      });
      if (end.kind === 'cancelled') throw signal?.reason ?? new Error('a calibration was cancelled without being asked to');
      if (end.kind === 'refused') return end;
      const { calibrated, ...calibration } = end.calibration;
      kept.unshift(calibrated);
      kept.length = Math.min(kept.length, MOST_KEPT);
      return { kind: 'calibrated' as const, calibration };
    },
  };
}
