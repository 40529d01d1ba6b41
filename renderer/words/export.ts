import { plural } from './locale.ts';

/** The room of the gateway file. */
export const exports = {
  question: 'What will the gateway really do?',
  checking: 'Checking …',
  refused: (errors: number): string =>
    `Not exported yet: ${plural(errors, { one: 'one error stands', other: `${errors} errors stand` })} in the way.`,
  complete: 'Exactly what is drawn: the native file leaves nothing out.',
  title: 'Gracefall gateway file',
  about:
    'Everything the policy says, in canonical JSON, with the policy’s own checksum and the file’s inside it. The layout and notes stay out.',
  toFile: 'Export …',
  copy: 'Copy',
  writtenTo: 'Written to',
  sha256: (start: string): string => `sha256 ${start}…`,
  inTheWay: 'In the way',
  allTheSame: 'Exported all the same',
  preview: 'Preview of the file',
  noPreview: 'There is a file to look at once the errors are gone.',
  writing: 'Writing …',
  subject: (subject: string): string => `${subject}.`,
  showInDesign: 'Show in Design',
  chooseFile: 'Export the gateway file',
  exported: (name: string): string => `Exported ${name}.`,
  copied: 'Copied.',
  cannotCopy: 'The clipboard cannot be written here. Export to a file instead.',
} as const;
