import type { Rule } from '../rule.ts';

export const unknownKind: Rule = {
  id: 'policy/unknown-kind',
  severity: 'error',
  run: ({ policy, kinds }) =>
    policy.nodes
      .filter((node) => !kinds.has(node.kind))
      .map((node) => ({
        message: `${node.name} is of the kind "${node.kind}", which this version of Gracefall does not know, so the policy can be read but not run, changed or exported. Update Gracefall, or remove the node in a text editor.`,
        nodeId: node.id,
      })),
};
