import { FAILURE_CLASSES } from '../../model/index.ts';
import type { Field } from '../kind.ts';
import { LONGEST_QUEUE, LONGEST_WAIT_MS, MOST_PRIORITY_RULES, MOST_SLOTS, NEW_PRIORITY_RULE, type Priority } from './config.ts';

const priorityOptions: readonly { value: Priority; label: string }[] = [
  { value: 0, label: '0, goes first' },
  { value: 1, label: '1' },
  { value: 2, label: '2' },
  { value: 3, label: '3, goes last' },
];
const adaptive = { key: 'adapts', isOneOf: ['aimd', 'gradient2'] } as const;
const aimd = { key: 'adapts', isOneOf: ['aimd'] } as const;

export const concurrencyLimitFields: readonly Field[] = [
  {
    key: 'slots',
    label: 'At one time',
    help: 'Calls that may run below at once; more lets more load through. An adaptive limit starts here.',
    control: { kind: 'number', min: 1, max: MOST_SLOTS, step: 1, unit: 'calls' },
  },
  {
    key: 'queueLength',
    label: 'May wait',
    help: 'Calls that may wait for their turn; when as many wait, the next is shed at once.',
    control: { kind: 'optional-number', min: 0, max: LONGEST_QUEUE, step: 1, unit: 'calls', absent: 'any number' },
  },
  {
    key: 'maxWaitMs',
    label: 'Longest wait',
    help: 'A call that has waited this long is shed; a longer wait keeps more calls and makes them slower.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_WAIT_MS, unit: 's' },
  },
  {
    key: 'priority',
    label: 'Priority',
    help: 'Of every call that no rule names; of those that wait, the lowest number goes first.',
    control: { kind: 'choice', options: priorityOptions },
  },
  {
    key: 'priorityColumn',
    label: 'Priority by column',
    help: 'Metadata column of the traffic that tells calls apart; without one all have the same priority.',
    control: { kind: 'text', maxLength: 100, placeholder: 'plan' },
  },
  {
    key: 'priorities',
    label: 'Priorities',
    help: 'Which values of the column have which priority; the first rule that names a value counts.',
    control: {
      kind: 'list',
      itemLabel: 'rule',
      idPrefix: 'p',
      minItems: 0,
      maxItems: MOST_PRIORITY_RULES,
      newItem: NEW_PRIORITY_RULE,
      fields: [
        {
          key: 'values',
          label: 'Is one of',
          help: 'Values of the column, separated by commas; capitals count.',
          control: { kind: 'text', maxLength: 500, placeholder: 'paid, enterprise' },
        },
        {
          key: 'priority',
          label: 'Priority',
          help: 'Of those that wait, the lowest number goes first.',
          control: { kind: 'choice', options: priorityOptions },
        },
      ],
    },
  },
  {
    key: 'queueShare1',
    label: 'Queue for priority 1',
    help: 'How full the queue may be for a call of priority 1 to still join; less sheds it earlier.',
    control: { kind: 'ratio' },
  },
  {
    key: 'queueShare2',
    label: 'Queue for priority 2',
    help: 'How full the queue may be for a call of priority 2 to still join; less sheds it earlier.',
    control: { kind: 'ratio' },
  },
  {
    key: 'queueShare3',
    label: 'Queue for priority 3',
    help: 'How full the queue may be for a call of priority 3 to still join; less sheds it earlier.',
    control: { kind: 'ratio' },
  },
  {
    key: 'adapts',
    label: 'The limit',
    help: 'Whether the number of slots follows what the calls below show.',
    control: {
      kind: 'choice',
      options: [
        { value: 'fixed', label: 'Stays', help: 'The number of slots is the one set above.' },
        { value: 'aimd', label: 'AIMD', help: 'One slot more while calls succeed, a share less when one is dropped or slow.' },
        { value: 'gradient2', label: 'Gradient2', help: 'Shrinks as soon as calls take longer than their long-term mean.' },
      ],
    },
  },
  {
    key: 'minSlots',
    label: 'At least',
    help: 'The limit never adapts below this many slots.',
    control: { kind: 'number', min: 1, max: MOST_SLOTS, step: 1, unit: 'calls' },
    shownWhen: adaptive,
  },
  {
    key: 'maxSlots',
    label: 'At most',
    help: 'The limit never adapts above this many slots.',
    control: { kind: 'number', min: 1, max: MOST_SLOTS, step: 1, unit: 'calls' },
    shownWhen: adaptive,
  },
  {
    key: 'shrinkBy',
    label: 'Shrinks to',
    help: 'Share of the slots that is left when a call is dropped; less reacts harder.',
    control: { kind: 'ratio', min: 0.5, max: 0.99 },
    shownWhen: aimd,
  },
  {
    key: 'slowMs',
    label: 'Slow from',
    help: 'A call that takes longer than this counts as dropped.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_WAIT_MS, unit: 's' },
    shownWhen: aimd,
  },
  {
    key: 'shrinkOn',
    label: 'Dropped are',
    help: 'Failures from below that make the limit shrink.',
    control: { kind: 'failures', options: FAILURE_CLASSES },
    shownWhen: aimd,
  },
  {
    key: 'tolerance',
    label: 'Tolerates',
    help: 'How many times the long-term mean a call may take before the limit shrinks.',
    control: { kind: 'number', min: 1, max: 10, step: 0.1, unit: '×' },
    shownWhen: { key: 'adapts', isOneOf: ['gradient2'] },
  },
];
