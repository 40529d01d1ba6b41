import type { Field } from '../kind.ts';
import { HIGHEST_SLA_USD, LONGEST_PROMISE, LONGEST_SLA_MS } from './config.ts';

export const entryFields: readonly Field[] = [
  {
    key: 'promise',
    label: 'Promise',
    help: 'What every user is owed, in the words of the people who answer for it.',
    control: { kind: 'long-text', maxLength: LONGEST_PROMISE, placeholder: 'Every question gets a useful reply.' },
  },
  {
    key: 'slaP95Ms',
    label: 'P95 within',
    help: '95 of 100 answers arrive within this time; a shorter one is harder to keep.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_SLA_MS, unit: 's' },
  },
  {
    key: 'slaAvailability',
    label: 'Answered',
    help: 'Share of the requests that get an answer of any tier; those that a guard stops do not count.',
    control: { kind: 'ratio' },
  },
  {
    key: 'slaCostUsd',
    label: 'Cost of a request',
    help: 'What one request may cost on average, all attempts and checks included.',
    control: { kind: 'number', min: 0, max: HIGHEST_SLA_USD, step: 0.001, unit: 'USD' },
  },
];
