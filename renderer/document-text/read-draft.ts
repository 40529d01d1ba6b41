import { placeOf, readPolicy } from '../../shared/format/index.ts';
import { fail, ok, type PolicyDocument, type Result } from '../../shared/model/index.ts';
import { enumerated, words } from '../words/index.ts';
import { indexText, offsetOf } from './text-index.ts';

export interface DraftProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** A typed text as a document, or everything that is wrong with it; the first is what the reader stopped at. */
export function readDraft(text: string): Result<PolicyDocument, readonly DraftProblem[]> {
  const read = readPolicy(text);
  if (!read.ok) {
    const { fact, message, line = 1, column = 1, findings = [] } = read.error;
    const first = { line, column, sentence: fact ?? message };
    return fail([first, ...findings.slice(1).map((finding) => ({ line: finding.line, column: 1, sentence: finding.message }))]);
  }
  const { document, unknownKinds } = read.value;
  if (unknownKinds.length === 0) return ok(document);
  // Somebody who opened a file with such kinds looks at it read-only; typed, it is a slip of the pen.
  const position = document.policy.nodes.findIndex(({ kind }) => unknownKinds.includes(kind));
  const place = placeOf(text, offsetOf(indexText(text), ['policy', 'nodes', position, 'kind']));
  return fail([{ ...place, sentence: words.text.unknownKinds(enumerated(unknownKinds)) }]);
}
