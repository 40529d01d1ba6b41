import { type Ability, type FailureClass, failureInfo, type Ms, type Ratio, type Usd } from '../model/index.ts';

/** The few ways in which all kinds write a figure, so that a card, a finding and a diff never disagree on a spelling. */

const THIN_SPACE = '\u2009';

/** Groups thousands with a thin space and keeps at most `digits` decimals: 19 366, 2.5. */
export function numberText(value: number, digits = 3): string {
  const scale = 10 ** digits;
  const rounded = Math.round(value * scale) / scale;
  const [whole, fraction] = String(rounded).split('.') as [string, string?];
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, `$&${THIN_SPACE}`);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** The largest unit that says the duration without a fraction of it: 500 ms, 1.5 s, 30 s, 2 min, 4 h. Up to 90 s stays in seconds. */
export function durationText(ms: Ms): string {
  if (ms < 1000) return `${numberText(ms)} ms`;
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${numberText(ms / 3_600_000)} h`;
  if (ms > 90_000 && ms % 60_000 === 0) return `${numberText(ms / 60_000)} min`;
  return `${numberText(ms / 1000)} s`;
}

export const percentText = (ratio: Ratio): string => `${numberText(ratio * 100)} %`;

/** Cents, and below a dollar three significant digits where cents are not enough, so that two prices that differ read differently: $2.50, $0.021, $0.0031. */
export function usdText(usd: Usd): string {
  const decimals = usd === 0 || usd >= 1 ? 2 : Math.min(12, Math.max(2, 2 - Math.floor(Math.log10(usd))));
  const [whole, fraction] = usd.toFixed(decimals).split('.') as [string, string];
  return `$${numberText(Number(whole))}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

export function failuresText(failures: readonly FailureClass[]): string {
  return failures.length === 0 ? 'nothing' : failures.map((failure) => failureInfo(failure).label).join(', ');
}

const ABILITY_NAMES: Readonly<Record<Ability, string>> = { tools: 'tool calls', json: 'JSON answers', vision: 'images' };

export const abilityName = (ability: Ability): string => ABILITY_NAMES[ability];

/** Cuts at a word and says so with an ellipsis. `limit` counts characters, the ellipsis among them. */
export function shortened(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > limit / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** True for configs and parts of them: plain data whose key order carries no meaning. */
export function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => isSameData(item, b[index]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSameData(left[key], right[key]));
}

/** Writes the sentence for one key; `config` and `previous` are at hand for words that need a second field. */
export type Sentence<Config, Key extends keyof Config> = (
  now: Config[Key],
  was: Config[Key],
  config: Config,
  previous: Config,
) => string | readonly string[];

/** `Describe.changes` from one writer per key: forgetting a key does not compile. Sentences come in the order of the writers. */
export function sentencesFor<Config extends object>(writers: { readonly [Key in keyof Config]-?: Sentence<Config, Key> }) {
  return (before: Config, after: Config): readonly string[] =>
    (Object.keys(writers) as (keyof Config)[]).flatMap((key) =>
      isSameData(before[key], after[key]) ? [] : writers[key](after[key], before[key], after, before),
    );
}
