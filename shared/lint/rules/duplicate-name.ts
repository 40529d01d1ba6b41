import type { Rule } from '../rule.ts';

export const duplicateName: Rule = {
  id: 'policy/duplicate-name',
  severity: 'info',
  run({ policy }) {
    const first = new Map<string, string>();
    return policy.nodes.flatMap((node) => {
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
