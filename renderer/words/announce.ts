import { enumerated, plural } from './locale.ts';

/** What is said aloud to people who do not see the window. Short: it stands between them and the next key. */
export const announce = {
  undone: (label: string): string => `Undone: ${label}.`,
  redone: (label: string): string => `Done again: ${label}.`,
  jumped: (label: string): string => `Back to after: ${label}.`,
  selectedNodes: (count: number): string => `${count} nodes selected.`,
  selectedOne: (name: string): string => `${name} selected.`,
  selectedConnection: (from: string, to: string): string => `Connection from ${from} to ${to} selected.`,
  nothingSelected: 'Nothing selected.',
  findings: (errors: number, warnings: number): string => {
    const parts = [
      errors === 0 ? '' : plural(errors, { one: `${errors} error`, other: `${errors} errors` }),
      warnings === 0 ? '' : plural(warnings, { one: `${warnings} warning`, other: `${warnings} warnings` }),
    ].filter((part) => part !== '');
    return parts.length === 0 ? 'No errors and no warnings.' : `${enumerated(parts)}.`;
  },
  runStarted: 'The run has begun.',
  runEnded: (headline: string): string => `The run has ended. ${headline}`,
} as const;
