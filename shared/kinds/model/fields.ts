import type { Field } from '../kind.ts';
import { TIER_OPTIONS } from '../tier.ts';
import { FASTEST_TOKENS_PER_S, LONGEST_FAILURE_MS, LONGEST_FIRST_TOKEN_MS, LONGEST_REQUEST_MS, MOST_OUTPUT_TOKENS } from './config.ts';

export const modelFields: readonly Field[] = [
  {
    key: 'providerId',
    label: 'Provider',
    help: 'Whose limits, queue and incidents the calls share; prices come from its list.',
    control: { kind: 'provider' },
  },
  {
    key: 'model',
    label: 'Model',
    help: 'Name out of the provider’s price list; it sets the price and the context window.',
    control: { kind: 'model', providerKey: 'providerId' },
  },
  {
    key: 'tier',
    label: 'Tier',
    help: 'Which promise to the user its answer keeps; results are counted by it.',
    control: { kind: 'choice', options: TIER_OPTIONS },
  },
  {
    key: 'latencyShape',
    label: 'Time to first token',
    help: 'How the time to the first token varies; a long tail is what users and timeouts feel.',
    control: {
      kind: 'choice',
      options: [
        {
          value: 'lognormal',
          label: 'Long tail',
          help: 'Log-normal through the P50 and the P95 below: what providers’ latencies look like.',
        },
        { value: 'exponential', label: 'Exponential', help: 'The first figure is its mean; for comparison with queueing theory.' },
        { value: 'constant', label: 'Constant', help: 'The first figure every time.' },
        {
          value: 'measured',
          label: 'As measured',
          help: 'Through seven quantiles of a log, as calibration fills them in: the tail is kept as it was.',
        },
      ],
    },
  },
  {
    key: 'ttftP50Ms',
    label: 'First token, P50',
    help: 'Half of all calls have their first token by then; with the exponential shape it is the mean.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_FIRST_TOKEN_MS, unit: 'ms' },
  },
  {
    key: 'ttftP95Ms',
    label: 'First token, P95',
    help: 'All but 5 % of calls have their first token by then; further from the P50 means a longer tail.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_FIRST_TOKEN_MS, unit: 'ms' },
    shownWhen: { key: 'latencyShape', isOneOf: ['lognormal', 'measured'] },
  },
  ...(
    [
      ['ttftP5Ms', 'First token, P5', 'The fastest 5 % of calls; none is faster in a run.'],
      ['ttftP25Ms', 'First token, P25', 'A quarter of all calls have their first token by then.'],
      ['ttftP75Ms', 'First token, P75', 'Three quarters of all calls have their first token by then.'],
      ['ttftP99Ms', 'First token, P99', 'All but one in a hundred; the tail that timeouts cut.'],
      ['ttftMaxMs', 'First token, slowest', 'One call in ten thousand takes so long; none is slower in a run.'],
    ] as const
  ).map(
    ([key, label, help]): Field => ({
      key,
      label,
      help,
      control: { kind: 'duration', minMs: 0, maxMs: LONGEST_FIRST_TOKEN_MS, unit: 'ms' },
      shownWhen: { key: 'latencyShape', isOneOf: ['measured'] },
    }),
  ),
  {
    key: 'outputTokensPerS',
    label: 'Writes',
    help: 'Speed after the first token; faster shortens long answers. 0 = the length of the answer costs no time.',
    control: { kind: 'number', min: 0, max: FASTEST_TOKENS_PER_S, step: 1, unit: 'tokens/s' },
  },
  {
    key: 'maxOutputTokens',
    label: 'Longest answer',
    help: 'Answers are cut off there, which bounds their time and price.',
    control: { kind: 'optional-number', min: 1, max: MOST_OUTPUT_TOKENS, step: 1, unit: 'tokens', absent: 'as recorded' },
  },
  {
    key: 'requestTimeoutMs',
    label: 'Client time limit',
    help: 'The caller’s own limit from sending to the last token; shorter gives up sooner, and the provider may bill all the same.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_REQUEST_MS, unit: 's' },
  },
  {
    key: 'failureAfterMs',
    label: 'Fails after',
    help: 'How soon a call that fails has its failure; the longer, the later a retry or the next tier begins.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_FAILURE_MS, unit: 'ms' },
  },
  {
    key: 'serverErrorRate',
    label: 'Server errors',
    help: 'Share of calls that end in a 5xx on an ordinary day.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'connectionRate',
    label: 'Lost connections',
    help: 'Share of calls that cannot reach the provider on an ordinary day.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'rateLimitRate',
    label: 'Rate limits',
    help: 'Share of calls refused with a 429 beyond what the provider’s own limits refuse.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'malformedRate',
    label: 'Malformed answers',
    help: 'Share of answers that are cut short or do not parse; they take their time and are billed.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'timeoutRate',
    label: 'Hangs',
    help: 'Share of calls that never get an answer, so that only a time limit ends them.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'malformedWrittenShare',
    label: 'Written when malformed',
    help: 'How far a malformed answer gets before it breaks off; that part is waited for and paid.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'contentPolicyRate',
    label: 'Policy refusals',
    help: 'Share of questions that the model refuses; the same question is refused again, another model may take it.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'successRate',
    label: 'Solves',
    help: 'Share of tasks that an answer solves; the others arrive, cost the same and are wrong.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'difficultySpread',
    label: 'Difficulty spread',
    help: 'How alike attempts at one task are: at 0 trying again always helps, at 100 % a failed task fails again.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'difficultyShape',
    label: 'Difficulty',
    help: 'How the chances of the tasks lie around their mean; it matters from the third attempt at a task.',
    control: {
      kind: 'choice',
      options: [
        { value: 'beta', label: 'Graded', help: 'A Beta distribution: every chance between never and always occurs.' },
        { value: 'decided', label: 'Decided', help: 'Some tasks are always solved, some never, the rest with equal chance.' },
      ],
    },
  },
  {
    key: 'difficultyKnownShare',
    label: 'Difficulty seen in advance',
    help: 'Share of tasks whose complexity says how hard they are; higher lets a router lose less quality.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'hallucinationRate',
    label: 'Hallucinations',
    help: 'Share of answers that state something their sources do not say; guards and evaluators look for it.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'unsafeRate',
    label: 'Unsafe answers',
    help: 'Share of answers that are harmful or against the policy of the product.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'leakRate',
    label: 'Leaks',
    help: 'Share of answers that show personal or secret data.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
  {
    key: 'offTopicRate',
    label: 'Off topic',
    help: 'Share of answers about something that the product is not for.',
    control: { kind: 'ratio', min: 0, max: 1 },
  },
];
