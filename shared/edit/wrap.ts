import { kinds } from '../kinds/index.ts';
import { edgeId, type Point, type Policy, type PolicyEdge, type PolicyNode } from '../model/index.ts';
import { type Command, findNode, nameOf, withPolicy } from './command.ts';
import { connect } from './edges.ts';
import { addNode, newNodeId, removeNodes } from './nodes.ts';
import { portsOf } from './ports.ts';

/**
 * Nodes of a selection that calls come in at: those that may be called and that no other selected node calls. A chain that is selected has one;
 * what is selected apart has one each.
 */
export function headsOf(policy: Policy, nodeIds: readonly string[]): readonly PolicyNode[] {
  const chosen = new Set(nodeIds);
  const inner = new Set(
    policy.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to) && !isEntry(policy, from)).map(({ to }) => to),
  );
  return policy.nodes.filter((node) => chosen.has(node.id) && !inner.has(node.id) && kinds.get(node.kind)?.face.isCallable !== false);
}

/**
 * Puts a new node of this kind in front of the selection: who called the selection calls the new node, and that calls the selection through its first
 * port. What is selected apart is wrapped apart. `places`: where the wrapper of a head goes, by the head's id; the head's own place where it is left
 * out. Nothing happens for a kind that calls nothing or cannot be called.
 */
export function wrapNodes(wrap: {
  readonly nodeIds: readonly string[];
  readonly kind: string;
  /** The kind's title and its defaults, where they are left out. */
  readonly name?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly places?: Readonly<Record<string, Point>>;
}): Command {
  const title = (kinds.get(wrap.kind)?.face.title ?? wrap.kind).toLowerCase();
  return {
    label: `Wrap with ${title}`,
    labelFor({ policy }) {
      const heads = headsOf(policy, wrap.nodeIds);
      return heads.length === 1 ? `Wrap ${heads[0]?.name} with ${title}` : `Wrap ${heads.length} nodes with ${title}`;
    },
    apply(document) {
      const kind = kinds.get(wrap.kind);
      const [port] = kind?.face.ports(wrap.config ?? kind.config.defaults) ?? [];
      if (kind === undefined || port === undefined || !kind.face.isCallable) return document;
      let after = document;
      for (const head of headsOf(document.policy, wrap.nodeIds)) {
        const callers = after.policy.edges.filter(({ to }) => to === head.id);
        const id = newNodeId(after.policy, wrap.kind);
        const at = wrap.places?.[head.id] ?? after.layout.nodes[head.id] ?? { x: 0, y: 0 };
        const { kind: wrapper, name, config } = wrap;
        const commands = [
          addNode({ kind: wrapper, id, at, ...(name === undefined ? {} : { name }), ...(config === undefined ? {} : { config }) }),
          connect({ from: id, port: port.id, to: head.id }),
          ...callers.map((edge) => connect({ from: edge.from, port: edge.port, to: id })),
        ];
        after = commands.reduce((before, command) => command.apply(before), after);
      }
      return after;
    },
  };
}

/**
 * Removes nodes and joins what they stood between: who called one of them calls what it called. A node that calls several others, or none, leaves
 * nothing to join, and is removed with its wires.
 */
export function removeAndJoin(nodeIds: readonly string[]): Command {
  const gone = new Set(nodeIds);
  return {
    label: 'Remove and close the gap',
    labelFor: ({ policy }) =>
      gone.size === 1 ? `Remove ${nameOf(policy, nodeIds[0] as string)} and close the gap` : `Remove ${gone.size} nodes and close the gap`,
    apply(document) {
      const { policy } = document;
      const joined = policy.edges.flatMap((edge) => {
        if (gone.has(edge.from) || !gone.has(edge.to)) return [];
        const to = targetThrough(policy.edges, gone, edge.to);
        return to === undefined ? [] : [{ ...edge, to }];
      });
      const removed = removeNodes(nodeIds).apply(document);
      if (removed === document || joined.length === 0) return removed;
      const byId = new Map(joined.map((edge) => [edgeId(edge), edge]));
      // In the place of the edge that was there, so that a file's order of edges tells no story.
      const edges = policy.edges.flatMap((edge) => byId.get(edgeId(edge)) ?? (gone.has(edge.from) || gone.has(edge.to) ? [] : [edge]));
      return withPolicy(removed, { ...removed.policy, edges });
    },
  };
}

/** Whether `removeAndJoin` would join anything. */
export const leavesGap = (policy: Policy, nodeIds: readonly string[]): boolean => {
  const gone = new Set(nodeIds);
  return policy.edges.some((edge) => !gone.has(edge.from) && gone.has(edge.to) && targetThrough(policy.edges, gone, edge.to) !== undefined);
};

/** What a call of a node would reach if the nodes that go let it pass. Ends: each step goes on to another node, and a loop is none's. */
function targetThrough(edges: readonly PolicyEdge[], gone: ReadonlySet<string>, nodeId: string): string | undefined {
  const seen = new Set<string>();
  let at = nodeId;
  while (gone.has(at)) {
    if (seen.has(at)) return undefined;
    seen.add(at);
    const targets = new Set(edges.filter(({ from }) => from === at).map(({ to }) => to));
    const [only] = targets;
    if (targets.size !== 1 || only === undefined) return undefined;
    at = only;
  }
  return at;
}

const isEntry = (policy: Policy, id: string): boolean => {
  const node = findNode(policy, id);
  return node !== undefined && kinds.get(node.kind)?.face.isCallable === false;
};

/** The first port of a node that calls nothing yet. */
export const freePortOf = (policy: Policy, node: PolicyNode) => {
  const used = new Set(policy.edges.filter(({ from }) => from === node.id).map(({ port }) => port));
  return portsOf(node).find(({ id }) => !used.has(id));
};
