import { plural } from './locale.ts';

/** Jump: where one can go in a document. */
export const jump = {
  title: 'Jump to',
  find: 'Find a node, model, provider, route, problem or note',
  none: 'Nothing in this policy has that in its name, kind, settings or problems.',
  more: (shown: number, count: number): string => `The best ${shown} of ${count} are shown. Type more to narrow it down.`,
  hint: 'Search by name, kind, model or setting, in any order: “breaker primary”, “gpt-4o”, “opens after”.',
  provider: 'Provider',
  model: 'Model',
  modelUsedBy: (name: string | null, count: number): string => (name === null ? `Model of ${count} nodes` : `Model of ${name}`),
  way: 'Port',
  route: 'Connection',
  routeTitle: (from: string, to: string): string => `${from} → ${to}`,
  group: (count: number): string => plural(count, { one: `Group of ${count} node`, other: `Group of ${count} nodes` }),
  note: 'Note',
  commentOn: (name: string): string => `Comment on ${name}`,
  problem: 'problem',
  finding: { error: 'Error', warning: 'Warning', info: 'Advice' },
} as const;
