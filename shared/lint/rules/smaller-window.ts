import { configOf, numberText } from '../../kinds/index.ts';
import { modelsBelow } from '../models-below.ts';
import type { Report, Rule } from '../rule.ts';

export const smallerWindow: Rule = {
  id: 'tiers/smaller-window',
  severity: 'warning',
  run: ({ policy, graph }) =>
    policy.nodes.flatMap((node) => {
      const reports: Report[] = [];
      const tiers = configOf(node, 'fallback')?.tiers ?? [];
      tiers.slice(1).forEach((tier, position) => {
        if (tiers[position]?.continueOn.includes('context-overflow') !== true) return;
        const before = windowOf(graph.target(node.id, tiers[position]?.id ?? ''));
        const after = windowOf(graph.target(node.id, tier.id));
        if (before === undefined || after === undefined || after.tokens >= before.tokens) return;
        reports.push({
          nodeId: node.id,
          about: tier.id,
          path: ['tiers', position, 'continueOn'],
          message: `Tier ${position + 1} of ${node.name} goes on after a context overflow, but tier ${position + 2} (${after.name}) holds ${numberText(after.tokens)} tokens and tier ${position + 1} (${before.name}) ${numberText(before.tokens)}, so what overflows there overflows again. Use a model with a larger window, or do not go on after an overflow.`,
        });
      });
      return reports;

      function windowOf(target: ReturnType<typeof graph.target>): { tokens: number; name: string } | undefined {
        if (target === undefined) return undefined;
        const prices = modelsBelow(graph, target.id).map(({ price }) => price);
        const widest = prices.reduce(
          (best, price) => (best === undefined || price.contextTokens > best.contextTokens ? price : best),
          prices[0],
        );
        return widest === undefined ? undefined : { tokens: widest.contextTokens, name: widest.name };
      }
    }),
};
