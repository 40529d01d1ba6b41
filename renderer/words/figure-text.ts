import { DECIMAL_SIGN } from './locale.ts';

/** Numbers as they stand on the glass: three significant digits with a unit; the exact value belongs in a title. */

/** Groups thousands; never breaks a line. */
const THIN = '\u202f';
/** Between a number and its unit; a thinner one reads as none in Inter. Never breaks a line. */
const TIE = '\u00a0';

const significant = (value: number, digits: number): string => {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.max(0, digits - 1 - magnitude);
  const rounded = value.toFixed(Math.min(decimals, 12));
  // 9.999 rounds to 10.00: one digit too many.
  return Math.abs(Number(rounded)) >= 10 ** (magnitude + 1) && decimals > 0 ? value.toFixed(Math.min(decimals - 1, 12)) : rounded;
};

const inLanguage = (digits: string): string => digits.replace('.', DECIMAL_SIGN);

/** Digits as JavaScript writes them, with thousands set apart and the decimal sign of the language: `1234.5` → `1 234.5`. */
export const groupedDigits = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  return fraction === undefined ? spaced : `${spaced}${DECIMAL_SIGN}${fraction}`;
};

/** `19 366`; fractions are rounded away. */
export const countText = (count: number): string => groupedDigits(Math.round(count).toFixed(0));

/** For a place of a few characters: in full up to 99 999, then `123 k`, `1.23 M`, `10.0 M`. The exact count belongs beside it, in a title. */
export function shortCountText(count: number): string {
  const whole = Math.round(count);
  if (whole < 100_000) return countText(whole);
  const [unit, text] = whole < 999_500 ? [1e3, 'k'] : whole < 999.5e6 ? [1e6, 'M'] : [1e9, 'G'];
  return `${inLanguage((whole / unit).toPrecision(3))}${TIE}${text}`;
}

/** Three significant digits, whole numbers in full: `6.77`, `0.042`, `1 234`. */
export const figureText = (value: number, digits = 3): string => groupedDigits(significant(value, digits));

/** Three significant digits without trailing zeros, for chosen values and ticks: `2`, `0.25`, `95.5`. */
export const plainText = (value: number): string => groupedDigits(String(Number(value.toPrecision(3))));

/**
 * A share of 0..1 in percent. Rounding never claims all or nothing: only exactly 1 reads "100 %", only exactly 0 reads "0 %",
 * and near 1 the missing part keeps two significant digits, so that 99.981 % is not shown as 100 %.
 */
export function shareText(ratio: number): string {
  if (ratio === 0 || ratio === 1) return `${ratio * 100}${TIE}%`;
  const percent = ratio * 100;
  if (percent < 0.01) return `<${TIE}${inLanguage('0.01')}${TIE}%`;
  if (percent < 1) return `${inLanguage(percent.toFixed(2))}${TIE}%`;
  if (percent < 99) return `${inLanguage(percent.toFixed(1).replace(/\.0$/, ''))}${TIE}%`;
  const missing = 100 - percent;
  const decimals = Math.min(6, 1 - Math.floor(Math.log10(missing)));
  return `${inLanguage(percent.toFixed(Math.max(1, decimals)).replace(/\.?0+$/, ''))}${TIE}%`;
}

/** Latencies: `430 ms`, `6.77 s`, `2.5 min`; null (nothing was measured) is an en dash. */
export function latencyText(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 999.5) return `${figureText(ms)}${TIE}ms`;
  if (ms < 119_500) return `${figureText(ms / 1000)}${TIE}s`;
  return `${figureText(ms / 60_000)}${TIE}min`;
}

/** A time that a person chose, without the zeros that would claim a measurement: `8 s`, `250 ms`. */
export const chosenTimeText = (ms: number): string => (ms < 1000 ? `${plainText(ms)}${TIE}ms` : `${plainText(ms / 1000)}${TIE}s`);

/** Spans of a scenario in words for a sentence: `45 s`, `12 min`, `1 min 30 s`, `1 h 5 min`. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return `${Math.round(ms)}${TIE}ms`;
  const parts: string[] = [];
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  if (hours > 0) parts.push(`${hours}${TIE}h`);
  if (minutes > 0) parts.push(`${minutes}${TIE}min`);
  // Beyond an hour, seconds are noise.
  if (rest > 0 && hours === 0) parts.push(`${rest}${TIE}s`);
  return parts.join(' ');
}

/** Width of a bucket, `30 s`, `500 ms`, `15 min`, `2 h`: whole minutes and hours are told as such. */
export const bucketText = (ms: number): string => (ms >= 120_000 && ms % 60_000 === 0 ? spanText(ms) : chosenTimeText(ms));

/** `$76.9`, `$3.97`, `$0.0042`, `$1 230`. */
export const usdText = (usd: number): string => `${usd < 0 ? '−' : ''}$${figureText(Math.abs(usd))}`;

/** Every digit that matters, for a title: `$76.914233`. */
export const exactUsdText = (usd: number): string => `$${inLanguage(String(Number(usd.toFixed(6))))}`;

/** Per second: two significant digits and always one decimal below ten, so that a changing figure keeps its width. */
export const rateText = (perS: number): string =>
  perS === 0 ? `0/s` : perS < 0.1 ? `<${inLanguage('0.1')}/s` : perS < 10 ? `${inLanguage(perS.toFixed(1))}/s` : `${countText(perS)}/s`;

/** Shorter traffic is read in minutes, on the axis and on the clock alike. */
const HOURS_FROM_MS = 2 * 3_600_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant since the first request: `43:15`, or `1:43:15` when the traffic lasts so long that the axis shows hours. */
export function clockText(ms: number, durationMs: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const rest = two(seconds % 60);
  const minutes = Math.floor(seconds / 60);
  if (durationMs < HOURS_FROM_MS) return `${two(minutes)}:${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

/** A tick of the time axis: `mm:ss` up to two hours, `h:mm` above. Returned with the words that name the unit. */
export function axisClock(durationMs: number): { readonly unit: string; readonly text: (ms: number) => string } {
  if (durationMs < HOURS_FROM_MS) {
    return {
      unit: 'min:s',
      text: (ms) => `${two(Math.floor(ms / 60_000))}:${two(Math.floor((ms % 60_000) / 1000))}`,
    };
  }
  return {
    unit: 'h:min',
    text: (ms) => `${Math.floor(ms / 3_600_000)}:${two(Math.floor((ms % 3_600_000) / 60_000))}`,
  };
}

/** A table's cell: whole numbers grouped, fractions with every decimal they came with. */
export const cellText = (cell: string | number | null): string =>
  cell === null ? '–' : typeof cell === 'number' ? groupedDigits(String(cell)) : cell;

/** Sizes of files: `820 B`, `12 kB`, `3.41 MB`, `1.20 GB`. */
export const sizeText = (bytes: number): string =>
  bytes < 1000
    ? `${bytes}${TIE}B`
    : bytes < 1e6
      ? `${Math.round(bytes / 1000)}${TIE}kB`
      : bytes < 999.5e6
        ? `${inLanguage((bytes / 1e6).toPrecision(3))}${TIE}MB`
        : `${inLanguage((bytes / 1e9).toPrecision(3))}${TIE}GB`;
