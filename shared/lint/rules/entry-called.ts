import { edgeId } from '../../model/index.ts';
import type { Rule } from '../rule.ts';

export const entryCalled: Rule = {
  id: 'graph/entry-called',
  severity: 'error',
  run: ({ policy, graph, kinds }) =>
    policy.edges.flatMap((edge) => {
      const to = graph.node(edge.to);
      if (to === undefined || kinds.get(to.kind)?.face.isCallable !== false) return [];
      const from = graph.node(edge.from)?.name ?? edge.from;
      return [
        {
          message: `${from} calls ${to.name}, but that is where requests come in and cannot be called. Connect ${from} to the node that ${to.name} calls.`,
          nodeId: edge.from,
          about: edge.port,
          edgeId: edgeId(edge),
          fix: { label: 'Remove the connection', change: { kind: 'remove-edge', edgeId: edgeId(edge) } },
        },
      ];
    }),
};
