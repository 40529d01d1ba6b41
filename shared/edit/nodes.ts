import { isSameData, kinds, type NodeKind } from '../kinds/index.ts';
import { edgeId, nodeSchema, type Point, type Policy, type PolicyDocument, type PolicyNode } from '../model/index.ts';
import { type Command, findNode, freeId, nameOf, replaceById, withPolicy } from './command.ts';
import { groupsWithout } from './groups.ts';
import { placed } from './layout.ts';
import { type Path, parsePath, valueAt, withValueAt } from './paths.ts';
import { portsOf } from './ports.ts';

/** Kind name, then `-2`, `-3` …; the same for the same policy. */
export const newNodeId = (policy: Policy, kind: string): string => freeId(kind, new Set(policy.nodes.map((node) => node.id)));

export interface NewNode {
  /** Registry name; `addNode` throws for one that is not registered. */
  readonly kind: string;
  readonly at: Point;
  /** The kind's title, numbered, unless given. */
  readonly name?: string;
  /** `newNodeId` unless given; nothing happens when it is taken. */
  readonly id?: string;
  /** Keys left out get the kind's defaults. Nothing happens when the kind's schema refuses it. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export function addNode(added: NewNode): Command {
  const kind = registered(added.kind);
  return {
    label: `Add ${added.name ?? kind.face.title}`,
    apply(document) {
      const { policy } = document;
      const config = kind.config.schema.safeParse(added.config ?? {});
      if (!config.success) return document;
      const node = nodeSchema.safeParse({
        id: added.id ?? newNodeId(policy, added.kind),
        kind: added.kind,
        name: added.name ?? freeName(policy, kind.face.title),
        config: config.data,
      });
      if (!node.success || findNode(policy, node.data.id) !== undefined) return document;
      return {
        ...document,
        policy: { ...policy, nodes: [...policy.nodes, node.data] },
        layout: placed(document.layout, { [node.data.id]: added.at }),
      };
    },
  };
}

/** Edges from and to the nodes, what was silenced on them, what entries among them promised, comments on them and their places in layout and groups go too. */
export function removeNodes(ids: readonly string[]): Command {
  const gone = new Set(ids);
  return {
    label: gone.size === 1 ? 'Remove node' : `Remove ${gone.size} nodes`,
    labelFor: ({ policy }) => (gone.size === 1 ? `Remove ${nameOf(policy, ids[0] as string)}` : `Remove ${gone.size} nodes`),
    apply(document) {
      const { policy, layout } = document;
      const nodes = policy.nodes.filter((node) => !gone.has(node.id));
      if (nodes.length === policy.nodes.length) return document;
      const edges = policy.edges.filter((edge) => !gone.has(edge.from) && !gone.has(edge.to));
      const silenced = policy.silenced.filter((silence) => silence.nodeId === null || !gone.has(silence.nodeId));
      const promises = policy.promises.filter(({ entryId }) => !gone.has(entryId));
      const notes = layout.notes.filter(({ nodeId }) => nodeId === null || !gone.has(nodeId));
      return {
        ...document,
        policy: {
          ...policy,
          nodes,
          edges: edges.length === policy.edges.length ? policy.edges : edges,
          silenced: silenced.length === policy.silenced.length ? policy.silenced : silenced,
          promises: promises.length === policy.promises.length ? policy.promises : promises,
        },
        layout: {
          nodes: Object.fromEntries(Object.entries(layout.nodes).filter(([id]) => !gone.has(id))),
          notes: notes.length === layout.notes.length ? layout.notes : notes,
          groups: groupsWithout(layout.groups, gone),
        },
      };
    },
  };
}

/** `name`: 1–200 characters; nothing happens otherwise. */
export function renameNode(nodeId: string, name: string): Command {
  return {
    label: `Rename to ${name}`,
    labelFor: ({ policy }) => `Rename ${nameOf(policy, nodeId)} to ${name}`,
    apply: (document) =>
      nodeSchema.shape.name.safeParse(name).success
        ? changeNode(document, nodeId, (node) => (node.name === name ? node : { ...node, name }))
        : document,
  };
}

/**
 * Sets one field. `key` is dotted and may hold list positions: `tiers.0.name`. Nothing happens when the kind's schema refuses
 * the config that would come of it (see `configProblem`). Edges of ports that vanish go in the same command.
 */
export function setConfig(nodeId: string, key: string, value: unknown): Command {
  return {
    label: `Change ${key}`,
    labelFor: ({ policy }) => `Change ${fieldLabel(findNode(policy, nodeId), key)} of ${nameOf(policy, nodeId)}`,
    apply: (document) => changeNode(document, nodeId, (node) => withConfig(node, withValueAt(node.config, parsePath(key), value))),
  };
}

/** Sets one field of several nodes as one step, under the same rules as `setConfig`; a node whose schema refuses it stays as it was. */
export const setConfigOfAll = (nodeIds: readonly string[], key: string, value: unknown): Command => ({
  label: `Change ${key} of ${nodeIds.length} nodes`,
  labelFor: ({ policy }) => `Change ${fieldLabel(findNode(policy, nodeIds[0] as string), key)} of ${nodeIds.length} nodes`,
  apply: (document) => nodeIds.reduce((after, id) => setConfig(id, key, value).apply(after), document),
});

/** Replaces the whole config, under the same rules as `setConfig`. */
export function replaceConfig(nodeId: string, config: Readonly<Record<string, unknown>>, label?: string): Command {
  return {
    label: label ?? 'Change settings',
    labelFor: ({ policy }) => label ?? `Change settings of ${nameOf(policy, nodeId)}`,
    apply: (document) =>
      changeNode(document, nodeId, (node) => withConfig(node, isSameData(node.config, config) ? node.config : { ...config })),
  };
}

/** Why `setConfig` would do nothing with this value, as the schema words it; undefined when it would be taken. For a form's error line. */
export function configProblem(node: PolicyNode, key: string, value: unknown): string | undefined {
  const path = parsePath(key);
  const parsed = registered(node.kind).config.schema.safeParse(withValueAt(node.config, path, value));
  if (parsed.success) return undefined;
  const here = parsed.error.issues.find((issue) => path.every((part, position) => String(issue.path[position]) === String(part)));
  return (here ?? parsed.error.issues[0])?.message ?? 'This value is not allowed.';
}

/** Value of a field, for a form; undefined where there is none. */
export const fieldValue = (node: PolicyNode, key: string): unknown => valueAt(node.config, parsePath(key));

export function setConfigAt(nodeId: string, path: Path, value: unknown): Command {
  return setConfig(nodeId, path.join('.'), value);
}

function registered(kind: string): NodeKind {
  const found = kinds.get(kind);
  if (found === undefined) throw new Error(`node kind "${kind}" is not registered`);
  return found;
}

function withConfig(node: PolicyNode, config: Record<string, unknown>): PolicyNode {
  if (config === node.config) return node;
  const kind = kinds.get(node.kind);
  // A node of an unknown kind belongs to a newer version of the app and stays as it was read.
  if (kind === undefined) return node;
  const parsed = kind.config.schema.safeParse(config);
  if (!parsed.success || isSameData(parsed.data, node.config)) return node;
  return { ...node, config: parsed.data as Record<string, unknown> };
}

function changeNode(document: PolicyDocument, nodeId: string, change: (node: PolicyNode) => PolicyNode): PolicyDocument {
  const { policy } = document;
  const before = findNode(policy, nodeId);
  if (before === undefined) return document;
  const nodes = replaceById(policy.nodes, nodeId, change);
  if (nodes === policy.nodes) return document;
  const after = nodes.find((node) => node.id === nodeId) as PolicyNode;
  return withPolicy(document, { ...policy, nodes, edges: withoutVanishedPorts(policy, before, after) });
}

function withoutVanishedPorts(policy: Policy, before: PolicyNode, after: PolicyNode): Policy['edges'] {
  if (before.config === after.config) return policy.edges;
  const left = new Set(portsOf(after).map((port) => port.id));
  // Only ports that were there before: an edge that never had a port is a finding of lint, not ours to drop in passing.
  const vanished = new Set(
    portsOf(before)
      .map((port) => port.id)
      .filter((id) => !left.has(id))
      .map((port) => edgeId({ from: before.id, port })),
  );
  return vanished.size === 0 ? policy.edges : policy.edges.filter((edge) => !vanished.has(edgeId(edge)));
}

export function freeName(policy: Policy, title: string): string {
  const taken = new Set(policy.nodes.map((node) => node.name));
  if (!taken.has(title)) return title;
  let number = 2;
  while (taken.has(`${title} ${number}`)) number++;
  return `${title} ${number}`;
}

function fieldLabel(node: PolicyNode | undefined, key: string): string {
  const fields = node === undefined ? [] : (kinds.get(node.kind)?.fields ?? []);
  const field = fields.find((candidate) => candidate.key === key || key.startsWith(`${candidate.key}.`));
  return field === undefined ? key : lowerFirst(field.label);
}

/** "Retry after" → "retry after", but "SLA" and "P95" stay. */
const lowerFirst = (label: string): string => (/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);
