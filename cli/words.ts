/** Figures for people: three significant digits with their unit, thousands apart. Exact values are in the JSON. */

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
