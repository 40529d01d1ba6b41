import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANSWERED, FAILURE_CLASSES, failureOf, NOT_RECORDED, outcomeOf } from '../model/index.ts';
import { readOutcome } from './index.ts';

const read = (status: string, errorCode = '', errorText = '') => {
  const { outcome, isOfUnknownClass } = readOutcome({ status, errorCode, errorText });
  const word = outcome === ANSWERED ? 'answered' : outcome === NOT_RECORDED ? 'not recorded' : failureOf(outcome);
  return isOfUnknownClass ? `${word}, class unknown` : word;
};

test.each([
  ['200', '', '', 'answered'],
  ['200.0', '', '', 'answered'],
  ['success', '', '', 'answered'],
  ['True', '', '', 'answered'],
  ['DEFAULT', '', 'streamed', 'answered'],
  ['WARNING', '', '', 'answered'],
  ['unset', '', '', 'answered'],
  ['unset', '', 'timeout', 'timeout'],
  ['429', '', '', 'rate-limit'],
  ['408', '', '', 'timeout'],
  ['504', '', '', 'timeout'],
  ['500', '', '', 'server-error'],
  ['529', '', '', 'server-error'],
  ['401', '', '', 'auth'],
  ['403', '', '', 'auth'],
  ['400', '', '', 'invalid-request'],
  ['404', '', '', 'invalid-request'],
  ['413', '', '', 'context-overflow'],
  ['446', '', '', 'blocked-by-guard'],
  ['failure', '429', 'RateLimitError', 'rate-limit'],
  ['failure', '400', 'ContextWindowExceededError', 'context-overflow'],
  ['failure', '400', 'ContentPolicyViolationError', 'content-policy'],
  ['failure', '500', 'APIConnectionError', 'connection'],
  ['failure', '408', 'Timeout', 'timeout'],
  ['failure', '', '', 'server-error, class unknown'],
  ['ERROR', '', 'Error code: 429 - Rate limit reached for gpt-4o', 'rate-limit'],
  ['ERROR', '', "This model's maximum context length is 128000 tokens", 'context-overflow'],
  ['ERROR', '', 'something odd', 'server-error, class unknown'],
  ['false', '', '', 'server-error, class unknown'],
  ['content_filter', '', '', 'content-policy'],
  ['cancelled', '', '', 'cancelled'],
  ['pending', '', '', 'not recorded'],
  ['', '', '', 'not recorded'],
  ['', 'None', 'null', 'not recorded'],
  ['whatever', '', '', 'not recorded'],
  ['', '', 'openai.APITimeoutError', 'timeout'],
])('%s | %s | %s is %s', (status, errorCode, errorText, outcome) => {
  expect(read(status, errorCode, errorText)).toBe(outcome);
});

test('our own names of failures are read as themselves', () => {
  for (const failure of FAILURE_CLASSES)
    expect(readOutcome({ status: failure, errorCode: '', errorText: '' }).outcome).toBe(outcomeOf(failure));
});

test('any text is read as something', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (status, errorCode, errorText) => {
      const { outcome } = readOutcome({ status, errorCode, errorText });
      expect(outcome === NOT_RECORDED || (outcome >= 0 && outcome <= FAILURE_CLASSES.length)).toBe(true);
    }),
  );
});
