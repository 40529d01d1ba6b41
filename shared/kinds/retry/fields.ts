import type { Field } from '../kind.ts';
import { LARGEST_MULTIPLIER, LONGEST_DELAY_MS, MOST_RETRIES, RETRY_OPTIONS } from './config.ts';

export const retryFields: readonly Field[] = [
  {
    key: 'maxRetries',
    label: 'Retries',
    help: 'Calls after the first one; each adds load to a provider that is already failing, so more than 3 to 5 seldom helps.',
    control: { kind: 'number', min: 0, max: MOST_RETRIES, step: 1, unit: 'retries' },
  },
  {
    key: 'baseMs',
    label: 'First wait',
    help: 'Wait before the first retry; every later one is multiplied.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_DELAY_MS, unit: 's' },
  },
  {
    key: 'multiplier',
    label: 'Grows by',
    help: 'Factor from one wait to the next: 2 doubles it, 1 keeps it the same.',
    control: { kind: 'number', min: 1, max: LARGEST_MULTIPLIER, step: 0.1, unit: '×' },
  },
  {
    key: 'capMs',
    label: 'Longest wait',
    help: 'No wait grows beyond this before jitter.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_DELAY_MS, unit: 's' },
  },
  {
    key: 'jitter',
    label: 'Jitter',
    help: 'Spreads the retries of many callers in time, so that they do not return as one wave.',
    control: {
      kind: 'choice',
      options: [
        { value: 'full', label: 'Full', help: 'Anything from nothing to the whole wait.' },
        { value: 'equal', label: 'Equal', help: 'Half of the wait, plus anything up to the other half.' },
        { value: 'decorrelated', label: 'Decorrelated', help: 'From the first wait to three times the previous one.' },
        { value: 'proportional', label: 'Proportional', help: 'The wait, a few percent more or less.' },
        { value: 'none', label: 'None', help: 'Exactly the wait.' },
      ],
    },
  },
  {
    key: 'jitterShare',
    label: 'Jitter share',
    help: 'How far a wait may differ from its plain value, both ways.',
    control: { kind: 'ratio', min: 0, max: 1 },
    shownWhen: { key: 'jitter', isOneOf: ['proportional'] },
  },
  {
    key: 'retryOn',
    label: 'Retries on',
    help: 'Failures after which the same call is worth sending again; all others go back to the caller at once.',
    control: { kind: 'failures', options: RETRY_OPTIONS },
  },
  {
    key: 'honoursRetryAfter',
    label: 'Follows Retry-After',
    help: 'Waits at least as long as the provider asks for.',
    control: { kind: 'toggle' },
  },
  {
    key: 'maxRetryAfterMs',
    label: 'Longest Retry-After',
    help: 'Gives up at once when the provider asks for a longer wait than this.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_DELAY_MS, unit: 's' },
    shownWhen: { key: 'honoursRetryAfter', isOneOf: [true] },
  },
];
