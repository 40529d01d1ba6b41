import { useEffect, useState } from 'react';
import { client } from '../connection/index.ts';
import { readTraffic } from '../rehearsal/read-traffic.ts';
import { useInputs } from '../state/index.ts';

/** What the timeline shows of the chosen traffic. */
export interface ShownTraffic {
  readonly state: 'none' | 'reading' | 'read' | 'unreadable';
  /** Null until it is known. */
  readonly durationMs: number | null;
  readonly requestCount: number | null;
  /** Requests in equal spans of its duration; empty until they are known. */
  readonly arrivals: readonly number[];
}

/** Fine enough for the widest screen, coarse enough to be drawn in every lane. */
const SPANS = 360;
const NONE: ShownTraffic = { state: 'none', durationMs: null, requestCount: null, arrivals: [] };

/** Reads the chosen traffic as soon as somebody looks: only then is it known how long it is and when requests arrive. */
export function useTraffic(): ShownTraffic {
  const choice = useInputs((state) => state.traffic);
  const handle = choice?.handle ?? null;
  const [arrivals, setArrivals] = useState<{ readonly trafficId: string; readonly counts: readonly number[] } | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const path = choice?.path ?? null;

  useEffect(() => {
    if (choice === null || choice.handle !== null) return;
    let isCurrent = true;
    void readTraffic(choice)
      .catch(() => null)
      .then((read) => isCurrent && read === null && setUnreadable(choice.path));
    return () => {
      isCurrent = false;
    };
  }, [choice]);

  const trafficId = handle?.trafficId ?? null;
  useEffect(() => {
    if (trafficId === null) return;
    let isCurrent = true;
    // Without them the lanes are as good, only emptier.
    void client()
      .traffic.arrivals({ trafficId, spans: SPANS })
      .then((counts) => isCurrent && counts !== null && setArrivals({ trafficId, counts }))
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [trafficId]);

  if (choice === null) return NONE;
  if (handle === null) return { ...NONE, state: unreadable === path ? 'unreadable' : 'reading' };
  return {
    state: 'read',
    durationMs: handle.summary.durationMs,
    requestCount: handle.summary.requestCount,
    arrivals: arrivals !== null && arrivals.trafficId === trafficId ? arrivals.counts : [],
  };
}
