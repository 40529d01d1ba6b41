import { fileName, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Asks whether the file that is there already may be replaced. */
export async function askReplace(path: string): Promise<boolean> {
  const { replace } = words.files;
  const choice = await viewStore.getState().ask({
    title: replace.title(fileName(path)),
    text: replace.text,
    choices: [
      { id: 'cancel', label: replace.keep },
      { id: 'replace', label: replace.yes, tone: 'danger' },
    ],
  });
  return choice === 'replace';
}

type Refused = { readonly ok: false; readonly reason: string };

/** Writes without replacing anything; where a file is in the way it asks, and writes again when that one may be replaced. Null when it is to stay. */
export async function writeAsking<Result extends { readonly ok: true } | Refused>(
  path: string,
  write: (mayReplace: boolean) => Promise<Result>,
): Promise<Result | null> {
  const result = await write(false);
  if (result.ok || result.reason !== 'already-exists') return result;
  return (await askReplace(path)) ? write(true) : null;
}
