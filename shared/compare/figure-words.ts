import type { ComparedFigure, Difference } from '../model/index.ts';

/** Figures for people who read a report: three significant digits with their unit, thousands apart. Exact values are in the JSON. */

export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** Three significant digits, but never fewer than the whole part has. */
export function figure(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return count(value);
  return String(Number(value.toPrecision(3)));
}

/** A share, shown in percent. Shares that round to all or nothing without being it keep the digits that tell. */
export function share(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 99.9 && percent < 100)
    return `${(100 - Number((100 - percent).toPrecision(2))).toFixed(Math.min(6, 1 - Math.floor(Math.log10(100 - percent))))} %`;
  return `${figure(percent)} %`;
}

export function usd(value: number): string {
  if (value === 0) return '$0';
  return value >= 0.01 && value < 1000 ? `$${value.toFixed(value < 1 ? 3 : 2)}` : `$${figure(value)}`;
}

export function duration(ms: number | null): string {
  if (ms === null) return 'none';
  if (ms < 1000) return `${figure(ms)} ms`;
  if (ms < 60_000) return `${figure(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const units = ['d', 'h', 'min', 's'];
  const first = parts.findIndex((part) => part > 0);
  return parts
    .map((part, i) => `${part} ${units[i]}`)
    .slice(first, first + 2)
    .filter((text) => !text.startsWith('0 '))
    .join(' ');
}

const SHOW = { ratio: share, ms: duration, usd, count: figure } as const;

export function shownFigure({ unit }: Pick<ComparedFigure, 'unit'>, value: number | null): string {
  return value === null ? 'none' : SHOW[unit](value);
}

/** A difference of shares is told in points, lest 1 % of 2 % be taken for it. */
export function signedFigure({ unit }: Pick<ComparedFigure, 'unit'>, value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return `${value < 0 ? '−' : '+'}${unit === 'ratio' ? `${figure(size * 100)} points` : SHOW[unit](size)}`;
}

export const intervalText = (about: Pick<ComparedFigure, 'unit'>, { low, high }: Pick<Difference, 'low' | 'high'>): string =>
  `${signedFigure(about, low)} … ${signedFigure(about, high)}`;
