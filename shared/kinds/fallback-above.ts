import type { FailureClass } from '../model/index.ts';
import { fallbackSchema } from './fallback/config.ts';
import { ancestors, reachable } from './graph.ts';
import type { GraphView } from './kind.ts';

/**
 * Does a fallback stand above this node that, when the node replies with the failure, has another tier to try? True as well for a node that
 * nothing calls yet: that is a drawing in progress, and lint's rule on unreachable nodes speaks about it.
 */
export function isMendedAbove(graph: GraphView, nodeId: string, failure: FailureClass): boolean {
  const callers = ancestors(graph, nodeId);
  if (callers.length === 0) return true;
  return callers.some((above) => {
    if (above.kind !== 'fallback') return false;
    const config = fallbackSchema.safeParse(above.config);
    // A broken config is reported as such; what it would do is not known, so no second finding rests on it.
    if (!config.success) return true;
    return config.data.tiers.slice(0, -1).some((tier) => {
      const target = graph.target(above.id, tier.id);
      return target !== undefined && tier.continueOn.includes(failure) && reachable(graph.policy, [target.id]).has(nodeId);
    });
  });
}
