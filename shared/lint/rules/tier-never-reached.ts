import { configOf } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule, RuleContext } from '../rule.ts';

/** A tier that goes on after no failure is reported by the kind itself; here it is one that cannot fail. */
export const tierNeverReached: Rule = {
  id: 'tiers/never-reached',
  severity: 'warning',
  run: (context) =>
    context.policy.nodes.flatMap((node): Report[] => {
      const tiers = configOf(node, 'fallback')?.tiers ?? [];
      const certain = tiers.slice(0, -1).findIndex((tier) => alwaysAnswers(context.graph.target(node.id, tier.id), context));
      const unreached = tiers[certain + 1];
      if (certain < 0 || unreached === undefined) return [];
      return [
        {
          nodeId: node.id,
          about: unreached.id,
          path: ['tiers', certain + 1],
          message: `Tier ${certain + 2} of ${node.name} is never reached: tier ${certain + 1} (${context.graph.target(node.id, tiers[certain]?.id ?? '')?.name ?? 'no name'}) always answers. Move it up, or remove it.`,
        },
      ];
    }),
};

/** Followed through nodes that only pass on, as far as they go in one line: a longer proof is not worth its surprises. */
function alwaysAnswers(target: PolicyNode | undefined, { graph }: RuleContext): boolean {
  const seen = new Set<string>();
  for (let node = target; node !== undefined && !seen.has(node.id); ) {
    seen.add(node.id);
    if (node.kind === 'template') return true;
    if (node.kind !== 'retry') return false;
    node = graph.target(node.id, 'next');
  }
  return false;
}
