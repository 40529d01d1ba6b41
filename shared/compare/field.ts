import { problemsOf } from '../format/index.ts';
import { kinds } from '../kinds/index.ts';
import { type Change, fail, ok, type Policy, providerSchema, type Result } from '../model/index.ts';

/**
 * The numbers of a policy by address: `guard.failureCount`, `tiers.tiers.0.x`, `provider:openai.requestsPerMin`,
 * `provider:openai.models.gpt-4o.inputUsdPerMTok`. An item of a list is named by its position, its id or its name.
 */

const PROVIDER = 'provider:';
type Path = readonly (string | number)[];

interface Place {
  readonly list: 'nodes' | 'providers';
  readonly position: number;
  /** Inside the node's config, or inside the provider. */
  readonly path: Path;
}

/** Value at an address; null where the field may hold a number and holds none. */
export function fieldValue(policy: Policy, address: string): Result<number | null, string> {
  const place = locate(policy, address);
  return place.ok ? ok(valueAt(holderOf(policy, place.value), place.value.path) as number | null) : place;
}

/**
 * The policy with another number at an address, and the number itself: a field that holds whole numbers gets the nearest one.
 * Fails with a sentence when there is no such field or it must not hold this value.
 */
export function withField(
  policy: Policy,
  address: string,
  value: number,
): Result<{ readonly policy: Policy; readonly value: number }, string> {
  const place = locate(policy, address);
  if (!place.ok) return place;
  const whole = Math.round(value);
  const exact = problemAt(policy, place.value, value);
  if (exact === undefined) return ok({ policy: placed(policy, place.value, value), value });
  if (whole !== value && problemAt(policy, place.value, whole) === undefined) {
    return ok({ policy: placed(policy, place.value, whole), value: whole });
  }
  return fail(`${address}: ${exact}`);
}

/** The policy with several numbers set at once: only the outcome has to be valid, not the way there. Fails with a sentence. */
export function withFields(policy: Policy, changes: readonly Change[]): Result<Policy, string> {
  let changed = policy;
  const places: { readonly address: string; readonly place: Place; readonly value: number }[] = [];
  for (const { address, value } of changes) {
    const place = locate(policy, address);
    if (!place.ok) return place;
    changed = placed(changed, place.value, value);
    places.push({ address, place: place.value, value });
  }
  for (const { address, place, value } of places) {
    const problem = problemAt(changed, place, value);
    if (problem !== undefined) return fail(`${address}: ${problem}`);
  }
  return ok(changed);
}

/** Addresses of every number that the policy holds, nodes first, each in its own order. */
export function numericFields(policy: Policy): string[] {
  return [
    ...policy.nodes.flatMap((node) => numbersIn(node.config).map((path) => `${node.id}.${path.join('.')}`)),
    ...policy.providers.flatMap((provider) => numbersIn(provider).map((path) => `${PROVIDER}${provider.id}.${path.join('.')}`)),
  ];
}

function numbersIn(value: unknown): Path[] {
  if (typeof value === 'number') return [[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const name = Array.isArray(value) ? (namesOf(member)[0] ?? key) : key;
    return numbersIn(member).map((path) => [name, ...path]);
  });
}

function locate(policy: Policy, address: string): Result<Place, string> {
  const isProvider = address.startsWith(PROVIDER);
  const dot = address.indexOf('.');
  const id = address.slice(isProvider ? PROVIDER.length : 0, dot === -1 ? undefined : dot);
  const list = isProvider ? 'providers' : 'nodes';
  const position = policy[list].findIndex((item) => item.id === id);
  if (position === -1) {
    const ids = policy[list].map((item) => (isProvider ? PROVIDER : '') + item.id);
    return fail(
      `“${address}”: the policy has no ${isProvider ? 'provider' : 'node'} “${id}”. It has ${ids.join(', ')}. Write node-id.field or provider:id.field.`,
    );
  }
  const place: Place = { list, position, path: [] };
  const path = dot === -1 ? undefined : walk(holderOf(policy, place), address.slice(dot + 1));
  const value = path === undefined ? undefined : valueAt(holderOf(policy, place), path);
  if (path === undefined || !(typeof value === 'number' || value === null)) {
    const owner = address.slice(0, dot === -1 ? undefined : dot);
    const numbers = numbersIn(holderOf(policy, place)).map((found) => found.join('.'));
    return fail(
      `“${address}” is no number of the policy. ${numbers.length === 0 ? `${owner} holds no numbers` : `Numbers of ${owner}: ${numbers.join(', ')}`}.`,
    );
  }
  return ok({ ...place, path });
}

const holderOf = (policy: Policy, { list, position }: Place): unknown =>
  list === 'nodes' ? policy.nodes[position]?.config : policy.providers[position];

/** The longest key first: the names of models hold dots (`gpt-4.1`). */
function walk(value: unknown, rest: string): Path | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys: (readonly [name: string, key: string | number])[] = Array.isArray(value)
    ? value.flatMap((item, at) => [[String(at), at] as const, ...namesOf(item).map((name) => [name, at] as const)])
    : Object.keys(value).map((key) => [key, key] as const);
  for (const [name, key] of keys.sort(([a], [b]) => b.length - a.length)) {
    if (rest === name) return [key];
    if (!rest.startsWith(`${name}.`)) continue;
    const below = walk((value as Record<string | number, unknown>)[key], rest.slice(name.length + 1));
    if (below !== undefined) return [key, ...below];
  }
  return undefined;
}

const namesOf = (item: unknown): string[] =>
  typeof item === 'object' && item !== null
    ? ['id', 'name'].map((key) => (item as Record<string, unknown>)[key]).filter((name) => typeof name === 'string')
    : [];

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((value, key) => (value as Record<string | number, unknown>)[key], root);
}

function withValueAt(root: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const below = withValueAt((root as Record<string | number, unknown>)[key], rest, value);
  if (Array.isArray(root)) return root.map((item, at) => (at === key ? below : item));
  return { ...(root as object), [key]: below };
}

function problemAt(policy: Policy, place: Place, value: number): string | undefined {
  const changed = withValueAt(holderOf(policy, place), place.path, value);
  const schema = place.list === 'nodes' ? kinds.get(policy.nodes[place.position]!.kind)?.config.schema : providerSchema;
  const parsed = schema?.safeParse(changed);
  return parsed === undefined || parsed.success ? undefined : problemsOf(parsed.error.issues, changed)[0]?.message;
}

function placed(policy: Policy, place: Place, value: number): Policy {
  const changed = withValueAt(holderOf(policy, place), place.path, value);
  if (place.list === 'providers') {
    return {
      ...policy,
      providers: policy.providers.map((provider, at) => (at === place.position ? (changed as typeof provider) : provider)),
    };
  }
  return {
    ...policy,
    nodes: policy.nodes.map((node, at) => (at === place.position ? { ...node, config: changed as Record<string, unknown> } : node)),
  };
}
