import { parsedConfig } from '../../kinds/index.ts';
import type { Rule } from '../rule.ts';

/** The reader refuses such a file and commands make none; this is for policies from elsewhere. */
export const invalidConfig: Rule = {
  id: 'policy/invalid-config',
  severity: 'error',
  run: ({ policy, kinds }) =>
    policy.nodes.flatMap((node) => {
      const kind = kinds.get(node.kind);
      const parsed = kind === undefined ? undefined : parsedConfig(kind, node);
      if (parsed === undefined || parsed.success) return [];
      return parsed.error.issues.map((issue) => {
        const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
        return {
          message: `${path.join('.') || 'The configuration'} of ${node.name} has a value that its kind does not allow (${issue.message}), so the node cannot run. Correct the value.`,
          nodeId: node.id,
          about: path.join('.'),
          path,
        };
      });
    }),
};
