/** What a terminal needs beside the figures of `shared/compare`, which are written the same everywhere. */
export { count, duration, figure, share, usd } from '../shared/compare/index.ts';

/** A time on the axis of the traffic: 20:00, 1:05:00; with tenths of a second when asked. */
export function clock(ms: number, withTenths = false): string {
  const tenths = withTenths ? Math.floor(ms / 100) : Math.round(ms / 1000) * 10;
  const seconds = Math.floor(tenths / 10);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const text = `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
  return withTenths ? `${text}.${tenths % 10}` : text;
}

/** Columns aligned: the first to the left, the others as told (`l` or `r`). */
export function table(rows: readonly (readonly string[])[], align: string): string {
  const widths = Array.from(align, (_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (align[i] === 'r' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
