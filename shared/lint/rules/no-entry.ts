import type { Rule } from '../rule.ts';

export const noEntry: Rule = {
  id: 'graph/no-entry',
  severity: 'error',
  isAboutAll: true,
  run: ({ entries }) =>
    entries.length > 0
      ? []
      : [{ message: 'The policy has no entry, so no request ever reaches it. Add an entry and connect it to the first step.' }],
};
