import { resolve } from 'node:path';

const isPolicyFile = (argument: string) => /\.policy\.json$/i.test(argument);

/** Policy files named on a command line (file association on Windows and Linux), absolute. Flags and Electron's own arguments are passed over. */
export function policiesIn(argv: readonly string[], workingFolder: string): string[] {
  return argv.filter((argument) => !argument.startsWith('-') && isPolicyFile(argument)).map((argument) => resolve(workingFolder, argument));
}
