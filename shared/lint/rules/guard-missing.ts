import { type DefenceLayer, parsedConfig, reachable } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule, RuleContext } from '../rule.ts';

/** Layers that every request or answer should pass whatever way it takes. */
const LAYERS: readonly DefenceLayer[] = ['input', 'output'];

export const guardMissing: Rule = {
  id: 'guards/missing-on-one-path',
  severity: 'warning',
  run: (context) => context.entries.flatMap((entry) => unguarded(entry, context)),
};

function unguarded(entry: PolicyNode, { policy, graph, kinds }: RuleContext): Report[] {
  const below = reachable(policy, [entry.id]);
  const groups = new Map<string, { readonly looksFor: string; readonly guards: PolicyNode[] }>();
  for (const node of policy.nodes) {
    const kind = kinds.get(node.kind);
    if (kind?.defence === undefined || !below.has(node.id)) continue;
    const config = parsedConfig(kind, node);
    if (!config.success) continue;
    const { layer, looksFor } = kind.defence(config.data);
    if (!LAYERS.includes(layer)) continue;
    const group = groups.get(`${layer} ${looksFor}`);
    if (group === undefined) groups.set(`${layer} ${looksFor}`, { looksFor, guards: [node] });
    else group.guards.push(node);
  }
  return [...groups.values()].flatMap(({ looksFor, guards }) => {
    const ids = new Set(guards.map((node) => node.id));
    const around = reachable(policy, [entry.id], ids);
    const guarded = reachable(policy, ids);
    const isModel = (id: string): boolean => graph.node(id)?.kind === 'model';
    // A guard that guards no model looks at templates only, and is no promise about the others.
    if (![...guarded].some(isModel)) return [];
    const names = guards.map((node) => node.name).join(' and ');
    return [...around].flatMap((id) => {
      const model = graph.node(id);
      if (model === undefined || !isModel(id)) return [];
      return [
        {
          nodeId: id,
          about: `${entry.id}:${[...ids].sort().join('+')}`,
          message: `${model.name} can be reached from ${entry.name} without passing ${names}, so on that way nobody looks for ${looksFor}. Lead the way through the guard, or place it where all ways pass.`,
        },
      ];
    });
  });
}
