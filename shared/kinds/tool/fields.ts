import type { Field } from '../kind.ts';
import { HIGHEST_TOOL_USD, LONGEST_TOOL_MS, MOST_SLOTS } from './config.ts';

export const toolFields: readonly Field[] = [
  {
    key: 'latencyShape',
    label: 'Latency shape',
    help: 'How the time of a call varies around its usual value.',
    control: {
      kind: 'choice',
      options: [
        { value: 'lognormal', label: 'Log-normal', help: 'A heavy tail, set by P50 and P95.' },
        { value: 'exponential', label: 'Exponential', help: 'As in queueing theory; the first value is the mean.' },
        { value: 'constant', label: 'Constant', help: 'Always the same.' },
      ],
    },
  },
  {
    key: 'latencyP50Ms',
    label: 'Takes (P50)',
    help: 'Usual time of a call; every step of an agent that needs this tool waits for it.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_TOOL_MS, unit: 'ms' },
  },
  {
    key: 'latencyP95Ms',
    label: 'Takes at worst (P95)',
    help: 'One call in twenty takes longer than this; a larger value means a heavier tail.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_TOOL_MS, unit: 'ms' },
    shownWhen: { key: 'latencyShape', isOneOf: ['lognormal'] },
  },
  {
    key: 'failureRate',
    label: 'Fails',
    help: 'Share of the calls that end with a tool failure on an ordinary day.',
    control: { kind: 'ratio' },
  },
  {
    key: 'timeoutMs',
    label: 'Give up after',
    help: 'The call fails with a timeout when there is no result by then, waiting for a slot included.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_TOOL_MS, unit: 's' },
  },
  {
    key: 'usdPerCall',
    label: 'Price of a call',
    help: 'Paid for every call that was started, also for one that fails.',
    control: { kind: 'number', min: 0, max: HIGHEST_TOOL_USD, step: 0.0001, unit: 'USD' },
  },
  {
    key: 'isIrreversible',
    label: 'Cannot be undone',
    help: 'On for payments, deletions and messages: an execution guard can ask people before such a call.',
    control: { kind: 'toggle' },
  },
  {
    key: 'slots',
    label: 'Calls at once',
    help: 'How many calls the tool serves at the same time; fewer make the others wait.',
    control: { kind: 'optional-number', min: 1, max: MOST_SLOTS, step: 1, unit: 'calls', absent: 'any number' },
  },
  {
    key: 'queueLength',
    label: 'May wait',
    help: 'How many calls may wait for a slot before the next one fails at once; read only with a number of calls at once.',
    control: { kind: 'optional-number', min: 0, max: MOST_SLOTS, step: 1, unit: 'calls', absent: 'any number' },
  },
];
