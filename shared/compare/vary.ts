import { type Change, fail, ok, type Policy, type Result } from '../model/index.ts';
import { fieldValue, numericFields, withField, withFields } from './field.ts';

/** What a sweep varies: a field and the values that it takes. */
export interface Axis {
  readonly address: string;
  /** As drawn; null where the field holds no number. */
  readonly base: number | null;
  readonly values: readonly number[];
}

/** A policy of a sweep before it is run; the first is the policy as drawn. */
export interface DrawnVariant {
  readonly id: string;
  readonly label: string;
  readonly policy: Policy;
  readonly changes: readonly Change[];
  /** Why it cannot be run, or null. */
  readonly leftOut: string | null;
}

export const MOST_VARIANTS = 10_000;

/**
 * `guard.failureCount=3:10:8` (from, to, how many), `…=100:10000:5:log` (equal ratios), `…=3/5/10` (these), `…=±20%` or `…=+-20%` (a share less and
 * more than drawn), several with commas between them. `all=±20%` is every number of the policy that can be moved so far.
 */
export function parseAxes(policy: Policy, texts: readonly string[]): Result<Axis[], string> {
  const axes: Axis[] = [];
  for (const text of texts.flatMap((list) => list.split(','))) {
    const cut = text.lastIndexOf('=');
    const address = text.slice(0, Math.max(0, cut)).trim();
    const range = text.slice(cut + 1).trim();
    if (cut < 1 || range === '')
      return fail(`“${text}” is not of the form node.field=from:to:steps, for example guard.failureCount=3:10:8.`);
    const share = /^(?:±|\+-)(\d+(?:\.\d+)?)\s*%$/.exec(range)?.[1];
    if (address === 'all') {
      if (share === undefined) return fail(`“${text}”: all fields at once are varied by a share of what they hold, for example all=±20%.`);
      axes.push(...numericFields(policy).flatMap((field) => movable(policy, field, Number(share) / 100)));
      continue;
    }
    const axis = oneAxis(policy, text, address, range, share);
    if (!axis.ok) return axis;
    axes.push(axis.value);
  }
  const twice = axes.find(({ address }, at) => axes.findIndex((other) => other.address === address) !== at);
  if (twice !== undefined) return fail(`“${twice.address}” is varied twice. Give all its values at once.`);
  return axes.length === 0 ? fail('No number of the policy can be varied so.') : ok(axes);
}

function oneAxis(policy: Policy, text: string, address: string, range: string, share: string | undefined): Result<Axis, string> {
  const base = fieldValue(policy, address);
  if (!base.ok) return base;
  if (share !== undefined && !base.value) {
    return fail(
      `“${text}”: the field holds ${base.value === null ? 'no number' : '0'}, and a share of that is nothing. Give it from:to:steps.`,
    );
  }
  const wished = share === undefined ? valuesOf(range) : around(base.value as number, Number(share) / 100);
  if (wished === undefined) {
    return fail(`“${range}” is no range: write from:to:steps (2 to 1000 steps), from:to:steps:log, values with / between them, or ±20%.`);
  }
  const values: number[] = [];
  for (const value of wished) {
    const set = withField(policy, address, value);
    if (!set.ok) return set;
    if (!values.includes(set.value.value)) values.push(set.value.value);
  }
  return ok({ address, base: base.value, values });
}

const around = (base: number, share: number): number[] => [tidy(base * (1 - share)), tidy(base * (1 + share))];

function movable(policy: Policy, address: string, share: number): Axis[] {
  const base = fieldValue(policy, address);
  if (!base.ok || !base.value) return [];
  const values = around(base.value, share).flatMap((value) => {
    const set = withField(policy, address, value);
    return set.ok && set.value.value !== base.value ? [set.value.value] : [];
  });
  return values.length === 0 ? [] : [{ address, base: base.value, values: [...new Set(values)] }];
}

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function valuesOf(range: string): number[] | undefined {
  if (!range.includes(':')) {
    const parts = range.split('/').map((part) => part.trim());
    return parts.every((part) => NUMBER.test(part)) ? parts.map(Number) : undefined;
  }
  const [from = '', to = '', steps = '', scale, ...rest] = range.split(':').map((part) => part.trim());
  const count = Number(steps);
  if (!NUMBER.test(from) || !NUMBER.test(to) || !Number.isInteger(count) || count < 2 || count > 1000 || rest.length > 0) return undefined;
  const [low, high] = [Number(from), Number(to)];
  const at = (step: number): number => step / (count - 1);
  const positions = Array.from({ length: count }, (_, step) => step);
  if (scale === undefined) return positions.map((step) => tidy(low + (high - low) * at(step)));
  if (scale !== 'log' || low <= 0 || high <= 0) return undefined;
  return positions.map((step) => tidy(low * (high / low) ** at(step)));
}

/** Twelve digits: 0.1 + 0.2 is shown, hashed and set as 0.3, and the same on every machine. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** Every combination of the axes' values, the first axis changing slowest, after the policy as drawn. */
export function gridVariants(policy: Policy, axes: readonly Axis[]): Result<DrawnVariant[], string> {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count >= MOST_VARIANTS) return fail(tooMany(count));
  let combinations: Change[][] = [[]];
  for (const { address, values } of axes) {
    combinations = combinations.flatMap((changes) => values.map((value) => [...changes, { address, value }]));
  }
  return ok(variantsOf(policy, combinations));
}

/** Each axis' values with all other fields as drawn, after the policy as drawn. */
export function oneAtATimeVariants(policy: Policy, axes: readonly Axis[]): Result<DrawnVariant[], string> {
  const changes = axes.flatMap(({ address, values }) => values.map((value) => [{ address, value }]));
  return changes.length >= MOST_VARIANTS ? fail(tooMany(changes.length)) : ok(variantsOf(policy, changes));
}

const tooMany = (count: number): string =>
  `The sweep would have ${count} variants; ${MOST_VARIANTS - 1} are the most. Take fewer steps or fewer fields.`;

function variantsOf(policy: Policy, all: readonly (readonly Change[])[]): DrawnVariant[] {
  const variants: DrawnVariant[] = [{ id: 'base', label: 'as drawn', policy, changes: [], leftOut: null }];
  for (const [at, changes] of all.entries()) {
    const changed = withFields(policy, changes);
    const variant = { id: `v${at + 1}`, label: labelOf(changes), changes };
    // Values that are right one by one may contradict each other: such a corner of a grid is left out, and said.
    variants.push(changed.ok ? { ...variant, policy: changed.value, leftOut: null } : { ...variant, policy, leftOut: changed.error });
  }
  return variants;
}

export const labelOf = (changes: readonly Change[]): string => changes.map(({ address, value }) => `${address} = ${value}`).join(', ');
