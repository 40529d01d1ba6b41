import { kinds } from '../kinds/index.ts';
import type { Policy } from '../model/index.ts';

/** Name of a node in a sentence; its id when it is not there. */
export const nodeName = (policy: Policy, id: string): string => policy.nodes.find((node) => node.id === id)?.name ?? id;

/** "“Fallback”, tier 2", or the node's name alone where it has one port. */
export function portText(policy: Policy, nodeId: string, portId: string): string {
  const node = policy.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return `“${nodeId}”, ${portId}`;
  const kind = kinds.get(node.kind);
  const config = kind?.config.schema.safeParse(node.config);
  const ports = kind === undefined || config?.success !== true ? [] : kind.face.ports(config.data);
  if (ports.length === 1 && ports[0]?.id === portId) return `“${node.name}”`;
  return `“${node.name}”, ${ports.find(({ id }) => id === portId)?.label ?? portId}`;
}
