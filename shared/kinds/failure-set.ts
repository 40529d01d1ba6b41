import * as z from 'zod';
import { FAILURE_CLASSES, type FailureClass, failureClassSchema } from '../model/index.ts';
import { failuresText } from './words.ts';

/** A set of failure classes in a config. Its order carries no meaning. */
export const failureSetSchema = z.array(failureClassSchema).max(FAILURE_CLASSES.length);

/** Taxonomy order, without these. */
export const allFailuresBut = (...left: readonly FailureClass[]): FailureClass[] =>
  FAILURE_CLASSES.filter((failure) => !left.includes(failure));

/** "also retries rate limit; no longer retries timeout", as one sentence an addition or a removal. Empty when only the order differs. */
export function failureSetChange(now: readonly FailureClass[], was: readonly FailureClass[], verb: string): string[] {
  const added = now.filter((failure) => !was.includes(failure));
  const removed = was.filter((failure) => !now.includes(failure));
  const sentences: string[] = [];
  if (added.length > 0) sentences.push(`also ${verb} ${failuresText(added)}`);
  if (removed.length > 0) sentences.push(`no longer ${verb} ${failuresText(removed)}`);
  return sentences;
}
