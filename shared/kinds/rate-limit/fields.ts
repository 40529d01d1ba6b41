import type { Field } from '../kind.ts';
import { LARGEST_BURST, LONGEST_WAIT_MS, MOST_REQUESTS_PER_MIN, MOST_TOKENS_PER_MIN } from './config.ts';

export const rateLimitFields: readonly Field[] = [
  {
    key: 'requestsPerMin',
    label: 'Requests a minute',
    help: 'How many requests pass in the long run; the bucket refills evenly at this rate.',
    control: {
      kind: 'optional-number',
      min: 0.01,
      max: MOST_REQUESTS_PER_MIN,
      step: 0.01,
      unit: 'requests a minute',
      absent: 'not counted',
    },
  },
  {
    key: 'burst',
    label: 'At once',
    help: 'Requests that may pass at once after a quiet time; more lets short waves through.',
    control: { kind: 'number', min: 1, max: LARGEST_BURST, step: 1, unit: 'requests' },
  },
  {
    key: 'tokensPerMin',
    label: 'Tokens a minute',
    help: 'Tokens of questions and answers that pass in the long run; a minute’s worth may pass at once.',
    control: { kind: 'optional-number', min: 1, max: MOST_TOKENS_PER_MIN, step: 1, unit: 'tokens a minute', absent: 'not counted' },
  },
  {
    key: 'scope',
    label: 'Counts for',
    help: 'Who shares one limit.',
    control: {
      kind: 'choice',
      options: [
        { value: 'all', label: 'All together', help: 'One limit for everything that passes here.' },
        { value: 'user', label: 'Each user', help: 'Requests without a user share one limit.' },
        {
          value: 'metadata',
          label: 'Each value of a column',
          help: 'For example each tenant or plan; requests without a value share one limit.',
        },
      ],
    },
  },
  {
    key: 'key',
    label: 'Column',
    help: 'Metadata column of the traffic whose values have a limit each.',
    control: { kind: 'text', maxLength: 100, placeholder: 'tenant' },
    shownWhen: { key: 'scope', isOneOf: ['metadata'] },
  },
  {
    key: 'atLimit',
    label: 'Over the limit',
    help: 'What happens to a request for which the bucket has no room.',
    control: {
      kind: 'choice',
      options: [
        { value: 'reject', label: 'Reject', help: 'The request fails as rate limit, with Retry-After.' },
        { value: 'wait', label: 'Wait', help: 'The request waits for its turn, in order of arrival.' },
        { value: 'downgrade', label: 'Downgrade', help: 'The request takes the second way out, to something that is not limited.' },
      ],
    },
  },
  {
    key: 'maxWaitMs',
    label: 'Longest wait',
    help: 'A request that would wait longer is rejected at once; more smooths longer waves and keeps users waiting.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_WAIT_MS, unit: 's' },
    shownWhen: { key: 'atLimit', isOneOf: ['wait'] },
  },
];
