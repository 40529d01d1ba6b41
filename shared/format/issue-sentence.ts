import type * as z from 'zod';
import { isRecord, type Problem } from './read-error.ts';

/** Findings of a schema as sentences: whose field, what it holds, what it may hold. `base` is the path of `root` in the file. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], root: unknown, base: readonly PropertyKey[] = []): Problem[] {
  return issues.map((issue) => {
    const path = [...base, ...issue.path];
    const field = fieldOf(root, base, issue.path);
    return { path, message: `${field} ${statement(issue, valueAt(root, issue.path))}` };
  });
}

function statement(issue: z.core.$ZodIssue, value: unknown): string {
  const is = value === undefined ? 'is missing' : `is ${shown(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `${is}; it must be ${TYPES[issue.expected] ?? `of type ${issue.expected}`}.`;
    case 'too_small':
      return `${is}; it must ${bound(issue.origin, 'at least', issue.minimum, issue.inclusive !== false, 'more than')}.`;
    case 'too_big':
      return `${is}; it must ${bound(issue.origin, 'at most', issue.maximum, issue.inclusive !== false, 'less than')}.`;
    case 'invalid_value':
      return `${is}; it must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((allowed) => JSON.stringify(allowed)).join(', ')}.`;
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `"${key}"`).join(', ');
      return `has ${issue.keys.length === 1 ? 'a key' : 'keys'} that this version does not know: ${keys}. Correct the spelling or remove ${issue.keys.length === 1 ? 'it' : 'them'}.`;
    }
    case 'invalid_union':
      return `${is}, which fits none of the allowed forms.`;
    default:
      return `${is}: ${issue.message}.`;
  }
}

function bound(origin: string, inclusive: string, limit: number | bigint, isInclusive: boolean, exclusive: string): string {
  const amount = `${isInclusive ? inclusive : exclusive} ${limit}`;
  if (origin === 'string') return `have ${amount} ${Number(limit) === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `have ${amount} ${Number(limit) === 1 ? 'item' : 'items'}`;
  return `be ${amount}`;
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const LONGEST_SHOWN = 60;
function shown(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large to hold';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** 'Node "EU" (eu-breaker): name' where the path leads into a node or provider of a whole file; else the dotted path. */
function fieldOf(root: unknown, base: readonly PropertyKey[], path: readonly PropertyKey[]): string {
  if (base.length === 0 && path[0] === 'policy' && (path[1] === 'nodes' || path[1] === 'providers') && path.length > 2) {
    const item = valueAt(root, path.slice(0, 3));
    const rest = path.slice(3).map(String).join('.');
    return rest === '' ? `${subject(path[1], item, path[2])}` : `${subject(path[1], item, path[2])}: ${rest}`;
  }
  const dotted = path.map(String).join('.');
  return dotted === '' ? String(base.at(-1) ?? 'The file') : dotted;
}

export function subject(list: 'nodes' | 'providers', item: unknown, position: PropertyKey | undefined): string {
  const word = list === 'nodes' ? 'Node' : 'Provider';
  const name = isRecord(item) && typeof item['name'] === 'string' ? `"${item['name']}"` : `number ${Number(position) + 1}`;
  const id = isRecord(item) && typeof item['id'] === 'string' ? ` (${item['id']})` : '';
  return `${word} ${name}${id}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
