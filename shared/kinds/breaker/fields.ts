import type { Field } from '../kind.ts';
import { COUNTS_OPTIONS, LONGEST_BREAKER_MS, MOST_BUCKETS, MOST_CALLS, MOST_FAILURES, MOST_TRIALS } from './config.ts';

const byNumber = { key: 'tripRule', isOneOf: ['count', 'consecutive'] };
const byShare = { key: 'tripRule', isOneOf: ['rate'] };
const withTrials = { key: 'halfOpen', isOneOf: ['reject', 'wait'] };

export const breakerFields: readonly Field[] = [
  {
    key: 'tripRule',
    label: 'Opens on',
    help: 'A number of failures suits little traffic; a share of all calls does not trip on ordinary errors when traffic is high.',
    control: {
      kind: 'choice',
      options: [
        { value: 'count', label: 'A number of failures' },
        { value: 'consecutive', label: 'Failures in a row', help: 'A success in between forgives all failures before it.' },
        { value: 'rate', label: 'A share of failures' },
      ],
    },
  },
  {
    key: 'failureCount',
    label: 'Opens after',
    help: 'Failures within the window that open it; more makes it slower to open and harder to trip by chance.',
    control: { kind: 'number', min: 1, max: MOST_FAILURES, step: 1, unit: 'failures' },
    shownWhen: byNumber,
  },
  {
    key: 'failureRatio',
    label: 'Opens at',
    help: 'Share of failed calls within the window at which it opens.',
    control: { kind: 'ratio', min: 0.001, max: 1 },
    shownWhen: byShare,
  },
  {
    key: 'minimumCalls',
    label: 'Of at least',
    help: 'Calls within the window before the share is looked at; fewer would let one bad call open it at night.',
    control: { kind: 'number', min: 0, max: MOST_CALLS, step: 1, unit: 'calls' },
    shownWhen: byShare,
  },
  {
    key: 'threshold',
    label: 'Threshold',
    help: 'Whether the number or share itself opens it, or only more than that; libraries differ.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'reached', label: 'Reached (≥)' },
        { value: 'exceeded', label: 'Exceeded (>)' },
      ],
    },
  },
  {
    key: 'judgedOn',
    label: 'Looks after',
    help: 'A success can open it too, when it is the call that makes the minimum full.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'every-result', label: 'Every result' },
        { value: 'failures', label: 'Failures only' },
      ],
    },
    shownWhen: byShare,
  },
  {
    key: 'shareOf',
    label: 'Share of',
    help: 'Counting calls as they arrive, rejected ones too, makes the share small after an outage, so it opens late the second time.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'results', label: 'Results' },
        { value: 'calls', label: 'Calls, rejected too' },
      ],
    },
    shownWhen: byShare,
  },
  {
    key: 'slowCallMs',
    label: 'Slow from',
    help: 'A call that takes longer counts as slow, whether it succeeds or not; 0 means that none does.',
    isRare: true,
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_BREAKER_MS, unit: 's' },
    shownWhen: byShare,
  },
  {
    key: 'slowCallRatio',
    label: 'Opens at slow',
    help: 'Share of slow calls within the window at which it opens as well.',
    isRare: true,
    control: { kind: 'ratio', min: 0.001, max: 1 },
    shownWhen: byShare,
  },
  {
    key: 'windowKind',
    label: 'Remembers',
    help: 'How results are forgotten; the exact window is the easiest to reason about, the others are what libraries keep.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'sliding', label: 'An exact window', help: 'Each result leaves when it is as old as the window is long.' },
        { value: 'calls', label: 'The last calls', help: 'A number of results, however old.' },
        {
          value: 'buckets',
          label: 'Parts cut by the clock',
          help: 'The oldest part is forgotten at once, so the length varies by one part.',
        },
        { value: 'call-buckets', label: 'Parts begun by calls', help: 'Each part begins with the first result after the last one ended.' },
        { value: 'tumbling', label: 'One after the other', help: 'Forgotten as a whole; the next begins with the next call.' },
        { value: 'calendar', label: 'One a clock period', help: 'Forgotten as a whole at every multiple of the length.' },
        { value: 'none', label: 'Everything', help: 'Nothing is forgotten until it closes.' },
      ],
    },
  },
  {
    key: 'windowMs',
    label: 'Within',
    help: 'How far back failures count; a longer window remembers more and opens on rarer failures.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_BREAKER_MS, unit: 's' },
    shownWhen: { key: 'windowKind', isOneOf: ['sliding', 'buckets', 'call-buckets', 'tumbling', 'calendar'] },
  },
  {
    key: 'windowCalls',
    label: 'Last',
    help: 'Results that it remembers; more makes the share steadier and slower to follow.',
    isRare: true,
    control: { kind: 'number', min: 1, max: MOST_CALLS, step: 1, unit: 'calls' },
    shownWhen: { key: 'windowKind', isOneOf: ['calls'] },
  },
  {
    key: 'windowBuckets',
    label: 'In',
    help: 'Parts of the window; more come nearer to an exact one.',
    isRare: true,
    control: { kind: 'number', min: 1, max: MOST_BUCKETS, step: 1, unit: 'parts' },
    shownWhen: { key: 'windowKind', isOneOf: ['buckets', 'call-buckets'] },
  },
  {
    key: 'windowAtClose',
    label: 'Closing',
    help: 'Keeping old failures can open it again with the first new one.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'clear', label: 'Forgets everything' },
        { value: 'keep-last', label: 'Keeps the last trial' },
        { value: 'keep', label: 'Keeps everything' },
      ],
    },
  },
  {
    key: 'opensAtOnceOn',
    label: 'Opens at once on',
    help: 'One such failure opens it, whatever the number or share is.',
    isRare: true,
    control: { kind: 'failures', options: COUNTS_OPTIONS },
  },
  {
    key: 'openForMs',
    label: 'Recovery',
    help: 'How long it rejects every call before it lets a few through to see whether the callee is well again.',
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_BREAKER_MS, unit: 's' },
  },
  {
    key: 'openEnds',
    label: 'Recovery ends',
    help: 'By itself or with a call makes a difference to late replies; an interval makes it end up to one interval late.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'call', label: 'With the next call' },
        { value: 'timer', label: 'By itself' },
        { value: 'interval', label: 'At the next interval' },
      ],
    },
  },
  {
    key: 'openEndsWhen',
    label: 'A call at its end',
    help: 'Whether a call at exactly the end of the recovery time is let through.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'reached', label: 'Let through' },
        { value: 'passed', label: 'Rejected' },
      ],
    },
    shownWhen: { key: 'openEnds', isOneOf: ['call'] },
  },
  {
    key: 'intervalMs',
    label: 'Interval',
    help: 'Recovery ends only at multiples of this, counted from the start of the traffic; longer makes it end later.',
    isRare: true,
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_BREAKER_MS, unit: 's' },
    shownWhen: { key: 'openEnds', isOneOf: ['interval'] },
  },
  {
    key: 'openGrowth',
    label: 'Recovery grows',
    help: 'Growing protects a callee that stays ill, and finds later that it is well.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'none', label: 'No', help: 'Every opening lasts the same.' },
        { value: 'linear', label: 'By its own length', help: 'The n-th opening in succession lasts n times as long.' },
        { value: 'doubling', label: 'Twofold', help: 'Each opening in succession lasts twice as long as the one before.' },
      ],
    },
  },
  {
    key: 'longestOpenMs',
    label: 'At most',
    help: 'The longest recovery that growth leads to.',
    isRare: true,
    control: { kind: 'duration', minMs: 1, maxMs: LONGEST_BREAKER_MS, unit: 's' },
    shownWhen: { key: 'openGrowth', isOneOf: ['linear', 'doubling'] },
  },
  {
    key: 'honoursRetryAfter',
    label: 'Honours Retry-After',
    help: 'When the failure that opens it says how long to wait, that is the recovery time.',
    isRare: true,
    control: { kind: 'toggle' },
  },
  {
    key: 'failureWhileOpen',
    label: 'A failure while open',
    help: 'Whether a late failure that would open it starts the recovery time again.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'ignored', label: 'Changes nothing' },
        { value: 'restarts', label: 'Starts it again' },
      ],
    },
  },
  {
    key: 'halfOpen',
    label: 'After recovery',
    help: 'Trial calls find out whether the callee is well; without them all traffic returns at once.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'reject', label: 'Trials, others rejected' },
        { value: 'wait', label: 'Trials, others wait', help: 'They wait for the trial to end and then go through or are rejected.' },
        { value: 'none', label: 'Full traffic' },
      ],
    },
  },
  {
    key: 'trialRule',
    label: 'Trials decide by',
    help: 'What closes it and what opens it again.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        {
          value: 'in-a-row',
          label: 'Successes in a row',
          help: 'The first failure opens it; at most as many are let through as must succeed.',
        },
        { value: 'rate', label: 'Share of failures', help: 'The share that opens it decides over all trials together.' },
        {
          value: 'capacity',
          label: 'Successes of so many',
          help: 'It opens when too many have failed for the successes still to be reached.',
        },
      ],
    },
    shownWhen: withTrials,
  },
  {
    key: 'closeAfterSuccesses',
    label: 'Closes after',
    help: 'Trial calls that must succeed; when in a row, also the most that are let through until it has decided.',
    control: { kind: 'number', min: 1, max: MOST_TRIALS, step: 1, unit: 'successes' },
    shownWhen: { key: 'trialRule', isOneOf: ['in-a-row', 'capacity'] },
  },
  {
    key: 'trialCalls',
    label: 'Trials',
    help: 'Calls let through for a share to decide over, or at a time for successes of so many.',
    isRare: true,
    control: { kind: 'number', min: 1, max: MOST_TRIALS, step: 1, unit: 'calls' },
    shownWhen: { key: 'trialRule', isOneOf: ['rate', 'capacity'] },
  },
  {
    key: 'trialTimeoutMs',
    label: 'Trial time limit',
    help: 'A trial call that has no reply for this long counts as a failure; without a limit a hung trial blocks it for ever.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_BREAKER_MS, unit: 's' },
    shownWhen: withTrials,
  },
  {
    key: 'opensAfterGivenUp',
    label: 'Given-up trials',
    help: 'Trials in succession that their callers gave up, after which it opens again. 0 never does: callers who are quicker keep it half-open.',
    isRare: true,
    control: { kind: 'number', min: 0, max: MOST_TRIALS, step: 1, unit: 'trials' },
    shownWhen: withTrials,
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
        {
          value: 'window',
          label: 'Fill the window',
          help: 'It counts as if it were closed: a failure may open it again, a success closes nothing.',
        },
      ],
    },
  },
  {
    key: 'countsAs',
    label: 'Counts as failure',
    help: 'Failures that speak against the callee.',
    control: { kind: 'failures', options: COUNTS_OPTIONS },
  },
  {
    key: 'otherFailures',
    label: 'Any other failure',
    help: 'What a failure is that does not count: it is passed on in any case.',
    isRare: true,
    control: {
      kind: 'choice',
      options: [
        { value: 'ignore', label: 'Decides nothing', help: 'A trial that ends in one gives its permit back.' },
        { value: 'success', label: 'Is a success' },
        {
          value: 'trial-success',
          label: 'Is a success as a trial',
          help: 'It closes a half-open breaker and is not remembered otherwise.',
        },
      ],
    },
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
