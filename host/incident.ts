import { type IncidentWindow, type RecordedIncident, recordingIncident } from '../shared/calibration/index.ts';
import { readPolicy } from '../shared/format/index.ts';
import type { TrafficMemory } from './loaded-traffic.ts';
import { type Driven, inSlices } from './slices.ts';

interface IncidentRequest {
  readonly trafficId: string;
  readonly policyText: string;
  readonly window: IncidentWindow;
}

type IncidentAnswer = ({ readonly kind: 'compared' } & RecordedIncident) | { readonly kind: 'refused'; readonly message: string };

/** A window of a traffic in memory as a scenario, in the contract's shape. Stopped, it rejects with the signal's reason. */
export async function incidentOf(
  memory: TrafficMemory,
  { trafficId, policyText, window }: IncidentRequest,
  driven: Driven,
): Promise<IncidentAnswer> {
  const found = memory.get(trafficId);
  if (found === undefined)
    return { kind: 'refused', message: 'This traffic is no longer in memory. Choose it again, then make the scenario.' };
  if (found.traffic.recorded === undefined)
    return {
      kind: 'refused',
      message:
        'This traffic records requests only, not how they ended, so no incident shows in it. Choose a log with latencies or statuses.',
    };
  const read = readPolicy(policyText);
  if (!read.ok) return { kind: 'refused', message: read.error.message };
  return { kind: 'compared', ...(await inSlices(recordingIncident(found.traffic, window, read.value.document.policy), driven)) };
}
