import { isSameData } from '../kinds/index.ts';
import {
  documentSchema,
  edgeId,
  POLICY_FORMAT,
  type Policy,
  type PolicyDocument,
  type PolicyEdge,
  type PolicyNode,
  type Provider,
  type TierPromise,
} from '../model/index.ts';

/**
 * A document as a tree of named parts, so that comparing and merging know nothing of files: what belongs to a node (its calls,
 * its promises) hangs on the node, items are found by id and never by position, and a position counts only where order is meaning.
 */
export type Part = Value | Group;

export interface Value {
  readonly kind: 'value';
  readonly value: unknown;
}

export interface Group {
  /** `record`: order means nothing. `sequence`: order is meaning (tiers, routes). */
  readonly kind: 'record' | 'sequence';
  readonly parts: ReadonlyMap<string, Part>;
}

/** Where a tier or route leads; beside its own fields, since without its call it is another thing. No field is called so. */
export const CALL = '→';

export const value = (held: unknown): Value => ({ kind: 'value', value: held });
export const group = (entries: Iterable<readonly [string, Part]>, kind: Group['kind'] = 'record'): Group => ({
  kind,
  parts: new Map(entries),
});

export function isSamePart(a: Part | undefined, b: Part | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  if (a.kind === 'value' || b.kind === 'value') return a.kind === 'value' && b.kind === 'value' && isSameData(a.value, b.value);
  if (a.parts.size !== b.parts.size) return false;
  if (a.kind === 'sequence' && !isSameData([...a.parts.keys()], [...b.parts.keys()])) return false;
  for (const [key, part] of a.parts) if (!isSamePart(part, b.parts.get(key))) return false;
  return true;
}

export const child = (part: Part | undefined, key: string): Part | undefined =>
  part === undefined || part.kind === 'value' ? undefined : part.parts.get(key);

export const without = (part: Part, key: string): Part =>
  part.kind === 'value'
    ? part
    : group(
        [...part.parts].filter(([name]) => name !== key),
        part.kind,
      );

/** Part at a path; undefined where there is none. */
export const partAt = (part: Part | undefined, path: readonly string[]): Part | undefined => path.reduce(child, part);

export const valueAt = (part: Part | undefined, path: readonly string[]): unknown => {
  const found = partAt(part, path);
  return found?.kind === 'value' ? found.value : undefined;
};

export function partsOf({ policy, layout }: PolicyDocument): Group {
  const nodeIds = new Set(policy.nodes.map(({ id }) => id));
  const edgesOf = grouped(policy.edges, ({ from }) => from);
  const promisesOf = grouped(policy.promises, ({ entryId }) => entryId);
  const silences = grouped(policy.silenced, ({ rule, nodeId, about }) => JSON.stringify([rule, nodeId, about]));
  return group([
    ['policy', group([fieldOf(policy, 'id'), fieldOf(policy, 'name'), fieldOf(policy, 'description')])],
    ['providers', group(policy.providers.map((provider) => [provider.id, providerPart(provider)]))],
    [
      'nodes',
      group(policy.nodes.map((node) => [node.id, nodePart(node, edgesOf.get(node.id) ?? [], promisesOf.get(node.id) ?? [])] as const)),
    ],
    // What hangs on nodes that do not exist is an error of the drawing; it is kept as it stands.
    ['edges', group(policy.edges.filter(({ from }) => !nodeIds.has(from)).map((edge) => [edgeId(edge), value(edge.to)]))],
    [
      'promises',
      group(
        policy.promises
          .filter(({ entryId }) => !nodeIds.has(entryId))
          .map((promise) => [`${promise.entryId}:${promise.tier}`, promisePart(promise)]),
      ),
    ],
    ['silenced', group([...silences].map(([key, list]) => [key, value(list.map(({ reason }) => reason))]))],
    ['places', group(Object.entries(layout.nodes).map(([id, { x, y }]) => [id, value({ x, y })]))],
    [
      'notes',
      group(
        layout.notes.map(({ id, x, y, text, nodeId }) => [
          id,
          group([
            ['text', value(text)],
            ['at', value({ x, y, nodeId })],
          ]),
        ]),
      ),
    ],
    [
      'groups',
      group(
        layout.groups.map(({ id, name, nodeIds, isFolded }) => [
          id,
          group([
            ['name', value(name)],
            ['nodeIds', value([...nodeIds].sort())],
            ['isFolded', value(isFolded)],
          ]),
        ]),
      ),
    ],
  ]);
}

const fieldOf = (policy: Policy, key: 'id' | 'name' | 'description'): readonly [string, Part] => [key, value(policy[key])];

function providerPart({ id: _, models, ...limits }: Provider): Group {
  return group([
    ...Object.entries(limits).map(([key, held]) => [key, value(held)] as const),
    ['models', listPart(models, ({ name }) => name)],
  ]);
}

function nodePart({ kind, name, config }: PolicyNode, edges: readonly PolicyEdge[], promises: readonly TierPromise[]): Group {
  const calls = new Map(edges.map(({ port, to }) => [port, value(to)]));
  const settings = Object.entries(config).map(([key, held]) => [key, settingPart(held, calls)] as const);
  return group([
    ['kind', value(kind)],
    ['name', value(name)],
    ['config', group(settings)],
    ['calls', group(calls)],
    ['promises', group(promises.map((promise) => [String(promise.tier), promisePart(promise)]))],
  ]);
}

/** Takes the calls of a list's items out of `calls` and into the items. */
function settingPart(held: unknown, calls: Map<string, Value>): Part {
  if (isRecord(held)) return group(Object.entries(held).map(([key, inner]) => [key, value(inner)]));
  if (!isItems(held)) return value(held);
  return listPart(
    held,
    ({ id }) => id,
    ({ id }) => {
      const call = calls.get(id);
      calls.delete(id);
      return call === undefined ? [] : [[CALL, call]];
    },
  );
}

/** By key where keys tell the items apart, else one value. The key itself is no part of an item. */
function listPart<T extends object>(
  items: readonly T[],
  keyOf: (item: T) => string,
  more: (item: T) => readonly (readonly [string, Part])[] = () => [],
): Part {
  if (new Set(items.map(keyOf)).size !== items.length) return value(items);
  return group(
    items.map((item) => [
      keyOf(item),
      group([
        ...Object.entries(item)
          .filter(([key]) => key !== 'id')
          .map(([key, held]) => [key, value(held)] as const),
        ...more(item),
      ]),
    ]),
    'sequence',
  );
}

const promisePart = ({ text, signOff }: TierPromise): Group =>
  group([
    ['text', value(text)],
    ['signOff', value(signOff)],
  ]);

export const isRecord = (held: unknown): held is Record<string, unknown> =>
  typeof held === 'object' && held !== null && !Array.isArray(held);

export const isItems = (held: unknown): held is readonly ({ readonly id: string } & Record<string, unknown>)[] =>
  Array.isArray(held) && held.length > 0 && held.every((item) => isRecord(item) && typeof item['id'] === 'string');

// ── back again

/** The document that `partsOf` would give these parts for. Throws on parts that no document has. */
export function documentOf(root: Group): PolicyDocument {
  const nodes = entriesOf(root, 'nodes');
  const placed = entriesOf(root, 'places');
  return documentSchema.parse({
    format: POLICY_FORMAT,
    policy: {
      ...plain(child(root, 'policy')),
      providers: entriesOf(root, 'providers').map(([id, part]) => ({ id, ...plain(part), models: listOf(child(part, 'models'), 'name') })),
      nodes: nodes.map(([id, part]) => ({
        id,
        kind: valueAt(part, ['kind']),
        name: valueAt(part, ['name']),
        config: configOf(part),
      })),
      edges: [
        ...nodes.flatMap(([id, part]) => callsOf(part).map(([port, to]) => ({ from: id, port, to }))),
        ...entriesOf(root, 'edges').map(([key, part]) => ({ ...halves(key, 'from', 'port'), to: valueAt(part, []) })),
      ],
      silenced: entriesOf(root, 'silenced').flatMap(([key, part]) => {
        const [rule, nodeId, about] = JSON.parse(key);
        return (valueAt(part, []) as string[]).map((reason) => ({ rule, nodeId, about, reason }));
      }),
      promises: [
        ...nodes.flatMap(([id, part]) =>
          entriesOf(part, 'promises').map(([tier, promise]) => ({ entryId: id, tier: Number(tier), ...plain(promise) })),
        ),
        ...entriesOf(root, 'promises').map(([key, promise]) => {
          const { entryId, tier } = halves(key, 'entryId', 'tier');
          return { entryId, tier: Number(tier), ...plain(promise) };
        }),
      ],
    },
    layout: {
      nodes: Object.fromEntries(placed.map(([id, part]) => [id, valueAt(part, [])])),
      notes: entriesOf(root, 'notes').map(([id, part]) => ({ id, text: valueAt(part, ['text']), ...(valueAt(part, ['at']) as object) })),
      groups: entriesOf(root, 'groups').map(([id, part]) => ({ id, ...plain(part) })),
    },
  });
}

/** The settings of a node as its kind reads them. */
export const configOf = (node: Part | undefined): Record<string, unknown> =>
  Object.fromEntries(
    entriesOf(node, 'config').map(([key, part]) => [
      key,
      part.kind === 'value' ? part.value : part.kind === 'sequence' ? listOf(part, 'id') : plain(part),
    ]),
  );

/** Ports that call something, with what they call. A tier's own call is the later word. */
export function callsOf(node: Part | undefined): readonly (readonly [string, string])[] {
  const calls = new Map<string, string>();
  for (const [port, part] of entriesOf(node, 'calls')) calls.set(port, valueAt(part, []) as string);
  for (const [, setting] of entriesOf(node, 'config')) {
    if (setting.kind !== 'sequence') continue;
    for (const [id, item] of setting.parts) {
      const to = valueAt(item, [CALL]);
      if (typeof to === 'string') calls.set(id, to);
    }
  }
  return [...calls];
}

export function entriesOf(part: Part | undefined, key: string): readonly (readonly [string, Part])[] {
  const found = child(part, key);
  return found === undefined || found.kind === 'value' ? [] : [...found.parts];
}

function listOf(part: Part | undefined, idKey: 'id' | 'name'): unknown {
  if (part === undefined || part.kind === 'value') return part?.value ?? [];
  return [...part.parts].map(([key, item]) => ({ [idKey]: key, ...plain(item) }));
}

function plain(part: Part | undefined): Record<string, unknown> {
  if (part === undefined || part.kind === 'value') return {};
  return Object.fromEntries(
    [...part.parts].flatMap(([key, inner]) => (inner.kind === 'value' && key !== CALL ? [[key, inner.value]] : [])),
  );
}

/** As Map.groupBy, which the oldest Node that this runs on does not have. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const item of items) {
    const list = lists.get(keyOf(item));
    if (list === undefined) lists.set(keyOf(item), [item]);
    else list.push(item);
  }
  return lists;
}

/** At the first colon: ids have none. */
function halves<A extends string, B extends string>(key: string, first: A, second: B): Record<A | B, string> {
  const at = key.indexOf(':');
  return { [first]: key.slice(0, at), [second]: key.slice(at + 1) } as Record<A | B, string>;
}
