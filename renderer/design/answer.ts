import type { Finding } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

export interface Answer {
  readonly tone: 'good' | 'warning' | 'bad';
  readonly text: string;
}

/** Answers "Does every request end with a useful answer?" from what lint found, and claims no more than that. */
export function answerOf(findings: readonly Finding[], nodeCount: number): Answer {
  if (nodeCount === 0) return { tone: 'warning', text: words.design.answer.nothingDrawn };
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0) return { tone: 'bad', text: words.design.answer.errors(errors) };
  if (warnings > 0) return { tone: 'warning', text: words.design.answer.warnings(warnings) };
  return { tone: 'good', text: words.design.answer.yes };
}
