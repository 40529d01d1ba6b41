import type { Control } from '../../shared/kinds/index.ts';
import { groupedDigits, words } from '../words/index.ts';

export type FigureControl = Extract<Control, { kind: 'duration' | 'ratio' | 'number' | 'optional-number' }>;

const MS_IN = { ms: 1, s: 1000, min: 60_000 } as const;

/** What stands in the field and behind it. Figures are typed and shown in this unit, never in the stored one. */
export function unitOf(control: FigureControl): string {
  return control.kind === 'ratio' ? '%' : control.unit;
}

const scaleOf = (control: FigureControl): number =>
  control.kind === 'duration' ? MS_IN[control.unit] : control.kind === 'ratio' ? 0.01 : 1;

export function boundsOf(control: FigureControl): { readonly min: number; readonly max: number } {
  if (control.kind === 'duration') return { min: control.minMs, max: control.maxMs };
  if (control.kind === 'ratio') return { min: control.min ?? 0, max: control.max ?? 1 };
  return { min: control.min, max: control.max };
}

/** Twelve digits hide the noise of binary fractions (0.07 × 100) and nothing a person typed. */
const clean = (value: number): number => Number(value.toPrecision(12));

export const textOfNumber = (control: FigureControl, stored: number): string => String(clean(stored / scaleOf(control)));

export type Typed = { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly sentence: string };

/** Blanks that group thousands and a decimal comma are understood. */
export function numberFromText(control: FigureControl, text: string): Typed {
  const typed = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (typed === '') {
    return control.kind === 'optional-number' ? { ok: true, value: null } : { ok: false, sentence: words.inspector.numberNeeded };
  }
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(typed)) return { ok: false, sentence: words.inspector.notANumber };
  const value = clean(Number(typed) * scaleOf(control));
  const { min, max } = boundsOf(control);
  if (value < min || value > max) {
    return {
      ok: false,
      sentence: words.inspector.outOfRange(textOfNumber(control, min), groupedDigits(textOfNumber(control, max)), unitOf(control)),
    };
  }
  return { ok: true, value };
}

/** What may be typed, in the unit of the field: `0.001 to 600 s`. */
export function rangeText(control: FigureControl): string {
  const { min, max } = boundsOf(control);
  return words.inspector.range(groupedDigits(textOfNumber(control, min)), groupedDigits(textOfNumber(control, max)), unitOf(control));
}

/** A stored figure with its unit; the control's own word where none is stored. */
export function figureWithUnit(control: FigureControl, stored: number | null): string {
  if (stored === null) return control.kind === 'optional-number' ? control.absent : words.inspector.none;
  return `${groupedDigits(textOfNumber(control, stored))} ${unitOf(control)}`.trim();
}

/** One step with the arrow keys, in stored units: a figure moves by the power of ten that suits its size. */
export function stepped(control: FigureControl, stored: number, direction: 1 | -1): number {
  const { min, max } = boundsOf(control);
  const shown = stored / scaleOf(control);
  const fixed = control.kind === 'number' || control.kind === 'optional-number' ? control.step : undefined;
  const step = fixed ?? (Math.abs(shown) >= 200 ? 10 : Math.abs(shown) >= 2 || (shown === 1 && direction === 1) ? 1 : 0.1);
  const next = clean((shown + direction * step) * scaleOf(control));
  return Math.min(max, Math.max(min, next));
}
