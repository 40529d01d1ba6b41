import { words } from '../words/index.ts';

/** How the schema library words a refusal that nobody wrote a sentence for. */
const UNWORDED = /^(?:Invalid|Too |Expected|Unrecognized|Required)/;

/** Why a value is refused, in words for a person: the schema's own sentence where it has one, else what the field is for. */
export function refusal(problem: string | undefined, value: unknown, help: string): string | undefined {
  if (problem === undefined || !UNWORDED.test(problem)) return problem;
  return typeof value === 'string' && value.trim() === '' ? words.inspector.textNeeded : words.inspector.refused(help);
}
