import { expect, it } from 'vitest';
import type { Finding, Severity } from '../../shared/model/index.ts';
import { answerOf } from './answer.ts';

const found = (...severities: Severity[]): Finding[] => severities.map((severity) => ({ rule: 'a/b', severity, message: 'm' }));

it('says yes only when nothing stands against it, and never for an empty sheet', () => {
  expect(answerOf([], 0).tone).toBe('warning');
  expect(answerOf(found('info'), 3)).toEqual({ tone: 'good', text: 'Yes, on every drawn path.' });
  expect(answerOf(found('warning', 'warning'), 3).text).toBe('Every drawn path is complete. Two warnings.');
  expect(answerOf(found('error', 'warning'), 3).text).toBe('Not yet. One error stands in the way.');
});
