import { isSameData, kinds, plural } from '../kinds/index.ts';
import { edgeId, type Layout, type Policy, type PolicyDocument, type PolicyEdge, type PolicyNode, type Provider } from '../model/index.ts';
import { nameOf } from './command.ts';
import { portName } from './ports.ts';

/** A label of the history is one line. */
const LONGEST_LABEL = 120;

/** What differs between two documents, as the label of one step: the first thing in words, the rest as a number. */
export function changeText(before: PolicyDocument, after: PolicyDocument): string {
  const parts = [
    ...nodeParts(before.policy, after.policy),
    ...edgeParts(before.policy, after.policy),
    ...providerParts(before.policy, after.policy),
    ...policyParts(before.policy, after.policy),
    ...layoutParts(before, after),
  ];
  const [first, ...rest] = parts;
  if (first === undefined) return 'Change the document';
  const more = rest.length === 0 ? '' : `, and ${plural(rest.length, 'other change')}`;
  const line = first.length + more.length <= LONGEST_LABEL ? first : `${first.slice(0, LONGEST_LABEL - more.length - 1)}…`;
  return line + more;
}

function nodeParts(before: Policy, after: Policy): string[] {
  const { added, removed, changed } = compared(before.nodes, after.nodes, ({ id }) => id);
  return [
    ...counted('Add', added, 'node', ({ name }) => name),
    ...counted('Remove', removed, 'node', ({ name }) => name),
    ...changed.flatMap(([was, now]) => nodeChange(was, now)),
  ];
}

function nodeChange(was: PolicyNode, now: PolicyNode): string[] {
  const parts: string[] = [];
  if (was.name !== now.name) parts.push(`Rename ${was.name} to ${now.name}`);
  if (was.kind !== now.kind) parts.push(`Make ${now.name} a ${titleOf(now)} (was ${titleOf(was)})`);
  else if (!isSameData(was.config, now.config)) parts.push(`Change ${now.name}: ${configChange(was, now)}`);
  return parts;
}

/** The kind's own sentence. A config that its schema refuses cannot be described, since its words rest on the schema. */
function configChange(was: PolicyNode, now: PolicyNode): string {
  const kind = kinds.get(now.kind);
  const [previous, config] = [kind?.config.schema.safeParse(was.config), kind?.config.schema.safeParse(now.config)];
  if (kind === undefined || previous?.success !== true || config?.success !== true) return 'settings';
  const [first, ...rest] = kind.describe.changes(previous.data, config.data);
  if (first === undefined) return 'settings';
  return rest.length === 0 ? first : `${first}, and ${plural(rest.length, 'other setting')}`;
}

const titleOf = ({ kind }: PolicyNode): string => kinds.get(kind)?.face.title.toLowerCase() ?? kind;

/** Edges of nodes that came or went are part of that and not told again. */
function edgeParts(before: Policy, after: Policy): string[] {
  const { added, removed, changed } = compared(before.edges, after.edges, edgeId);
  const [was, is] = [idsOf(before), idsOf(after)];
  // An edge may also lead to a node that never was: that is told.
  const isOld = ({ from, to }: PolicyEdge): boolean => [from, to].every((id) => was.has(id) || !is.has(id));
  const stays = ({ from, to }: PolicyEdge): boolean => [from, to].every((id) => is.has(id) || !was.has(id));
  const connected = [...added.filter(isOld), ...changed.map(([, now]) => now).filter(isOld)];
  return [
    ...counted('Connect', connected, 'port', (edge) => `${callerName(after, edge)} to ${nameOf(after, edge.to)}`),
    ...counted('Disconnect', removed.filter(stays), 'port', (edge) => callerName(before, edge)),
  ];
}

function callerName(policy: Policy, { from, port }: PolicyEdge): string {
  const node = policy.nodes.find(({ id }) => id === from);
  return node === undefined ? from : portName(node, port);
}

function providerParts(before: Policy, after: Policy): string[] {
  const { added, removed, changed } = compared(before.providers, after.providers, ({ id }) => id);
  const name = ({ name }: Provider): string => `provider ${name}`;
  return [
    ...counted('Add', added, 'provider', name),
    ...counted('Remove', removed, 'provider', name),
    ...counted(
      'Change',
      changed.map(([, now]) => now),
      'provider',
      name,
    ),
  ];
}

function policyParts(before: Policy, after: Policy): string[] {
  return [
    ...(before.name === after.name ? [] : [`Rename policy to ${after.name}`]),
    ...(before.id === after.id ? [] : [`Change the policy’s id to ${after.id}`]),
    ...(before.description === after.description ? [] : ['Change description']),
    ...(isSameData(before.silenced, after.silenced) ? [] : ['Change what is silenced']),
    ...(isSameData(before.promises, after.promises) ? [] : ['Change promises']),
  ];
}

/** Only what happened to nodes that are on both sides: the place of a new one belongs to adding it. */
function layoutParts(before: PolicyDocument, after: PolicyDocument): string[] {
  const was = idsOf(before.policy);
  const moved = after.policy.nodes.filter(({ id }) => was.has(id) && !isSameData(before.layout.nodes[id], after.layout.nodes[id]));
  return [
    ...counted('Move', moved, 'node', ({ name }) => name),
    ...listPart(before.layout, after.layout, 'notes', 'note'),
    ...listPart(before.layout, after.layout, 'groups', 'group'),
  ];
}

function listPart(before: Layout, after: Layout, list: 'notes' | 'groups', word: string): string[] {
  const { added, removed, changed } = compared<{ readonly id: string }>(before[list], after[list], ({ id }) => id);
  const part = (verb: string, count: number): string[] => (count === 0 ? [] : [`${verb} ${count === 1 ? word : plural(count, word)}`]);
  return [...part('Add', added.length), ...part('Remove', removed.length), ...part('Change', changed.length)];
}

function compared<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string) {
  const was = new Map(before.map((item) => [keyOf(item), item]));
  const is = new Set(after.map(keyOf));
  const changed: (readonly [T, T])[] = [];
  for (const item of after) {
    const old = was.get(keyOf(item));
    if (old !== undefined && !isSameData(old, item)) changed.push([old, item]);
  }
  return { added: after.filter((item) => !was.has(keyOf(item))), removed: before.filter((item) => !is.has(keyOf(item))), changed };
}

/** "Add Breaker" for one, "Add 2 nodes" for more. */
function counted<T>(verb: string, items: readonly T[], word: string, nameOfItem: (item: T) => string): string[] {
  const [first] = items;
  if (first === undefined) return [];
  return [items.length === 1 ? `${verb} ${nameOfItem(first)}` : `${verb} ${plural(items.length, word)}`];
}

const idsOf = (policy: Policy): ReadonlySet<string> => new Set(policy.nodes.map(({ id }) => id));
