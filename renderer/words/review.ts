import { plural } from './locale.ts';

const changes = (count: number): string => plural(count, { one: `${count} change`, other: `${count} changes` });

/** What is said where a change of a policy is reviewed. */
export const review = {
  room: 'Review',
  go: 'Go to Review',
  question: 'What changes, and what would it do?',
  noBase: 'Choose what to compare with.',
  nothing: (base: string) => `Nothing changed against ${base}.`,
  onlyDrawing: (base: string, count: number) => `Only the drawing differs from ${base}: ${changes(count)} of places and notes.`,
  answer: (base: string, count: number, ways: number) =>
    `${changes(count)} against ${base}${ways === 0 ? '' : plural(ways, { one: ', 1 of them in which way requests go', other: `, ${ways} of them in which way requests go` })}.`,
  base: {
    label: 'Compare with',
    saved: 'The last save',
    opened: 'As it was opened',
    /** In the middle of a sentence. */
    inSentence: { saved: 'the last save', opened: 'the policy as it was opened' },
    named: (name: string) => `“${name}”`,
    file: 'A file …',
    example: (name: string) => `Example: ${name}`,
    chooseFile: 'Compare with a policy file',
    cannotRead: (name: string, why: string) => `${name} cannot be compared with: ${why}`,
    none: 'Choose …',
  },
  tabs: { label: 'What of the change is shown', sheet: 'One sheet', sides: 'Side by side', text: 'JSON', impact: 'Impact' },
  mark: { added: 'new', removed: 'gone', reordered: 'other order', changed: 'changed' },
  sheet: 'Both versions on one sheet',
  before: 'Before',
  after: 'After',
  text: 'Both versions as JSON',
  list: 'Changes',
  previous: 'Previous change',
  next: 'Next change',
  position: (at: number, count: number) => `${at} of ${count}`,
  noChanges: 'There are no changes to step through.',
  drawing: 'On the sheet only',
  empty: {
    title: 'Both versions mean the same',
    text: 'Change something in Design and come back, or compare with another file or an example. Each change stands here in a sentence, and Impact says what it would do.',
    noBaseTitle: 'This policy was never saved',
    noBaseText: 'There is no earlier version of it yet. Choose a file or an example above to compare with.',
    toDesign: 'Go to Design',
  },
} as const;
