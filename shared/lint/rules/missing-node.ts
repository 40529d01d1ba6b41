import { edgeId } from '../../model/index.ts';
import type { Rule } from '../rule.ts';

export const missingNode: Rule = {
  id: 'graph/missing-node',
  severity: 'error',
  run: ({ policy, graph }) =>
    policy.edges.flatMap((edge) => {
      const from = graph.node(edge.from);
      if (from !== undefined && graph.node(edge.to) !== undefined) return [];
      const fix = { label: 'Remove the connection', change: { kind: 'remove-edge', edgeId: edgeId(edge) } } as const;
      return from === undefined
        ? [
            {
              message: `A connection starts at the node "${edge.from}", which does not exist, so it is never used. Remove it.`,
              about: edgeId(edge),
              edgeId: edgeId(edge),
              fix,
            },
          ]
        : [
            {
              message: `Port "${edge.port}" of ${from.name} calls the node "${edge.to}", which does not exist. Remove the connection or connect it to another node.`,
              nodeId: from.id,
              about: edge.port,
              edgeId: edgeId(edge),
              fix,
            },
          ];
    }),
};
