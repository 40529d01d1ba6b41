import { expect, it } from 'vitest';
import type { Control } from '../../shared/kinds/index.ts';
import { type ScenarioEffect, type ScenarioEvent, scenarioEffectSchema, scenarioEventSchema } from '../../shared/model/index.ts';
import { EFFECT_KINDS, FIRST_EFFECTS } from '../../shared/scenario/index.ts';
import { configOf, EFFECT_FIELDS, timeFields, withEffect, withField } from './effect-fields.ts';

const event = (effect: ScenarioEffect): ScenarioEvent => ({
  id: 'e',
  name: 'E',
  target: { kind: 'primary-provider' },
  effect,
  startMs: 0,
  durationMs: 60_000,
  rampUpMs: 0,
  rampDownMs: 0,
});

const STORED_AS: Readonly<Record<string, string>> = { retryAfterS: 'retryAfterMs' };

it('every field of every effect can be set in the form', () => {
  for (const { shape } of scenarioEffectSchema.options) {
    const kind = shape.kind.value;
    const shown = EFFECT_FIELDS[kind].map(({ key }) => STORED_AS[key] ?? key);
    expect(shown.sort(), kind).toEqual(
      Object.keys(shape)
        .filter((key) => key !== 'kind')
        .sort(),
    );
  }
});

const ends = (control: Control): readonly number[] => {
  if (control.kind === 'ratio') return [control.min ?? 0, control.max ?? 1];
  if (control.kind === 'number' || control.kind === 'optional-number') return [control.min, control.max];
  return control.kind === 'duration' ? [control.minMs, control.maxMs] : [];
};

it('the ends of what may be typed are taken by the schema, and a step beyond them is not where it has an end', () => {
  for (const kind of EFFECT_KINDS) {
    for (const { key, control } of EFFECT_FIELDS[kind]) {
      for (const value of ends(control)) {
        const next = withField(event(FIRST_EFFECTS[kind]), key, value);
        expect(configOf(next)[key], `${kind} ${key} ${value}`).toBe(value);
      }
      const [low] = ends(control);
      if (low === undefined) continue;
      const before = event(FIRST_EFFECTS[kind]);
      expect(withField(before, key, low - 0.001), `${kind} ${key}`).toBe(before);
    }
    for (const { key, control } of timeFields(3_600_000))
      for (const value of ends(control)) expect(configOf(withField(event(FIRST_EFFECTS[kind]), key, value))[key]).toBe(value);
  }
});

it('a failure that carries no hint loses the one that was set', () => {
  const hinted = withField(event({ kind: 'outage', share: 1, failure: 'rate-limit' }), 'retryAfterS', 30);
  expect(hinted.effect).toMatchObject({ retryAfterMs: 30_000 });
  expect(withField(hinted, 'failure', 'auth').effect).toEqual({ kind: 'outage', share: 1, failure: 'auth' });
  expect(withField(hinted, 'retryAfterS', null).effect).toEqual({ kind: 'outage', share: 1, failure: 'rate-limit' });
});

it('"of calls" writes nothing into the file, "of requests" does', () => {
  const shared = withField(event(FIRST_EFFECTS.outage), 'shareOf', 'requests');
  expect(shared.effect).toMatchObject({ shareOf: 'requests' });
  expect(withField(shared, 'shareOf', 'calls').effect).toEqual(FIRST_EFFECTS.outage);
});

it('another effect keeps what both have, and a name that was given', () => {
  const outage = event({ kind: 'outage', share: 0.4, failure: 'timeout' });
  expect(withEffect(outage, 'error-rate').effect).toEqual({ kind: 'error-rate', rate: 0.3, failure: 'timeout' });
  expect(withEffect(outage, 'quality-loss').effect).toEqual({ kind: 'quality-loss', share: 0.4 });
  expect(withEffect(outage, 'price').name).toBe('E');
  expect(withEffect({ ...outage, name: 'Outage' }, 'price').name).toBe('Price');
  for (const from of EFFECT_KINDS)
    for (const to of EFFECT_KINDS)
      expect(scenarioEventSchema.safeParse(withEffect(event(FIRST_EFFECTS[from]), to)).success, `${from} → ${to}`).toBe(true);
});
