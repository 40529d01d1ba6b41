import type { Control } from '../../shared/kinds/index.ts';

type NumberControl = Extract<Control, { kind: 'duration' | 'ratio' | 'number' | 'optional-number' }>;

const MS_IN = { ms: 1, s: 1000, min: 60_000 } as const;

/** What stands in the field and behind it. Figures are typed and shown in this unit, never in the stored one. */
export function unitOf(control: NumberControl): string {
  return control.kind === 'ratio' ? '%' : control.unit;
}

const scaleOf = (control: NumberControl): number =>
  control.kind === 'duration' ? MS_IN[control.unit] : control.kind === 'ratio' ? 0.01 : 1;

export function boundsOf(control: NumberControl): { readonly min: number; readonly max: number } {
  if (control.kind === 'duration') return { min: control.minMs, max: control.maxMs };
  if (control.kind === 'ratio') return { min: control.min ?? 0, max: control.max ?? 1 };
  return { min: control.min, max: control.max };
}

/** Twelve digits hide the noise of binary fractions (0.07 × 100) and nothing a person typed. */
const clean = (value: number): number => Number(value.toPrecision(12));

export const textOfNumber = (control: NumberControl, stored: number): string => String(clean(stored / scaleOf(control)));

export type Typed = { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly sentence: string };

/** Blanks that group thousands and a decimal comma are understood. */
export function numberFromText(control: NumberControl, text: string): Typed {
  const typed = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (typed === '') {
    return control.kind === 'optional-number' ? { ok: true, value: null } : { ok: false, sentence: 'A number is needed here.' };
  }
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(typed)) return { ok: false, sentence: 'This is not a number.' };
  const value = clean(Number(typed) * scaleOf(control));
  const { min, max } = boundsOf(control);
  if (value < min || value > max) {
    const unit = unitOf(control);
    return { ok: false, sentence: `Between ${textOfNumber(control, min)} and ${grouped(textOfNumber(control, max))} ${unit}, please.` };
  }
  return { ok: true, value };
}

/** One step with the arrow keys, in stored units: a figure moves by the power of ten that suits its size. */
export function stepped(control: NumberControl, stored: number, direction: 1 | -1): number {
  const { min, max } = boundsOf(control);
  const shown = stored / scaleOf(control);
  const fixed = control.kind === 'number' || control.kind === 'optional-number' ? control.step : undefined;
  const step = fixed ?? (Math.abs(shown) >= 200 ? 10 : Math.abs(shown) >= 2 || (shown === 1 && direction === 1) ? 1 : 0.1);
  const next = clean((shown + direction * step) * scaleOf(control));
  return Math.min(max, Math.max(min, next));
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');
