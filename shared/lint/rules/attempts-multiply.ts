import { ancestors, configOf, numberText, retriesOf } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule } from '../rule.ts';

/** A retry straight above another is reported by the kind itself; here it is the nesting that nobody sees in the drawing. */
export const attemptsMultiply: Rule = {
  id: 'time/attempts-multiply',
  severity: 'warning',
  run: ({ policy, graph, worstCases }) =>
    policy.nodes.flatMap((node): Report[] => {
      const own = retries(node);
      if (own === 0 || graph.callers(node.id).some((caller) => retries(caller) > 0)) return [];
      const outer = ancestors(graph, node.id)
        .filter((above) => retries(above) > 0)
        .map((above) => ({ name: above.name, attempts: worstCases.of(above.id).attempts }))
        .sort((a, b) => (a.attempts === b.attempts ? (a.name < b.name ? -1 : 1) : b.attempts - a.attempts))[0];
      if (outer === undefined) return [];
      return [
        {
          nodeId: node.id,
          path: ['maxRetries'],
          message: `${node.name} makes up to ${numberText(own + 1)} attempts and is itself tried again by ${outer.name}, so one request can send ${outer.attempts === Number.POSITIVE_INFINITY ? 'any number of' : numberText(outer.attempts)} attempts during an outage. Keep one of the two.`,
        },
      ];
    }),
};

function retries(node: PolicyNode): number {
  const config = configOf(node, 'retry');
  return config === undefined ? 0 : retriesOf(config);
}
