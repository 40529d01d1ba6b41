import { fail, ok, type Result, RUN_FORMAT, type RunResult, runResultSchema } from '../model/index.ts';
import { canonicalJson, figuresJson } from './canonical-json.ts';
import { problemsOf } from './issue-sentence.ts';
import { invalid, isRecord, newerFormat, parseText, type ReadError, whatItIs } from './read-error.ts';

/** The only reader of run files. Never throws on any text. Whether the hash is right is asked with `hashedText`. */
export function readRun(text: string): Result<RunResult, ReadError> {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const raw = parsed.value;
  if (!isRecord(raw) || !Object.hasOwn(raw, 'engineVersion') || !Object.hasOwn(raw, 'outcomes')) {
    const is = whatItIs(raw);
    const found =
      is === undefined || is === 'a run result' ? 'This file is JSON but not a run result' : `This file is ${is}, not a run result`;
    return fail({ reason: 'not-a-run', message: `${found}. It was not opened.` });
  }
  const format = raw['format'];
  if (typeof format === 'number' && format > RUN_FORMAT) return fail(newerFormat('run result', format, RUN_FORMAT));
  const run = runResultSchema.safeParse(raw);
  return run.success ? ok(run.data) : fail(invalid('run result', text, problemsOf(run.error.issues, raw)));
}

/** Schema key order, lists of figures on one line, a final newline. Throws for a result that breaks its schema: an engine fault. */
export const writeRun = (run: RunResult): string => figuresJson(runResultSchema.parse(run));

/** The text whose sha256 is a run's `hash`: its canonical JSON without that field. */
export const hashedText = (run: Omit<RunResult, 'hash'> & { readonly hash?: string }): string => canonicalJson({ ...run, hash: undefined });
