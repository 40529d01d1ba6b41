import { useInputs } from '../../state/index.ts';

export interface TrafficColumn {
  readonly key: string;
  /** The commonest first; empty where only the name is known. */
  readonly values: readonly string[];
}

export type RouteCounts = { readonly columns: readonly TrafficColumn[] | undefined } & (
  | {
      readonly state: 'counted';
      /** Of each route, and last of what none takes. */
      readonly counts: readonly number[];
      readonly requests: number;
      readonly isExact: boolean;
    }
  | { readonly state: 'no-traffic' | 'no-complexity' | 'gone' }
);

export function useRouteCounts(_config: Readonly<Record<string, unknown>>): RouteCounts {
  const summary = useInputs((state) => state.traffic?.handle?.summary);
  return { state: 'no-traffic', columns: summary?.metadataColumns.map((key) => ({ key, values: [] })) };
}
