/** The language that the texts of this folder are written in, BCP 47. Dates, lists and plurals follow it, so that a sentence stays of one language. */
export const LOCALE = 'en-GB';

const plurals = new Intl.PluralRules(LOCALE);
const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });
const choice = new Intl.ListFormat(LOCALE, { type: 'disjunction' });
const units = new Intl.ListFormat(LOCALE, { type: 'unit' });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const dayOfThisYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const time = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hour12: false });

/** Forms of a counted text by the categories of `Intl.PluralRules`; English has these two, a translation adds the ones of its language. */
export type PluralForms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;

/** The form of a text that goes with a count: `plural(2, { one: 'one error stands', other: '2 errors stand' })`. */
export const plural = (count: number, forms: PluralForms): string => forms[plurals.select(count)] ?? forms.other;

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Small counts in words, for a sentence: `three`, `12`. */
export const spelledOut = (count: number): string => NUMBERS[count] ?? String(count);

/** `a`, `a and b`, `a, b and c`. */
export const listText = (items: readonly string[]): string => list.format(items);

/** `a`, `a or b`, `a, b or c`. */
export const oneOfText = (items: readonly string[]): string => choice.format(items);

/** `a, b, c`: what is only enumerated, in a line that is no sentence. */
export const enumerated = (items: readonly string[]): string => units.format(items);

/** `24 Nov 2026`, on the calendar of this computer. */
export const dayText = (date: Date): string => day.format(date);

/** `24 Nov`, for days that are near. */
export const nearDayText = (date: Date): string => dayOfThisYear.format(date);

/** `14:02`. */
export const timeText = (date: Date): string => time.format(date);

/** A figure, its thousands and its unit stay on one line. */
export const unbroken = (text: string): string =>
  text.replace(/(\d)[ \u2009](?=\d{3}(?!\d))/g, '$1\u202f').replace(/(\d) (?=(?:%|s|ms|min|h|d)(?![\p{L}\p{N}]))/gu, '$1\u00a0');

/** `14:02` with its day before it: `today 14:02`, or the day alone where it is another one. `iso`: an instant, ISO 8601. */
export function momentText(iso: string, now: Date): string {
  const date = new Date(iso);
  return date.toDateString() === now.toDateString() ? `today ${timeText(date)}` : nearDayText(date);
}

/** `2026-11-24` → `24 Nov 2026`; what is no such day stays as it is. */
export function dayOfIsoText(isoDay: string): string {
  const at = new Date(`${isoDay}T12:00:00`);
  return Number.isNaN(at.getTime()) ? isoDay : dayText(at);
}

/** What stands between whole and fraction. Thousands are set apart by a narrow space in every language, as ISO 80000 writes them. */
export const DECIMAL_SIGN = new Intl.NumberFormat(LOCALE).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** Every time zone that this computer knows by its IANA name; UTC first, as it is what is assumed. */
export const TIME_ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
