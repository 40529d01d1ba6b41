import type { Policy, RunResult } from '../../shared/model/index.ts';

/**
 * Names for the ids that a run carries. A run names nodes by id only; the policy that is open lends their names. A node that
 * was deleted since keeps its id, so an old run stays readable.
 */
export interface Names {
  node(id: string): string;
  provider(id: string): string;
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
