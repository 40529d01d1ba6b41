import type { Field } from '../kind.ts';
import { TIER_OPTIONS } from '../tier.ts';
import { HIGHEST_CASE_USD, LONGEST_CASE_MINUTES, LONGEST_PATIENCE_MS, MOST_PEOPLE, WEEKDAYS } from './config.ts';

const inShifts = { key: 'hours', isOneOf: ['shift'] } as const;

export const reviewFields: readonly Field[] = [
  {
    key: 'people',
    label: 'Reviewers',
    help: 'People who decide cases at one time; more of them make the queue shorter.',
    control: { kind: 'number', min: 1, max: MOST_PEOPLE, step: 1, unit: 'people' },
  },
  {
    key: 'minutesPerCase',
    label: 'A case takes',
    help: 'Mean time from taking a case to its decision.',
    control: { kind: 'number', min: 0.01, max: LONGEST_CASE_MINUTES, step: 0.5, unit: 'min' },
  },
  {
    key: 'caseShape',
    label: 'Spread',
    help: 'How much cases differ in length; the more they differ, the longer the queue.',
    control: {
      kind: 'choice',
      options: [
        { value: 'lognormal', label: 'Log-normal', help: 'Many short cases and a few long ones.' },
        { value: 'exponential', label: 'Exponential', help: 'As queueing theory likes it.' },
        { value: 'constant', label: 'All the same' },
      ],
    },
  },
  {
    key: 'caseVariation',
    label: 'Variation',
    help: 'Standard deviation divided by the mean; 1 spreads as an exponential does.',
    control: { kind: 'number', min: 0.01, max: 10, step: 0.1, unit: '× mean' },
    shownWhen: { key: 'caseShape', isOneOf: ['lognormal'] },
  },
  {
    key: 'hours',
    label: 'At work',
    help: 'When reviewers take cases; at other times cases wait.',
    control: {
      kind: 'choice',
      options: [
        { value: 'always', label: 'Day and night' },
        { value: 'shift', label: 'In a daily shift' },
      ],
    },
  },
  {
    key: 'fromHour',
    label: 'From',
    help: 'Hour of the day at which the shift starts.',
    control: { kind: 'number', min: 0, max: 24, step: 0.5, unit: 'h' },
    shownWhen: inShifts,
  },
  {
    key: 'toHour',
    label: 'To',
    help: 'Hour of the day at which nobody takes a new case any longer; a figure that is not later than the start means the next day.',
    control: { kind: 'number', min: 0, max: 24, step: 0.5, unit: 'h' },
    shownWhen: inShifts,
  },
  {
    key: 'days',
    label: 'On',
    help: 'Days on which a shift starts.',
    control: {
      kind: 'choice',
      options: [
        { value: 'monday-to-friday', label: 'Monday to Friday' },
        { value: 'monday-to-saturday', label: 'Monday to Saturday' },
        { value: 'every-day', label: 'Every day' },
      ],
    },
    shownWhen: inShifts,
  },
  {
    key: 'startsOnDay',
    label: 'Traffic starts on',
    help: 'Weekday of the first moment of the traffic, in the reviewers’ own time.',
    control: { kind: 'choice', options: WEEKDAYS.map((label, value) => ({ value, label })) },
    shownWhen: inShifts,
  },
  {
    key: 'startsAtHour',
    label: 'Traffic starts at',
    help: 'Hour of the day of the first moment of the traffic, in the reviewers’ own time.',
    control: { kind: 'number', min: 0, max: 24, step: 0.5, unit: 'h' },
    shownWhen: inShifts,
  },
  {
    key: 'patienceShape',
    label: 'Patience',
    help: 'How long a case waits for somebody to take it; one that was taken is waited for.',
    control: {
      kind: 'choice',
      options: [
        { value: 'exponential', label: 'Differs', help: 'Exponential, with the mean below.' },
        { value: 'constant', label: 'A fixed time' },
        { value: 'endless', label: 'Without end' },
      ],
    },
  },
  {
    key: 'patienceMs',
    label: 'Waits for',
    help: 'Time, or mean time, after which a case that nobody has taken is given up.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_PATIENCE_MS, unit: 'min' },
    shownWhen: { key: 'patienceShape', isOneOf: ['exponential', 'constant'] },
  },
  {
    key: 'whenTooLate',
    label: 'Given up means',
    help: 'What the caller gets for a case that nobody took in time.',
    control: {
      kind: 'choice',
      options: [
        { value: 'fail', label: 'Timeout', help: 'A fallback above may go on.' },
        { value: 'decline', label: 'Declined', help: 'Counts as blocked by a guard.' },
        { value: 'approve', label: 'Approved unseen' },
      ],
    },
    shownWhen: { key: 'patienceShape', isOneOf: ['exponential', 'constant'] },
  },
  {
    key: 'slaMs',
    label: 'Promised within',
    help: 'Time from asking to decision that is promised; it is only counted, nothing ends by it.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_PATIENCE_MS, unit: 'min' },
  },
  {
    key: 'declineShare',
    label: 'Declined',
    help: 'Share of decided cases that are declined, which counts as blocked by a guard.',
    control: { kind: 'ratio' },
  },
  {
    key: 'usdPerCase',
    label: 'A case costs',
    help: 'Paid for every case that somebody takes, whatever comes of it.',
    control: { kind: 'number', min: 0, max: HIGHEST_CASE_USD, step: 0.1, unit: 'USD' },
  },
  {
    key: 'tier',
    label: 'Tier',
    help: 'Which promise to the user an approved case keeps; results are counted by it.',
    control: { kind: 'choice', options: TIER_OPTIONS },
  },
];
