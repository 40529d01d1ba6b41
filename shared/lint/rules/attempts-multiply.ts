import { ancestors, configOf, numberText, retriesOf } from '../../kinds/index.ts';
import type { PolicyNode } from '../../model/index.ts';
import type { Report, Rule } from '../rule.ts';

/** A retry straight above another is reported by the kind itself; here it is the nesting that nobody sees in the drawing. */
export const attemptsMultiply: Rule = {
  id: 'time/attempts-multiply',
  severity: 'warning',
  run: ({ policy, graph, worstCases }) =>
    policy.nodes.flatMap((node): Report[] => {
      const config = configOf(node, 'retry');
      if (config === undefined || retriesOf(config) === 0) return [];
      const outer = ancestors(graph, node.id).find((above) => retries(above) > 0);
      if (outer === undefined || graph.callers(node.id).includes(outer)) return [];
      const { attempts } = worstCases.of(outer.id);
      return [
        {
          nodeId: node.id,
          path: ['maxRetries'],
          message: `${node.name} makes up to ${numberText(retriesOf(config) + 1)} attempts and is itself tried again by ${outer.name}, so one request can send ${attempts === Number.POSITIVE_INFINITY ? 'any number of' : numberText(attempts)} attempts during an outage. Keep one of the two.`,
        },
      ];
    }),
};

function retries(node: PolicyNode): number {
  const config = configOf(node, 'retry');
  return config === undefined ? 0 : retriesOf(config);
}
