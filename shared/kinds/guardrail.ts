import type { Assumption, FailureClass, Finding, PolicyNode } from '../model/index.ts';
import { isMendedAbove } from './fallback-above.ts';
import type { Field, GraphView, Port } from './kind.ts';
import { durationText, percentText, usdText } from './words.ts';

/** What input and output guards have in common: a classifier that is sometimes wrong, and what happens to what it finds. */

export const GUARD_ACTIONS = ['block', 'redact', 'fall-back', 'flag', 'review'] as const;
export type GuardAction = (typeof GUARD_ACTIONS)[number];

/** "blocks injection" */
export const ACTION_VERBS: Readonly<Record<GuardAction, string>> = {
  block: 'blocks',
  redact: 'redacts',
  'fall-back': 'falls back on',
  flag: 'flags',
  review: 'sends to review:',
};

/** One way out for what is fine, and one to people for a guard that asks them. */
export const guardPorts = (action: GuardAction): readonly Port[] =>
  action === 'review'
    ? [
        { id: 'next', label: 'next', required: true },
        { id: 'review', label: 'review', required: true },
      ]
    : [{ id: 'next', label: 'next', required: true }];

/**
 * `reached` counts what truly is bad, so caught + leaked = reached; `false-alarm` counts what is fine and was taken for bad.
 * The same four begin the facts of
 * every kind that is a layer of defence; the order is that of the constants below.
 */
export const GUARD_FACTS = ['reached', 'caught', 'leaked', 'false-alarm'] as const;
export const REACHED = 0;
export const CAUGHT = 1;
export const LEAKED = 2;
export const FALSE_ALARM = 3;

export const LONGEST_CHECK_MS = 60_000;
export const HIGHEST_CHECK_USD = 10;

export interface GuardRates {
  readonly prevalence: number;
  readonly detectionRate: number;
  readonly falsePositiveRate: number;
}

/** Fields of both guards that follow the choice of check; `shownWhen` where a check has no rates. */
export function rateFields(subject: 'requests' | 'answers', shownWhen?: Field['shownWhen']): readonly Field[] {
  const when = shownWhen === undefined ? {} : { shownWhen };
  return [
    {
      key: 'prevalence',
      label: 'Truly bad',
      help: `Share of the ${subject} that truly are bad, whether anything notices or not.`,
      control: { kind: 'ratio' },
      ...when,
    },
    {
      key: 'detectionRate',
      label: 'Caught',
      help: `Share of the bad ${subject} that the guard notices; what it does not notice leaks.`,
      control: { kind: 'ratio' },
      ...when,
    },
    {
      key: 'falsePositiveRate',
      label: 'False alarms',
      help: `Share of the good ${subject} that the guard takes for bad.`,
      control: { kind: 'ratio' },
      ...when,
    },
  ];
}

export const costFields: readonly Field[] = [
  {
    key: 'latencyMs',
    label: 'Check takes',
    help: 'Time that every check adds to the answer, good or bad.',
    control: { kind: 'duration', minMs: 0, maxMs: LONGEST_CHECK_MS, unit: 'ms' },
  },
  {
    key: 'priceUsd',
    label: 'Check costs',
    help: 'Price of one check; it is paid whatever the check finds.',
    control: { kind: 'number', min: 0, max: HIGHEST_CHECK_USD, step: 0.0001, unit: 'USD' },
  },
];

export const rateSentences = {
  prevalence: (now: number, was: number) => `expects ${percentText(now)} to be truly bad (was ${percentText(was)})`,
  detectionRate: (now: number, was: number) => `catches ${percentText(now)} of what is bad (was ${percentText(was)})`,
  falsePositiveRate: (now: number, was: number) => `takes ${percentText(now)} of what is good for bad (was ${percentText(was)})`,
  latencyMs: (now: number, was: number) => `checks in ${durationText(now)} (was ${durationText(was)})`,
  priceUsd: (now: number, was: number) => `costs ${usdText(now)} a check (was ${usdText(was)})`,
} as const;

export function actionSentence(now: GuardAction, was: GuardAction): string {
  const instead: Readonly<Record<GuardAction, string>> = {
    block: 'blocking',
    redact: 'redacting',
    'fall-back': 'falling back',
    flag: 'flagging',
    review: 'sending to review',
  };
  const verb = now === 'fall-back' ? 'falls back' : now === 'review' ? 'sends to review' : ACTION_VERBS[now];
  return `${verb} instead of ${instead[was]}`;
}

/** The rates cannot be read off a recording by the simulator, so every figure that rests on them says so. */
export const rateAssumption = (rates: GuardRates, name: string, bad: string): Assumption => ({
  subject: name,
  statement:
    `${percentText(rates.prevalence)} of ${bad}; the guard catches ${percentText(rates.detectionRate)} of them ` +
    `and takes ${percentText(rates.falsePositiveRate)} of the others for one: set by hand, not recorded.`,
  basis: 'assumed',
});

/** Findings on the rates alone; `ruleRoom` is the kind's name. */
export function rateFindings(rates: GuardRates & { readonly action: GuardAction }, node: PolicyNode, ruleRoom: string): Finding[] {
  if (rates.detectionRate <= rates.falsePositiveRate) {
    return [
      {
        rule: `${ruleRoom}/no-better-than-chance`,
        severity: 'warning',
        nodeId: node.id,
        path: ['detectionRate'],
        message:
          `${node.name} catches ${percentText(rates.detectionRate)} of what is bad and ${percentText(rates.falsePositiveRate)} of what is good, ` +
          'so it is no better than chance. Check the two rates, or remove the guard.',
      },
    ];
  }
  const caught = rates.prevalence * rates.detectionRate;
  const falseAlarms = (1 - rates.prevalence) * rates.falsePositiveRate;
  if (rates.action === 'flag' || falseAlarms <= caught) return [];
  return [
    {
      rule: `${ruleRoom}/mostly-false-alarms`,
      severity: 'info',
      nodeId: node.id,
      path: ['falsePositiveRate'],
      message:
        `Most of what ${node.name} acts on is good: ${percentText(falseAlarms)} of all it sees against ${percentText(caught)} that is bad. ` +
        'Lower the false alarms, or only flag.',
    },
  ];
}

/** A guard that falls back needs a fallback above it that goes on after the failure it replies with. */
export function fallBackFindings(
  action: GuardAction,
  failure: FailureClass,
  node: PolicyNode,
  graph: GraphView,
  ruleRoom: string,
): Finding[] {
  if (action !== 'fall-back' || isMendedAbove(graph, node.id, failure)) return [];
  return [
    {
      rule: `${ruleRoom}/nowhere-to-fall-back`,
      severity: 'warning',
      nodeId: node.id,
      path: ['action'],
      message: `${node.name} replies ${failure} for another tier to answer, but no fallback above it goes on after that, so the user gets the failure. Put the guard under a tier that does, or block.`,
    },
  ];
}
