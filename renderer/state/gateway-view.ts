import { createStore, useStore } from 'zustand';
import { fidelityAt, gateways, type NodeFidelity } from '../../shared/gateways/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { findingsStore } from './findings.ts';

/** The drawing looked at through one gateway: what it does of each node. Not part of the document. */
export interface GatewayView {
  /** Null = the drawing as it is. */
  readonly gatewayId: string | null;
  /** By node, in call order; null while errors stand in the policy, which no gateway is asked about then. */
  readonly fidelity: ReadonlyMap<string, NodeFidelity> | null;
  /** Of which `fidelity` speaks. */
  readonly policy: Policy | null;
}

export const gatewayViewStore = createStore<GatewayView>(() => ({ gatewayId: null, fidelity: null, policy: null }));
export const useGatewayView = <T>(selector: (state: GatewayView) => T): T => useStore(gatewayViewStore, selector);

/** Null ends it. Throws for a gateway that is not in the registry. */
export function lookThroughGateway(gatewayId: string | null): void {
  if (gatewayId !== null && !gateways.has(gatewayId)) throw new Error(`no gateway ${JSON.stringify(gatewayId)}`);
  gatewayViewStore.setState({ gatewayId, fidelity: null, policy: null });
  follow();
}

/** Once the policy was checked: a gateway is only asked about one without errors. */
function follow(): void {
  const { gatewayId, policy } = gatewayViewStore.getState();
  const { checked, findings } = findingsStore.getState();
  if (gatewayId === null || checked === null || checked === policy) return;
  const dialect = gateways.get(gatewayId)?.dialect ?? null;
  const isSound = findings.every(({ severity }) => severity !== 'error');
  const fidelity = isSound ? new Map(fidelityAt(dialect, checked).map((one) => [one.nodeId, one])) : null;
  gatewayViewStore.setState({ policy: checked, fidelity });
}

export const keepGatewayViewCurrent = (): (() => void) => findingsStore.subscribe(follow);
