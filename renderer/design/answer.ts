import type { Finding } from '../../shared/model/index.ts';

export interface Answer {
  readonly tone: 'good' | 'warning' | 'bad';
  readonly text: string;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const many = (count: number, word: string): string => `${NUMBERS[count] ?? count} ${word}${count === 1 ? '' : 's'}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Answers "Does every request end with a useful answer?" from what lint found, and claims no more than that. */
export function answerOf(findings: readonly Finding[], nodeCount: number): Answer {
  if (nodeCount === 0) return { tone: 'warning', text: 'Nothing is drawn yet.' };
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0)
    return { tone: 'bad', text: `Not yet. ${capital(many(errors, 'error'))} ${errors === 1 ? 'stands' : 'stand'} in the way.` };
  if (warnings > 0) return { tone: 'warning', text: `Every drawn path is complete. ${capital(many(warnings, 'warning'))}.` };
  return { tone: 'good', text: 'Yes, on every drawn path.' };
}
