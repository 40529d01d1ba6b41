import { describe, expect, it } from 'vitest';
import { numberFromText, stepped, textOfNumber } from './number-text.ts';

const seconds = { kind: 'duration', minMs: 1, maxMs: 600_000, unit: 's' } as const;
const percent = { kind: 'ratio' } as const;
const limit = { kind: 'optional-number', min: 0, max: 100, step: 10, unit: 'requests/min', absent: 'no limit' } as const;

describe('figures of a form', () => {
  it('are typed in their unit and stored in milliseconds or as a share', () => {
    expect(numberFromText(seconds, '1.5')).toEqual({ ok: true, value: 1500 });
    expect(numberFromText(percent, '7')).toEqual({ ok: true, value: 0.07 });
    expect(textOfNumber(percent, 0.07)).toBe('7');
    expect(textOfNumber(seconds, 500)).toBe('0.5');
  });

  it('take a decimal comma and blanks between thousands', () => {
    expect(numberFromText(seconds, '0,5')).toEqual({ ok: true, value: 500 });
    expect(numberFromText({ kind: 'number', min: 0, max: 1e6, step: 1, unit: 'tokens' }, '6 000')).toEqual({ ok: true, value: 6000 });
  });

  it('are refused with a sentence out of range, and when they are no number', () => {
    expect(numberFromText(seconds, '601')).toEqual({ ok: false, sentence: 'Between 0.001 and 600 s, please.' });
    expect(numberFromText(seconds, 'ten')).toMatchObject({ ok: false });
    expect(numberFromText(seconds, '1e999')).toMatchObject({ ok: false });
    expect(numberFromText(seconds, '')).toMatchObject({ ok: false });
  });

  it('may be absent only where that means something', () => {
    expect(numberFromText(limit, '')).toEqual({ ok: true, value: null });
    expect(numberFromText(limit, '0')).toEqual({ ok: true, value: 0 });
  });

  it('step in a size that suits them and stop at their bounds', () => {
    expect(stepped(seconds, 30_000, 1)).toBe(31_000);
    expect(stepped(seconds, 500, -1)).toBe(400);
    expect(stepped(percent, 1, 1)).toBe(1);
    expect(stepped(limit, 5, -1)).toBe(0);
  });
});
