import { edgeId, type PolicyDocument, type PolicyEdge, type PolicyNode } from '../model/index.ts';
import { CALL, child, entriesOf, type Group, group, isItems, isSamePart, type Part, partAt, valueAt, without } from './parts.ts';

/**
 * Ids are made from what is free in one document, so two people who add something often give two things one id. Merged by id they
 * would become one; so what `theirs` added is given the next free id wherever it is plainly another thing.
 */
export interface Renamed {
  readonly document: PolicyDocument;
  /** One sentence each. */
  readonly notes: readonly string[];
}

export interface Sides {
  readonly base: Group;
  readonly mine: Group;
  readonly theirs: Group;
}

export function withOwnIds(theirs: PolicyDocument, sides: Sides): Renamed {
  const notes: string[] = [];
  const nodeIds = newIds(sides, 'nodes', isOtherNode);
  const noteIds = newIds(sides, 'notes', (mine, their) => !isSamePart(mine, their));
  const groupIds = newIds(sides, 'groups', (mine, their) => !isSamePart(child(mine, 'name'), child(their, 'name')));
  for (const [id, to] of nodeIds) {
    const name = valueAt(partAt(sides.theirs, ['nodes', id]), ['name']);
    notes.push(`Both sides added a node with the id ${id}; “${name}” of the other side is now ${to}.`);
  }
  const node = (id: string): string => nodeIds.get(id) ?? id;
  const ports = new Map<string, string>();
  const nodes = theirs.policy.nodes.map((one) => {
    const renamed = partAt(sides.base, ['nodes', one.id]) === undefined ? one : withOwnItems(one, sides, ports, notes);
    return { ...renamed, id: node(one.id) };
  });
  const edge = ({ from, port, to }: PolicyEdge): PolicyEdge => ({
    from: node(from),
    port: ports.get(edgeId({ from, port })) ?? port,
    to: node(to),
  });
  if (nodeIds.size + noteIds.size + groupIds.size + ports.size === 0) return { document: theirs, notes };
  const { policy, layout } = theirs;
  return {
    notes,
    document: {
      ...theirs,
      policy: {
        ...policy,
        nodes,
        edges: policy.edges.map(edge),
        silenced: policy.silenced.map((silence) => ({ ...silence, nodeId: silence.nodeId === null ? null : node(silence.nodeId) })),
        promises: policy.promises.map((promise) => ({ ...promise, entryId: node(promise.entryId) })),
      },
      layout: {
        nodes: Object.fromEntries(Object.entries(layout.nodes).map(([id, at]) => [node(id), at])),
        notes: layout.notes.map((note) => ({
          ...note,
          id: noteIds.get(note.id) ?? note.id,
          nodeId: note.nodeId === null ? null : node(note.nodeId),
        })),
        groups: layout.groups.map((one) => ({ ...one, id: groupIds.get(one.id) ?? one.id, nodeIds: one.nodeIds.map(node) })),
      },
    },
  };
}

type IsOther = (mine: Part, theirs: Part) => boolean;

function newIds({ base, mine, theirs }: Sides, list: 'nodes' | 'notes' | 'groups', isOther: IsOther): Map<string, string> {
  const taken = new Set([base, mine, theirs].flatMap((side) => entriesOf(side, list).map(([id]) => id)));
  const renamed = new Map<string, string>();
  for (const [id, part] of entriesOf(theirs, list)) {
    const other = partAt(mine, [list, id]);
    if (other === undefined || partAt(base, [list, id]) !== undefined || !isOther(other, part)) continue;
    renamed.set(id, nextFree(id, taken));
  }
  return renamed;
}

/** Another kind, another name, or another place in the chain. */
const isOtherNode: IsOther = (mine, theirs) =>
  ['kind', 'name'].some((key) => !isSamePart(child(mine, key), child(theirs, key))) ||
  entriesOf(mine, 'calls').some(([port, to]) => isElsewhere(to, partAt(theirs, ['calls', port])));

const isElsewhere = (call: Part | undefined, other: Part | undefined): boolean =>
  call !== undefined && other !== undefined && !isSamePart(call, other);

/** Tiers and routes that both added under one id. */
function withOwnItems(node: PolicyNode, { base, mine, theirs }: Sides, ports: Map<string, string>, notes: string[]): PolicyNode {
  const path = ['nodes', node.id, 'config'];
  let config = node.config;
  for (const [key, list] of entriesOf(partAt(theirs, ['nodes', node.id]), 'config')) {
    const ours = partAt(mine, [...path, key]);
    if (list.kind !== 'sequence' || ours?.kind !== 'sequence') continue;
    const before = partAt(base, [...path, key]) ?? group([]);
    const taken = new Set([...list.parts.keys(), ...ours.parts.keys(), ...(before.kind === 'value' ? [] : before.parts.keys())]);
    const renamed = new Map<string, string>();
    for (const [id, item] of list.parts) {
      const other = ours.parts.get(id);
      if (other === undefined || child(before, id) !== undefined) continue;
      if (!isElsewhere(child(other, CALL), child(item, CALL)) && isSamePart(without(other, CALL), without(item, CALL))) continue;
      renamed.set(id, nextFree(id, taken));
      ports.set(edgeId({ from: node.id, port: id }), renamed.get(id) as string);
    }
    const items = config[key];
    if (renamed.size === 0 || !isItems(items)) continue;
    config = { ...config, [key]: items.map((item) => ({ ...item, id: renamed.get(item.id) ?? item.id })) };
    notes.push(`Both sides added to “${node.name}”; both additions are kept.`);
  }
  return config === node.config ? node : { ...node, config };
}

/** `retry` → `retry-2`, `t3` → `t4`. */
function nextFree(id: string, taken: Set<string>): string {
  const [, stem, dash] = /^(.*?[a-z])(-?)\d*$/.exec(id) ?? [undefined, id, '-'];
  const join = /\d$/.test(id) ? dash : '-';
  for (let number = 2; ; number++) {
    const next = `${stem?.slice(0, 58)}${join}${number}`;
    if (taken.has(next)) continue;
    taken.add(next);
    return next;
  }
}
