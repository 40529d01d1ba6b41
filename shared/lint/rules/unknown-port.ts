import { edgeId } from '../../model/index.ts';
import type { Rule } from '../rule.ts';

export const unknownPort: Rule = {
  id: 'graph/unknown-port',
  severity: 'error',
  run: ({ policy, graph, portsOf }) =>
    policy.edges.flatMap((edge) => {
      const from = graph.node(edge.from);
      const ports = from === undefined ? undefined : portsOf(from);
      if (from === undefined || ports === undefined || ports.some((port) => port.id === edge.port)) return [];
      const to = graph.node(edge.to)?.name ?? edge.to;
      const has = ports.length === 0 ? 'it calls nothing' : `it has ${ports.map((port) => port.id).join(', ')}`;
      return [
        {
          message: `${from.name} has no port "${edge.port}" (${has}), so the connection to ${to} is never used. Remove it or connect a port that exists.`,
          nodeId: from.id,
          about: edge.port,
          edgeId: edgeId(edge),
          fix: { label: 'Remove the connection', change: { kind: 'remove-edge', edgeId: edgeId(edge) } },
        },
      ];
    }),
};
