import type { Field } from '../kind.ts';
import { HIGHEST_LIMIT_USD, HIGHEST_RESERVE_USD, MOST_TOKENS } from './config.ts';

export const budgetFields: readonly Field[] = [
  {
    key: 'scope',
    label: 'Counts for',
    help: 'Whose spending has the limit.',
    control: {
      kind: 'choice',
      options: [
        { value: 'request', label: 'Each request', help: 'Retries and fallbacks below it included.' },
        { value: 'user', label: 'Each user', help: 'Requests without a user share one account.' },
        { value: 'agent', label: 'All together', help: 'One account for everything that passes here.' },
      ],
    },
  },
  {
    key: 'limitUsd',
    label: 'Limit',
    help: 'What may be spent; a request that could go beyond it is not sent on.',
    control: { kind: 'number', min: 0, max: HIGHEST_LIMIT_USD, step: 1, unit: 'USD' },
  },
  {
    key: 'period',
    label: 'In every',
    help: 'The account starts again after this time, counted from the first request of the traffic.',
    control: {
      kind: 'choice',
      options: [
        { value: 'day', label: 'Day', help: '24 hours.' },
        { value: 'month', label: 'Month', help: '30 days.' },
      ],
    },
    shownWhen: { key: 'scope', isOneOf: ['user', 'agent'] },
  },
  {
    key: 'limitTokens',
    label: 'Longest request',
    help: 'A request with more tokens counts as over its budget before it costs anything.',
    control: { kind: 'optional-number', min: 1, max: MOST_TOKENS, step: 1000, unit: 'tokens', absent: 'no limit' },
    shownWhen: { key: 'scope', isOneOf: ['request'] },
  },
  {
    key: 'alertAt',
    label: 'Alert at',
    help: 'Share of the limit at which people are told, once for each account and period.',
    control: { kind: 'ratio' },
  },
  {
    key: 'reserveUsd',
    label: 'Hold back',
    help: 'What one request may cost at most; it is held until the bill is known. More stops earlier, less may overshoot.',
    control: { kind: 'number', min: 0, max: HIGHEST_RESERVE_USD, step: 0.01, unit: 'USD' },
  },
  {
    key: 'atLimit',
    label: 'When used up',
    help: 'What happens to a request that the budget has no room for.',
    control: {
      kind: 'choice',
      options: [
        { value: 'stop', label: 'Stop', help: 'The request fails as over budget.' },
        { value: 'downgrade', label: 'Downgrade', help: 'The request takes the second way out, to something cheaper.' },
      ],
    },
  },
  {
    key: 'spentAtStartUsd',
    label: 'Already spent',
    help: 'Spent in the present period before the traffic begins; more leaves less for the rehearsal.',
    control: { kind: 'number', min: 0, max: HIGHEST_LIMIT_USD, step: 1, unit: 'USD' },
    shownWhen: { key: 'scope', isOneOf: ['agent'] },
  },
];
