import type { Control, Field } from '../../shared/kinds/index.ts';
import {
  FAILURE_CLASSES,
  FLAW_SENTENCES,
  FLAWS,
  failureInfo,
  LONGEST_MS,
  type ScenarioEffect,
  type ScenarioEvent,
  scenarioEventSchema,
} from '../../shared/model/index.ts';
import { type EffectKind, FIRST_EFFECTS, firstEffect } from '../../shared/scenario/index.ts';
import { words } from '../words/index.ts';

const texts = words.scenarioEditor.form;
const of = texts.ofKind;

const ratio: Control = { kind: 'ratio' };
const times = (min: number, max: number): Control => ({ kind: 'number', min, max, step: 0.5, unit: '×' });
const field = (key: string, label: string, help: string, control: Control, more: Partial<Field> = {}): Field => ({
  key,
  label,
  help,
  control,
  ...more,
});

const failure = field('failure', texts.failure, of.failure, {
  kind: 'choice',
  options: FAILURE_CLASSES.map((value) => ({ value, label: failureInfo(value).label, help: failureInfo(value).sentence })),
});
/** Classes whose status may carry the hint: 429, 500, 502, 503. */
const hinted = FAILURE_CLASSES.filter((name) => [429, 500, 502, 503].includes(failureInfo(name).httpStatus));
const retryAfter = field(
  'retryAfterS',
  texts.retryAfter,
  texts.retryAfterHelp,
  { kind: 'optional-number', min: 0, max: LONGEST_MS / 1000, step: 1, unit: 's', absent: texts.noHint },
  { shownWhen: { key: 'failure', isOneOf: hinted } },
);

/** The form of each effect, in the units that a person types. Bounds are those of the scenario's schema; a test compares them. */
export const EFFECT_FIELDS: Readonly<Record<EffectKind, readonly Field[]>> = {
  outage: [
    field('share', texts.share, of.outage, ratio),
    failure,
    retryAfter,
    field('shareOf', texts.shareOf, texts.shareOfHelp, {
      kind: 'choice',
      options: [
        { value: 'calls', label: texts.calls, help: texts.callsHelp },
        { value: 'requests', label: texts.requests, help: texts.requestsHelp },
      ],
    }),
  ],
  'error-rate': [field('rate', texts.rate, of.errorRate, ratio), failure, retryAfter],
  latency: [field('multiplier', texts.multiplier, of.latency, times(0.01, 1000))],
  'latency-tail': [field('share', texts.share, of.tailShare, ratio), field('multiplier', texts.multiplier, of.tail, times(1, 1000))],
  'rate-limit': [
    field('requestsPerMin', texts.requestsPerMin, of.limit, {
      kind: 'number',
      min: 0,
      max: 1e9,
      step: 10,
      unit: 'requests/min',
    }),
  ],
  'quality-loss': [field('share', texts.share, of.quality, ratio)],
  'flaw-rate': [
    field('rate', texts.rate, of.flawRate, ratio),
    field('flaw', texts.flaw, of.flaw, {
      kind: 'choice',
      options: FLAWS.map((value) => ({ value, label: words.rehearse.flaw[value], help: FLAW_SENTENCES[value] })),
    }),
  ],
  'answer-length': [field('multiplier', texts.multiplier, of.length, times(0.01, 1000))],
  price: [field('multiplier', texts.multiplier, of.price, times(0, 1000))],
  capacity: [field('share', texts.share, of.capacity, ratio)],
  'endless-loop': [field('share', texts.share, of.endless, ratio)],
  'conversation-growth': [field('multiplier', texts.multiplier, of.growth, times(0.01, 1000))],
  surge: [field('multiplier', texts.multiplier, of.surge, times(1, 100))],
};

/** Times in the unit in which the timeline is read. */
export function timeFields(shownMs: number): readonly Field[] {
  const unit = shownMs <= 600_000 ? 's' : 'min';
  const time = (key: string, label: string, help: string): Field =>
    field(key, label, help, { kind: 'duration', minMs: 0, maxMs: LONGEST_MS, unit });
  return [
    time('startMs', texts.start, texts.startHelp),
    time('durationMs', texts.duration, texts.durationHelp),
    time('rampUpMs', texts.rampUp, texts.rampUpHelp),
    time('rampDownMs', texts.rampDown, texts.rampDownHelp),
  ];
}

/** What the form shows of an event. */
export function configOf({ effect, startMs, durationMs, rampUpMs, rampDownMs }: ScenarioEvent): Readonly<Record<string, unknown>> {
  const { kind: _, ...amounts } = effect;
  return {
    startMs,
    durationMs,
    rampUpMs,
    rampDownMs,
    shareOf: 'calls',
    ...amounts,
    retryAfterS: 'retryAfterMs' in effect && effect.retryAfterMs !== undefined ? effect.retryAfterMs / 1000 : null,
  };
}

const TIMES = new Set(['startMs', 'durationMs', 'rampUpMs', 'rampDownMs']);

/** The event with one field of the form changed. A failure that carries no hint loses the one that was set; "of calls" is the same as nothing said. */
export function withField(event: ScenarioEvent, key: string, value: unknown): ScenarioEvent {
  if (TIMES.has(key)) return valid({ ...event, [key]: Math.round(value as number) }, event);
  const effect: Record<string, unknown> = { ...event.effect };
  if (key === 'retryAfterS') {
    if (value === null) delete effect['retryAfterMs'];
    else effect['retryAfterMs'] = (value as number) * 1000;
  } else if (key === 'shareOf' && value === 'calls') delete effect['shareOf'];
  else effect[key] = value;
  if (key === 'failure' && !(hinted as readonly unknown[]).includes(value)) delete effect['retryAfterMs'];
  return valid({ ...event, effect: effect as unknown as ScenarioEffect }, event);
}

const valid = (next: ScenarioEvent, before: ScenarioEvent): ScenarioEvent => (scenarioEventSchema.safeParse(next).success ? next : before);

/** Another effect keeps the name only where it was given by hand, and the share and failure where it has such. */
export function withEffect(event: ScenarioEvent, kind: EffectKind): ScenarioEvent {
  const next = firstEffect(kind, event.target);
  const kept = Object.fromEntries(
    (['share', 'rate', 'failure', 'flaw'] as const).flatMap((key) =>
      key in next && key in event.effect ? [[key, (event.effect as Record<string, unknown>)[key]]] : [],
    ),
  );
  const isNamedAfterEffect = event.name === words.scenarioEditor.effects[event.effect.kind].label;
  return valid(
    {
      ...event,
      name: isNamedAfterEffect ? words.scenarioEditor.effects[kind].label : event.name,
      effect: { ...next, ...kept } as ScenarioEffect,
    },
    event,
  );
}

export const isEffectKind = (value: unknown): value is EffectKind => typeof value === 'string' && value in FIRST_EFFECTS;
