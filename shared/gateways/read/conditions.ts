import { MEASURED_AS } from '../metadata-query.ts';
import type { Place } from './place.ts';

/** A route's condition, or undefined where a router of ours has none like it. */
export function conditionOf(query: Place): Record<string, unknown> | undefined {
  const fields = query.fields();
  const [first] = fields;
  if (first === undefined || fields.length > 1) return undefined;
  const [key, comparison] = first;
  if (key === '$or') return anyOf(comparison);
  if (key === '$and') return comparison.items().length === 1 ? conditionOf(comparison.at(0)) : undefined;
  const metadata = /^metadata\.([^.]+)$/.exec(key)?.[1];
  if (metadata === undefined) return undefined;
  const limits = rangeOf(comparison);
  if (metadata === MEASURED_AS['input-tokens'] && limits !== undefined && Number.isInteger(limits.from)) {
    if (limits.below !== undefined && !Number.isInteger(limits.below)) return undefined;
    return { condition: 'input-tokens', minInputTokens: limits.from, maxInputTokens: limits.below ?? null };
  }
  if (metadata === MEASURED_AS.complexity && limits !== undefined && limits.from <= 1 && (limits.below ?? 1) <= 1) {
    return { condition: 'complexity', minComplexity: limits.from, maxComplexity: limits.below ?? 1 };
  }
  const values = valuesOf(comparison);
  return values === undefined ? undefined : { condition: 'metadata', key: metadata, values: values.join(', ') };
}

/** Of several of one key: one list of values. */
function anyOf(list: Place): Record<string, unknown> | undefined {
  const read = list.items().map(conditionOf);
  const [first] = read;
  if (first === undefined || read.some((one) => one?.['condition'] !== 'metadata' || one['key'] !== first['key'])) return undefined;
  return { ...first, values: read.map((one) => String(one?.['values'])).join(', ') };
}

function rangeOf(comparison: Place): { from: number; below: number | undefined } | undefined {
  const fields = comparison.fields();
  if (fields.length === 0 || fields.some(([key]) => key !== '$gte' && key !== '$lt')) return undefined;
  const from = comparison.at('$gte').isThere ? comparison.at('$gte').number() : 0;
  const below = comparison.at('$lt').number();
  return from === undefined || from < 0 ? undefined : { from, below };
}

/** A comma would be two values to a router of ours, so a value with one is none that it can hold. */
function valuesOf(comparison: Place): string[] | undefined {
  const plain = typeof comparison.value === 'string' || typeof comparison.value === 'number' ? [comparison.take()] : undefined;
  const fields = comparison.fields();
  const [only] = fields;
  const raw =
    plain ??
    (fields.length !== 1 || only === undefined
      ? undefined
      : only[0] === '$eq'
        ? [only[1].value]
        : only[0] === '$in'
          ? only[1].value
          : undefined);
  if (!Array.isArray(raw) || raw.length === 0) return undefined;
  const values = raw.map(String);
  return values.some((value) => value.includes(',') || value.trim() === '') || values.join(', ').length > 500 ? undefined : values;
}
