import type { Report, Rule } from '../rule.ts';

/** The reader refuses such a file; this is for policies that were put together in memory, by a merge for example. */
export const duplicateId: Rule = {
  id: 'policy/duplicate-id',
  severity: 'error',
  isAboutAll: true,
  run({ policy }) {
    const reports: Report[] = [];
    for (const [items, word] of [
      [policy.nodes, 'nodes'],
      [policy.providers, 'providers'],
    ] as const) {
      const seen = new Map<string, string>();
      for (const item of items) {
        const other = seen.get(item.id);
        if (other !== undefined) {
          reports.push({
            message: `The id "${item.id}" belongs to two ${word}, "${other}" and "${item.name}", so a reference to it would have two meanings. Remove one and add it again.`,
            ...(word === 'nodes' ? { nodeId: item.id } : { providerId: item.id }),
          });
        }
        seen.set(item.id, item.name);
      }
    }
    return reports;
  },
};
