import { configOf } from '../../kinds/index.ts';
import type { FailureClass } from '../../model/index.ts';
import { answersWithoutProvider, modelsBelow } from '../models-below.ts';
import type { Report, Rule } from '../rule.ts';

/** What a provider's incident looks like from outside. */
const INCIDENT: readonly FailureClass[] = ['connection', 'server-error', 'timeout', 'rate-limit'];

export const sameProvider: Rule = {
  id: 'tiers/same-provider',
  severity: 'warning',
  run: ({ policy, graph }) =>
    policy.nodes.flatMap((node) => {
      const reports: Report[] = [];
      const before = new Set<string>();
      const tiers = configOf(node, 'fallback')?.tiers ?? [];
      tiers.forEach((tier, index) => {
        const target = graph.target(node.id, tier.id);
        if (target === undefined) return;
        const providers = new Map(modelsBelow(graph, target.id).map(({ provider }) => [provider.id, provider]));
        const leads = tiers[index - 1]?.continueOn.some((failure) => INCIDENT.includes(failure)) === true;
        if (
          leads &&
          providers.size > 0 &&
          [...providers.keys()].every((id) => before.has(id)) &&
          !answersWithoutProvider(graph, target.id)
        ) {
          const names = [...providers.values()].map(({ name }) => name).join(' and ');
          reports.push({
            nodeId: node.id,
            about: tier.id,
            path: ['tiers', index],
            message: `Tier ${index + 1} of ${node.name} depends on ${names} like the tiers before it, so an incident there takes both away. Choose another provider, or put the tier after one that has another.`,
          });
        }
        for (const id of providers.keys()) before.add(id);
      });
      return reports;
    }),
};
