import { kinds } from '../../shared/kinds/index.ts';
import type { Policy, RunResult } from '../../shared/model/index.ts';

/**
 * Names for the ids that a run carries. A run names nodes by id only; the policy that is open lends their names. A node that
 * was deleted since keeps its id, so an old run stays readable.
 */
export interface Names {
  node(id: string): string;
  provider(id: string): string;
  /** Label of a port where a node has several; null where there is nothing to tell apart. */
  port(nodeId: string, portId: string): string | null;
  /** What answered most requests of this tier (1..3), for a label inside a chart: a model's name, else the node's; null when nothing did. */
  tierAnswerer(tier: number): string | null;
}

export function namesOf(run: RunResult, policy: Policy | null): Names {
  const nodes = new Map(policy?.nodes.map((node) => [node.id, node]));
  const providers = new Map(policy?.providers.map((provider) => [provider.id, provider]));
  const callers = new Set(run.edges.map((edge) => edge.from));
  const modelName = (id: string): string | null => {
    const node = nodes.get(id);
    const model = node?.config['model'];
    if (node?.kind !== 'model' || typeof model !== 'string') return null;
    return model;
  };
  return {
    node: (id) => nodes.get(id)?.name ?? id,
    port: (nodeId, portId) => {
      const node = nodes.get(nodeId);
      const kind = node && kinds.get(node.kind);
      const config = kind?.config.schema.safeParse(node?.config);
      if (!config?.success) return null;
      const ports = kind!.face.ports(config.data);
      return ports.length < 2 ? null : (ports.find(({ id }) => id === portId)?.label ?? null);
    },
    provider: (id) => providers.get(id)?.name ?? id,
    tierAnswerer: (tier) => {
      let best: { id: string; count: number } | null = null;
      const counts = new Map<string, number>();
      for (const edge of run.edges) {
        // Only what ends a chain made the answer; every node above passes it on.
        if (callers.has(edge.to)) continue;
        const count = (counts.get(edge.to) ?? 0) + (edge.answeredByTier[tier - 1] ?? 0);
        counts.set(edge.to, count);
        if (count > (best?.count ?? 0)) best = { id: edge.to, count };
      }
      if (best === null) return null;
      return modelName(best.id) ?? nodes.get(best.id)?.name ?? best.id;
    },
  };
}
