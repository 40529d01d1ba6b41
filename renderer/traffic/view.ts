import { useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';
import type { TrafficHandle } from '../state/index.ts';

export type View = NonNullable<Awaited<ReturnType<HostClient['traffic']['view']>>>;
export type Parts = NonNullable<View['models']>;
export type Distribution = View['inputTokens'];
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** While a window is being drawn, figures wait until it rests. */
const REST_MS = 150;

/** Figures of the traffic, of a window of it; the last ones stay until the next are there. `isGone`: the host has it no longer. */
export function useTrafficView(
  handle: TrafficHandle | null,
  window: Window | null,
): { readonly view: View | null; readonly isGone: boolean } {
  const [state, setState] = useState<{ readonly of: string | null; readonly view: View | null; readonly isGone: boolean }>({
    of: null,
    view: null,
    isGone: false,
  });
  const trafficId = handle?.trafficId ?? null;
  const fromMs = window?.fromMs ?? null;
  const toMs = window?.toMs ?? null;
  useEffect(() => {
    if (trafficId === null) return;
    const abort = new AbortController();
    const wait = setTimeout(
      () => {
        client()
          .traffic.view({ trafficId, ...(fromMs !== null && toMs !== null && { window: { fromMs, toMs } }) }, { signal: abort.signal })
          .then((view) => setState({ of: trafficId, view, isGone: view === null }))
          // Only a lost connection fails here, and the banner says so.
          .catch(() => undefined);
      },
      fromMs === null ? 0 : REST_MS,
    );
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [trafficId, fromMs, toMs]);
  return state.of === trafficId ? state : { view: null, isGone: false };
}
