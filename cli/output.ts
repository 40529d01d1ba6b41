import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openText, saveText } from '../host/index.ts';
import { isSameFile } from './inputs.ts';
import { CommandEnd, type Terminal } from './terminal.ts';

export interface OutputRequest {
  readonly file: string;
  readonly text: string;
  /** Files that this command read: never overwritten, not even by force. */
  readonly inputs: readonly (string | undefined)[];
  readonly isForced: boolean;
  /** Is an existing file one that this command itself might have written? Anything else needs `--force`. */
  readonly isOurs: (text: string) => boolean;
  /** "a run result" */
  readonly what: string;
}

/** Writes a result atomically; refuses what a slip of the keyboard would destroy. Returns the path. */
export async function writeOutput(terminal: Terminal, request: OutputRequest): Promise<string> {
  const { file, text, inputs, isForced, isOurs, what } = request;
  const path = resolve(terminal.folder, file);
  if (inputs.some((input) => input !== undefined && isSameFile(input, path))) {
    throw new CommandEnd(2, `--out names ${file}, which this command reads, so nothing was written. Choose another name.`);
  }
  if (existsSync(path) && !isForced) {
    const there = await openText(path);
    if (!there.ok || !isOurs(there.text)) {
      throw new CommandEnd(
        2,
        `${file} exists and is not ${what}, so it was left as it is. Choose another name, or replace it with --force.`,
      );
    }
  }
  const saved = await saveText({ path, text, expectedSha256: null, mayReplace: true });
  if (!saved.ok) throw new CommandEnd(2, saved.message);
  return saved.path;
}
