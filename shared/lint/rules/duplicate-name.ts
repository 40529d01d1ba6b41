import { byId } from '../../kinds/index.ts';
import type { Rule } from '../rule.ts';

export const duplicateName: Rule = {
  id: 'policy/duplicate-name',
  severity: 'info',
  isAboutAll: true,
  run({ policy }) {
    const first = new Map<string, string>();
    // By id and not as drawn: saving sorts the nodes, and what is silenced on one of two must stay with it.
    return policy.nodes.toSorted(byId).flatMap((node) => {
      const other = first.get(node.name);
      if (other === undefined) {
        first.set(node.name, node.id);
        return [];
      }
      return [
        {
          message: `Two nodes are called "${node.name}" (${other} and ${node.id}), so results and reports cannot tell them apart by name. Rename one of them.`,
          nodeId: node.id,
        },
      ];
    });
  },
};
