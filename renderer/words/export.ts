import { listText, plural } from './locale.ts';

const sentenceOf = (parts: readonly string[]): string => parts.join(' · ');

/** The room of the gateway file. */
export const exports = {
  question: 'What will the gateway really do?',
  checking: 'Checking …',
  refused: (errors: number): string =>
    `Not exported yet: ${plural(errors, { one: 'one error stands', other: `${errors} errors stand` })} in the way.`,
  complete: 'Exactly what is drawn: the native file leaves nothing out.',
  /** Of another target. */
  otherwise: (title: string, notIn: number, notQuite: number): string =>
    notIn + notQuite === 0
      ? `${title}: all of it as drawn.`
      : `${title}: ${listText([
          ...(notIn > 0 ? [plural(notIn, { one: 'one node is not in it', other: `${notIn} nodes are not in it` })] : []),
          ...(notQuite > 0
            ? [plural(notQuite, { one: 'one does not quite do what is drawn', other: `${notQuite} do not quite do what is drawn` })]
            : []),
        ])}.`,
  target: 'Export for',
  onDrawing: {
    show: 'Show on the drawing',
    command: (title: string): string => `Show what ${title} does of the drawing`,
    end: 'Show the drawing as it is',
    isAsItIs: 'The drawing is shown as it is.',
    endShort: 'Back to the drawing as it is',
    through: 'The drawing, seen through a gateway',
    gateway: 'Seen through',
    blocked: 'Errors stand in the policy. Once they are gone, each card says what this gateway does of it.',
    all: 'All of it is done as drawn.',
    counts: (counts: { readonly approximated: number; readonly 'not-expressible': number; readonly application: number }): string =>
      sentenceOf(
        [
          counts['not-expressible'] > 0 ? `${counts['not-expressible']} not in it` : '',
          counts.approximated > 0 ? `${counts.approximated} not quite as drawn` : '',
          counts.application > 0 ? `${counts.application} with the application` : '',
        ].filter((part) => part !== ''),
      ),
    mark: { approximated: 'not quite as drawn', 'not-expressible': 'not in the export', application: 'with the application' },
    asDrawn: 'Done as drawn.',
    at: (title: string): string => `At ${title}`,
    toExport: 'Open the export',
  },
  fidelity: {
    'not-expressible': (nodes: number): string => `Not in the export (${nodes})`,
    approximated: (nodes: number): string => `Not quite as drawn (${nodes})`,
    application: (nodes: number): string => `Stays with the application (${nodes})`,
  },
  asDrawn: (nodes: number): string =>
    plural(nodes, { one: 'One node is exported as it is drawn.', other: `${nodes} nodes are exported as they are drawn.` }),
  leaveOut: 'Leave them out and say so',
  leaveOutHelp: 'The file is exported without these protections; the file beside it records the loss.',
  leftOut: 'Guards, budgets and limits that this gateway cannot keep are left out.',
  refuse: 'Refuse instead',
  price: {
    views: 'What is shown of the export',
    file: 'File',
    tab: 'Price of this gateway',
    title: 'What would the gateway’s way cost?',
    about: (title: string, run: string): string =>
      `${run}: the policy as it is drawn against what ${title} would do with its export, on the same luck.`,
    start: 'Rehearse the difference',
    cancel: 'Cancel',
    running: (percent: number): string => `Running … ${percent}\u00a0%`,
    noRun: 'The price is the difference to a rehearsal. Press Simulate first, with the traffic and the incident that matter to you.',
    changed: 'The policy changed since the last run. Simulate again, then the price is about what is drawn.',
    drawn: 'As drawn',
    gateway: 'At the gateway',
    refused: 'The price could not be found.',
    pairs: (count: number): string =>
      plural(count, { one: 'One pair of runs; more are running.', other: `Means of ${count} pairs of runs.` }),
  },
  worthKnowing: 'Worth knowing',
  part: (id: string): string => `Call at ${id}`,
  parts: 'Calls of the gateway',
  beside: 'What the gateway does otherwise is written in a file beside it.',
  toFile: 'Export …',
  copy: 'Copy',
  serve: {
    title: 'Try it with your application',
    about:
      'This command runs the saved policy as a gateway on 127.0.0.1:8787. With --mock the models are simulated; without it your providers are called.',
    unsaved: 'Once the policy is saved, this command runs it as a gateway on 127.0.0.1:8787. With --mock the models are simulated.',
    copy: 'Copy the command',
    command: 'Copy the command that serves this policy',
  },
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
  exported: (names: readonly string[]): string => `Exported ${listText(names)}.`,
  copied: 'Copied.',
  cannotCopy: 'The clipboard cannot be written here. Export to a file instead.',
} as const;
