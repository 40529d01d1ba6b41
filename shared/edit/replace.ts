import { isSameData } from '../kinds/index.ts';
import { edgeId, type Layout, type Policy, type PolicyDocument } from '../model/index.ts';
import { changeText } from './change-text.ts';
import type { Command } from './command.ts';

/**
 * For what was typed, read or merged elsewhere: `next` must come from the reader. Parts of it that say the same as before stay
 * the very same objects in the same order, so that a canvas or a history pays for the difference only; lists whose order the
 * file sorts anyway (nodes, edges, notes, the nodes of a group …) keep the order they had. The label says what changed in words unless one is given.
 */
export const replaceDocument = (next: PolicyDocument, label?: string): Command => ({
  label: label ?? 'Change the document',
  labelFor: (document) => label ?? changeText(document, sharedDocument(document, next)),
  apply: (document) => sharedDocument(document, next),
});

function sharedDocument(before: PolicyDocument, next: PolicyDocument): PolicyDocument {
  const policy = sharedPolicy(before.policy, next.policy);
  const layout = sharedLayout(before.layout, next.layout);
  return policy === before.policy && layout === before.layout ? before : { format: next.format, policy, layout };
}

function sharedPolicy(before: Policy, next: Policy): Policy {
  const after: Policy = {
    id: next.id,
    name: next.name,
    description: next.description,
    providers: keyed(before.providers, next.providers, ({ id }) => id),
    nodes: keyed(before.nodes, next.nodes, ({ id }) => id),
    edges: keyed(before.edges, next.edges, edgeId),
    silenced: keyed(before.silenced, next.silenced, ({ rule, nodeId, about }) => JSON.stringify([rule, nodeId, about])),
    promises: keyed(before.promises, next.promises, ({ entryId, tier }) => `${tier} ${entryId}`),
  };
  return isShallowSame(before, after) ? before : after;
}

function sharedLayout(before: Layout, next: Layout): Layout {
  const members = new Map(before.groups.map(({ id, nodeIds }) => [id, nodeIds]));
  const after: Layout = {
    nodes: shared(before.nodes, next.nodes),
    notes: keyed(before.notes, next.notes, ({ id }) => id),
    groups: keyed(
      before.groups,
      next.groups.map((group) => ({ ...group, nodeIds: keyed(members.get(group.id) ?? [], group.nodeIds, (id) => id) })),
      ({ id }) => id,
    ),
  };
  return isShallowSame(before, after) ? before : after;
}

/** `next` in the order of `before`, what is new at the end. Two items of one key (two reasons for one silence) are matched in turn. */
function keyed<T>(before: readonly T[], next: readonly T[], keyOf: (item: T) => string): T[] {
  const places = new Map<string, number[]>();
  before.forEach((item, place) => {
    const key = keyOf(item);
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  });
  const kept: (T | undefined)[] = new Array(before.length);
  const added: T[] = [];
  for (const item of next) {
    const place = places.get(keyOf(item))?.shift();
    if (place === undefined) added.push(item);
    else kept[place] = shared(before[place] as T, item);
  }
  const after = [...kept.filter((item) => item !== undefined), ...added];
  return after.length === before.length && after.every((item, place) => item === before[place]) ? (before as T[]) : after;
}

/** `next` with every part that equals its counterpart taken from `before`; `before` itself when all of it does. */
function shared<T>(before: T, next: T): T {
  if (isSameData(before, next)) return before;
  if (Array.isArray(before) && Array.isArray(next)) {
    return next.map((item, position) => (position < before.length ? shared(before[position], item) : item)) as T;
  }
  if (isPlain(before) && isPlain(next)) {
    return Object.fromEntries(
      Object.entries(next).map(([key, value]) => [key, Object.hasOwn(before, key) ? shared(before[key], value) : value]),
    ) as T;
  }
  return next;
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isShallowSame = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(b) as (keyof T)[]).every((key) => Object.is(a[key], b[key])) && Object.keys(a).length === Object.keys(b).length;
