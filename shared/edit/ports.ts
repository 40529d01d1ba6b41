import { kinds, type Port } from '../kinds/index.ts';
import type { PolicyNode } from '../model/index.ts';

/** Ports of a node in call order; none for a kind that this version does not know. */
export const portsOf = (node: PolicyNode): readonly Port[] => kinds.get(node.kind)?.face.ports(node.config) ?? [];

/** "Fallback, tier 2", or the node's name alone where it has one port. */
export function portName(node: PolicyNode, portId: string): string {
  const ports = portsOf(node);
  const label = ports.find((port) => port.id === portId)?.label ?? portId;
  return ports.length === 1 ? node.name : `${node.name}, ${label}`;
}
