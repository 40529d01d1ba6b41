import { findCycle } from '../../kinds/index.ts';
import { edgeId, type PolicyEdge } from '../../model/index.ts';
import type { Report, Rule } from '../rule.ts';

/** Enough to work on; a graph with more loops has one cause that the first ones show. */
const MOST_CYCLES = 10;

export const cycle: Rule = {
  id: 'graph/cycle',
  severity: 'error',
  isAboutAll: true,
  run({ policy, graph }) {
    const reports: Report[] = [];
    let edges: readonly PolicyEdge[] = policy.edges;
    while (reports.length < MOST_CYCLES) {
      const loop = findCycle({ edges: [...edges] });
      const [first] = loop ?? [];
      const last = loop?.at(-1);
      if (loop === undefined || first === undefined || last === undefined) break;
      const names = [...loop, first].map((id) => graph.node(id)?.name ?? id).join(' → ');
      const closing = edges.find((edge) => edge.from === last && edge.to === first);
      reports.push({
        message: `The calls go round in a loop: ${names}. A request would never be answered; take one of these connections away. Repetition exists only inside an agent loop or a retry.`,
        nodeId: first,
        ...(closing === undefined ? {} : { about: edgeId(closing), edgeId: edgeId(closing) }),
      });
      edges = edges.filter((edge) => edge.from !== last || edge.to !== first);
    }
    return reports;
  },
};
