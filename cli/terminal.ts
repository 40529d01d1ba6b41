import { styleText } from 'node:util';

/** Where a command writes and what it may assume of the place; tests hand in one that remembers. */
export interface Terminal {
  /** The result: what a pipe should get. */
  out(text: string): void;
  /** All else: sentences about errors, progress, what was assumed. */
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Base of relative paths. */
  readonly folder: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

type Style = Parameters<typeof styleText>[0];

/** Plain text where colour is unwanted: not a terminal, NO_COLOR set to anything (no-color.org), or TERM=dumb. */
export function painter(terminal: Terminal): (style: Style, text: string) => string {
  const { NO_COLOR, TERM } = terminal.environment;
  const isPlain = !terminal.outIsTerminal || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  return (style, text) => (isPlain ? text : styleText(style, text));
}

/** 0 fine, 1 findings or a gate that failed, 2 input that cannot be used; 130 stopped by Ctrl-C, as shells have it. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Ends a command early with its sentence. */
export class CommandEnd extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, sentence: string) {
    super(sentence);
    this.exitCode = exitCode;
  }
}
