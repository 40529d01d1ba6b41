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
      errors === 0 ? '' : errors === 1 ? '1 error' : `${errors} errors`,
      warnings === 0 ? '' : warnings === 1 ? '1 warning' : `${warnings} warnings`,
    ].filter((part) => part !== '');
    return parts.length === 0 ? 'No errors and no warnings.' : `${parts.join(', ')}.`;
  },
  runStarted: 'The run has begun.',
  runEnded: (headline: string): string => `The run has ended. ${headline}`,
} as const;
