/** What was done to the open document, step by step. */
export const history = {
  title: 'History',
  about: 'A step takes the document to how it was after it. Saving keeps the history; closing the policy ends it.',
  opened: 'Opened',
  saved: 'saved',
  now: 'now',
  undone: 'undone',
  undoneHelp: 'Undone steps stay here until the next change.',
  readOnly: 'This policy is read-only, so nothing can be changed or taken back.',
  oldest: (limit: number): string => `The latest ${limit} states are kept.`,
  step: (position: number, label: string, marks: readonly string[]): string => [`${position}. ${label}`, ...marks].join(', '),
} as const;
