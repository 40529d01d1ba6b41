import type { Field } from '../kind.ts';
import { COUNTS_OPTIONS, LONGEST_BREAKER_MS, MOST_CALLS, MOST_FAILURES, MOST_TRIALS } from './config.ts';

export const breakerFields: readonly Field[] = [
  {
    key: 'tripRule',
    label: 'Opens on',
    help: 'A number of failures suits little traffic; a share of all calls does not trip on ordinary errors when traffic is high.',
    control: {
      kind: 'choice',
      options: [
        { value: 'count', label: 'A number of failures' },
        { value: 'rate', label: 'A share of failures' },
      ],
    },
  },
  {
    key: 'failureCount',
    label: 'Opens after',
    help: 'Failures within the window that open it; more makes it slower to open and harder to trip by chance.',
    control: { kind: 'number', min: 1, max: MOST_FAILURES, step: 1, unit: 'failures' },
    shownWhen: { key: 'tripRule', isOneOf: ['count'] },
  },
  {
    key: 'failureRatio',
    label: 'Opens at',
    help: 'Share of failed calls within the window at which it opens; the share itself is enough.',
    control: { kind: 'ratio', min: 0.001, max: 1 },
    shownWhen: { key: 'tripRule', isOneOf: ['rate'] },
  },
  {
    key: 'minimumCalls',
    label: 'Of at least',
    help: 'Calls within the window before the share is looked at; fewer would let one bad call open it at night.',
    control: { kind: 'number', min: 1, max: MOST_CALLS, step: 1, unit: 'calls' },
    shownWhen: { key: 'tripRule', isOneOf: ['rate'] },
  },
  {
    key: 'windowMs',
    label: 'Within',
    help: 'How far back failures count; a longer window remembers more and opens on rarer failures.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_BREAKER_MS, unit: 's' },
  },
  {
    key: 'openForMs',
    label: 'Recovery',
    help: 'How long it rejects every call before it lets a few through to see whether the callee is well again.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_BREAKER_MS, unit: 's' },
  },
  {
    key: 'closeAfterSuccesses',
    label: 'Closes after',
    help: 'Trial calls that must succeed in a row; also the most that are let through until it has decided.',
    control: { kind: 'number', min: 1, max: MOST_TRIALS, step: 1, unit: 'successes in a row' },
  },
  {
    key: 'trialTimeoutMs',
    label: 'Trial time limit',
    help: 'A trial call that has no reply for this long counts as a failure; without a limit a hung trial blocks it for ever.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_BREAKER_MS, unit: 's' },
  },
  {
    key: 'lateResponses',
    label: 'Late replies',
    help: 'What a reply does that belongs to a call from before the last change of state.',
    control: {
      kind: 'choice',
      options: [
        { value: 'discard', label: 'Discard', help: 'It reaches the caller and decides nothing.' },
        { value: 'count', label: 'Count', help: 'It counts as if it were called in the present state; never while open.' },
      ],
    },
  },
  {
    key: 'countsAs',
    label: 'Counts as failure',
    help: 'Failures that speak against the callee; any other one is passed on and decides nothing.',
    control: { kind: 'failures', options: COUNTS_OPTIONS },
  },
  {
    key: 'mode',
    label: 'Mode',
    help: 'Watching shows when it would open without rejecting anything.',
    control: {
      kind: 'choice',
      options: [
        { value: 'active', label: 'Active', help: 'Rejects calls while it is open.' },
        { value: 'observe-only', label: 'Watch only', help: 'Lets every call through and notes what it would have rejected.' },
      ],
    },
  },
];
