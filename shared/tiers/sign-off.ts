import { hashOf } from '../dice/index.ts';
import type { TierAnswer } from '../kinds/index.ts';
import type { SignOff } from '../model/index.ts';

/** Between what is promised and what answers, in a signature's subject. */
const ANSWERED_BY = ' ⟵ ';
/** Of what the file keeps: 4 000 characters. */
const LONGEST_SUBJECT = 4_000;

/**
 * What somebody signs, in one line: the promise and what answers. Whatever would make it another answer for a user is in it; figures are not,
 * since they change with every run.
 */
export function subjectOf(text: string, answers: readonly TierAnswer[]): string {
  const by = answers.map((answer) => (answer.text === null ? answer.by : `${answer.by}: “${oneLine(answer.text)}”`));
  return fitted(`${oneLine(text)}${ANSWERED_BY}${by.length === 0 ? 'nothing' : [...new Set(by)].join(' · ')}`);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Too long for the file: its end is told by a checksum, so that a change there is seen too. */
function fitted(subject: string): string {
  if (subject.length <= LONGEST_SUBJECT) return subject;
  const mark = `… (${subject.length} characters, ${hashOf(subject).toString(16)})`;
  return subject.slice(0, LONGEST_SUBJECT - mark.length) + mark;
}

/** One part of what was signed that is another now. */
export interface SignedChange {
  readonly part: 'promise' | 'answer';
  readonly was: string;
  readonly now: string;
}

export type SignOffState =
  | { readonly state: 'unsigned' }
  | { readonly state: 'signed'; readonly signOff: SignOff }
  /** Signed for something else. */
  | { readonly state: 'out-of-date'; readonly signOff: SignOff; readonly changes: readonly SignedChange[] };

export function signOffState(signOff: SignOff | null, subject: string): SignOffState {
  if (signOff === null) return { state: 'unsigned' };
  if (signOff.subject === subject) return { state: 'signed', signOff };
  return { state: 'out-of-date', signOff, changes: changesBetween(signOff.subject, subject) };
}

function changesBetween(signed: string, subject: string): readonly SignedChange[] {
  const was = partsOf(signed);
  const now = partsOf(subject);
  const changes: SignedChange[] = [];
  if (was.promise !== now.promise) changes.push({ part: 'promise', was: was.promise, now: now.promise });
  if (was.answer !== now.answer) changes.push({ part: 'answer', was: was.answer, now: now.answer });
  return changes;
}

function partsOf(subject: string): { readonly promise: string; readonly answer: string } {
  const at = subject.lastIndexOf(ANSWERED_BY);
  // A subject that another program wrote has no parts: all of it is what was promised.
  return at === -1 ? { promise: subject, answer: '' } : { promise: subject.slice(0, at), answer: subject.slice(at + ANSWERED_BY.length) };
}
