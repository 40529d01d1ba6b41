import { edgeId } from '../../model/index.ts';
import type { Report, Rule } from '../rule.ts';

/** The reader refuses such a file; this is for policies that were put together in memory, by a merge for example. */
export const portConnectedTwice: Rule = {
  id: 'graph/port-connected-twice',
  severity: 'error',
  run({ policy, graph }) {
    const called = new Map<string, string>();
    const reports: Report[] = [];
    const name = (id: string): string => graph.node(id)?.name ?? id;
    for (const edge of policy.edges) {
      const other = called.get(edgeId(edge));
      if (other !== undefined) {
        reports.push({
          message: `Port "${edge.port}" of ${name(edge.from)} is connected twice, to ${name(other)} and to ${name(edge.to)}, but a port calls one node. Remove one of the two connections.`,
          nodeId: edge.from,
          about: `${edge.port}:${edge.to}`,
          edgeId: edgeId(edge),
        });
      }
      called.set(edgeId(edge), edge.to);
    }
    return reports;
  },
};
