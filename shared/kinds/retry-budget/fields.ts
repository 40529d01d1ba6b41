import type { Field } from '../kind.ts';
import {
  COUNT_OPTIONS,
  HIGHEST_FLOOR_PER_S,
  LARGEST_CAPACITY,
  LARGEST_MULTIPLIER,
  LONGEST_WINDOW_MS,
  type RetryBudgetConfig,
} from './config.ts';

const when = (...rules: readonly RetryBudgetConfig['rule'][]) => ({ key: 'rule', isOneOf: rules }) as const;

export const retryBudgetFields: readonly Field[] = [
  {
    key: 'rule',
    label: 'Retries are',
    help: 'By which rule it is decided whether a retry may be sent.',
    control: {
      kind: 'choice',
      options: [
        { value: 'deposits', label: 'A share of the traffic', help: 'Each first call pays in part of a retry; Finagle’s rule.' },
        { value: 'quota', label: 'Paid from a quota', help: 'Retries take tokens, answers bring them back; the rule of the AWS SDKs.' },
        { value: 'throttle', label: 'Allowed while most calls succeed', help: 'Failures take tokens, answers bring some; gRPC’s rule.' },
        { value: 'in-progress', label: 'A share of what is in progress', help: 'Counts retries that are on their way; Envoy’s rule.' },
        {
          value: 'adaptive',
          label: 'Bounded by what is accepted',
          help: 'Refuses first calls too, by chance, when more is sent than accepted; the rule of the SRE book.',
        },
      ],
    },
  },
  {
    key: 'depositRatio',
    label: 'Share of the traffic',
    help: 'Retries for each hundred first calls; more recovers more and adds more load when all fails.',
    control: { kind: 'ratio' },
    shownWhen: when('deposits'),
  },
  {
    key: 'floorPerS',
    label: 'Always allowed',
    help: 'Retries a second that need no first calls, so that little traffic can retry at all.',
    control: { kind: 'number', min: 0, max: HIGHEST_FLOOR_PER_S, step: 0.1, unit: 'retries a second' },
    shownWhen: when('deposits'),
  },
  {
    key: 'ttlMs',
    label: 'Counts for',
    help: 'How long a first call’s share can be used; longer allows larger waves of retries.',
    control: { kind: 'duration', minMs: 1000, maxMs: LONGEST_WINDOW_MS, unit: 's' },
    shownWhen: when('deposits'),
  },
  {
    key: 'capacity',
    label: 'Quota',
    help: 'Tokens when full; more retries pass at the beginning of an outage.',
    control: { kind: 'number', min: 1, max: LARGEST_CAPACITY, step: 1, unit: 'tokens' },
    shownWhen: when('quota'),
  },
  {
    key: 'retryCost',
    label: 'A retry costs',
    help: 'Tokens for a retry after an ordinary failure; given back when it is answered.',
    control: { kind: 'number', min: 1, max: LARGEST_CAPACITY, step: 1, unit: 'tokens' },
    shownWhen: when('quota'),
  },
  {
    key: 'timeoutCost',
    label: 'After a timeout',
    help: 'Tokens for a retry after a timeout or a lost connection.',
    control: { kind: 'number', min: 1, max: LARGEST_CAPACITY, step: 1, unit: 'tokens' },
    shownWhen: when('quota'),
  },
  {
    key: 'rateLimitCost',
    label: 'After a rate limit',
    help: 'Tokens for a retry after the provider refused for its limits.',
    control: { kind: 'number', min: 1, max: LARGEST_CAPACITY, step: 1, unit: 'tokens' },
    shownWhen: when('quota'),
  },
  {
    key: 'maxTokens',
    label: 'Tokens',
    help: 'Tokens when full, each worth one failure; retries pass while more than half are left.',
    control: { kind: 'number', min: 1, max: 1000, step: 1, unit: 'tokens' },
    shownWhen: when('throttle'),
  },
  {
    key: 'tokenRatio',
    label: 'An answer brings',
    help: 'Part of a token for each answer: at 0.1, retries end when more than one call in eleven fails.',
    control: { kind: 'number', min: 0, max: 1000, step: 0.001, unit: 'tokens' },
    shownWhen: when('throttle'),
  },
  {
    key: 'budgetRatio',
    label: 'Share in progress',
    help: 'Retries may be so much of all calls that are in progress.',
    control: { kind: 'ratio' },
    shownWhen: when('in-progress'),
  },
  {
    key: 'minConcurrency',
    label: 'At least',
    help: 'Retries that may be in progress together however few calls there are.',
    control: { kind: 'number', min: 0, max: LARGEST_CAPACITY, step: 1, unit: 'retries' },
    shownWhen: when('in-progress'),
  },
  {
    key: 'multiplier',
    label: 'Sends at most',
    help: 'Times what is accepted below; 2 notices a recovery soon, less protects more.',
    control: { kind: 'number', min: 1, max: LARGEST_MULTIPLIER, step: 0.1, unit: '× accepted' },
    shownWhen: when('adaptive'),
  },
  {
    key: 'windowMs',
    label: 'Looks back',
    help: 'How long calls and their replies count; longer is calmer and notices later.',
    control: { kind: 'duration', minMs: 1000, maxMs: LONGEST_WINDOW_MS, unit: 's' },
    shownWhen: when('adaptive'),
  },
  {
    key: 'countsAs',
    label: 'Trouble below',
    help: 'Failures that speak of trouble; any other reply counts as good as an answer.',
    control: { kind: 'failures', options: COUNT_OPTIONS },
    shownWhen: when('throttle', 'adaptive'),
  },
];
