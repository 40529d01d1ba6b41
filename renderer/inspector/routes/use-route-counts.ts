import { useEffect, useState } from 'react';
import { client } from '../../connection/index.ts';
import { useInputs } from '../../state/index.ts';

export interface TrafficColumn {
  readonly key: string;
  /** The commonest first; empty where only the name is known. */
  readonly values: readonly string[];
}

interface Counted {
  readonly state: 'counted';
  /** Of each route, and last of what none takes; in requests of the whole traffic. */
  readonly counts: readonly number[];
  readonly requests: number;
  /** False where a sample was counted. */
  readonly isExact: boolean;
}
export type NotCounted = 'no-traffic' | 'unread' | 'no-complexity' | 'gone' | 'counting';
export type RouteCounts = { readonly columns: readonly TrafficColumn[] | undefined } & (Counted | { readonly state: NotCounted });

/** Keystrokes wait this long for the next one. */
const PAUSE_MS = 200;

/** What each route would take of the chosen traffic, counted by the host, which has it in memory; and the columns that it has. */
export function useRouteCounts(config: Readonly<Record<string, unknown>>): RouteCounts {
  const isChosen = useInputs((state) => state.traffic !== null);
  const handle = useInputs((state) => state.traffic?.handle ?? null);
  const trafficId = handle?.trafficId;
  const [columns, setColumns] = useState<readonly TrafficColumn[] | undefined>(undefined);
  const [counted, setCounted] = useState<Counted | { readonly state: NotCounted }>({ state: 'counting' });

  useEffect(() => {
    setColumns(undefined);
    if (trafficId === undefined) return undefined;
    let isWanted = true;
    void client()
      .traffic.columns({ trafficId })
      .then((found) => isWanted && setColumns(found ?? undefined))
      // A lost connection is told by the banner; chips are a convenience.
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [trafficId]);

  useEffect(() => {
    if (trafficId === undefined) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      void client()
        .traffic.routes({ trafficId, config: { ...config } })
        .then((found) => {
          if (!isWanted) return;
          if (!found.ok) {
            setCounted({ state: found.reason === 'no-complexity' ? 'no-complexity' : 'gone' });
            return;
          }
          const scale = found.requests === 0 ? 0 : found.of / found.requests;
          setCounted({
            state: 'counted',
            counts: found.counts.map((count) => count * scale),
            requests: found.of,
            isExact: found.requests === found.of,
          });
        })
        .catch(() => isWanted && setCounted({ state: 'gone' }));
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [trafficId, config]);

  if (!isChosen) return { state: 'no-traffic', columns: undefined };
  if (handle === null) return { state: 'unread', columns: undefined };
  return { ...counted, columns: columns ?? handle.summary.metadataColumns.map((key) => ({ key, values: [] })) };
}
