import type { Policy, PolicyNode } from '../model/index.ts';
import { type Command, findNode } from './command.ts';
import { setConfig } from './nodes.ts';
import { portName } from './ports.ts';

interface PlaceInList {
  readonly node: PolicyNode;
  readonly portId: string;
  /** Field of the node's config that lists it. */
  readonly key: string;
  readonly index: number;
  readonly items: readonly unknown[];
}

/** The list of a config whose item of this id is the port: the tiers of a fallback, the routes of a router. */
function placeInList(node: PolicyNode, portId: string): PlaceInList | undefined {
  for (const [key, items] of Object.entries(node.config)) {
    if (!Array.isArray(items)) continue;
    const index = items.findIndex((item) => typeof item === 'object' && item !== null && item.id === portId);
    if (index !== -1) return { node, portId, key, index, items };
  }
  return undefined;
}

/** The nearest choice above a node whose order has a meaning; the node's own call before those of its callers. */
function choiceAbove(policy: Policy, nodeId: string): PlaceInList | undefined {
  const seen = new Set([nodeId]);
  // A set goes on with what is added while it is walked: nearest first.
  for (const id of seen) {
    for (const edge of policy.edges) {
      if (edge.to !== id) continue;
      const caller = findNode(policy, edge.from);
      const place = caller === undefined ? undefined : placeInList(caller, edge.port);
      if (place !== undefined) return place;
      seen.add(edge.from);
    }
  }
  return undefined;
}

/**
 * Asks the tier or route that this node stands in one place earlier (-1) or later (1). The ports keep their ids, so every wire stays. Null where
 * nothing above it has an order, or it is the first or last already.
 */
export function reorderCall(policy: Policy, nodeId: string, step: -1 | 1): Command | null {
  const place = choiceAbove(policy, nodeId);
  if (place === undefined) return null;
  const to = place.index + step;
  if (to < 0 || to >= place.items.length) return null;
  const items = place.items.toSpliced(place.index, 1).toSpliced(to, 0, place.items[place.index]);
  const label = `Move ${portName(place.node, place.portId)} ${step === -1 ? 'up' : 'down'}`;
  return { ...setConfig(place.node.id, place.key, items), label, labelFor: () => label };
}
