import { kinds } from '../kinds/index.ts';
import { edgeId, edgeSchema, fail, ok, type Policy, type PolicyEdge, type PolicyNode, type Result } from '../model/index.ts';
import { type Command, findNode, nameOf, withPolicy } from './command.ts';
import { portName, portsOf } from './ports.ts';

/**
 * May this port call that node? The error is a sentence for the person who is drawing the wire. Replacing what the port
 * called before is allowed; a graph with a loop, a call on an entry and a port that the node does not have are not.
 */
export function canConnect(policy: Policy, edge: PolicyEdge): Result<void, string> {
  const from = findNode(policy, edge.from);
  const to = findNode(policy, edge.to);
  if (from === undefined) return fail(`There is no node "${edge.from}" to connect from.`);
  if (to === undefined) return fail(`There is no node "${edge.to}" to connect to.`);
  if (!portsOf(from).some((port) => port.id === edge.port)) {
    const has = portsOf(from).map((port) => port.label);
    return fail(`${from.name} has no port "${edge.port}"; ${has.length === 0 ? 'it calls nothing' : `it has ${has.join(', ')}`}.`);
  }
  if (from.id === to.id) return fail(`${from.name} cannot call itself: the call would never come to an end.`);
  if (kinds.get(to.kind)?.face.isCallable === false) {
    return fail(`${to.name} is where requests come in, so nothing can call it. Connect to the node that comes after it.`);
  }
  if (policy.edges.some((other) => other.from === edge.from && other.port === edge.port && other.to === edge.to)) {
    return fail(`${portName(from, edge.port)} calls ${to.name} already.`);
  }
  const loop = pathBetween(policy, to.id, from.id);
  if (loop !== undefined) {
    const names = [from, ...loop].map((node) => node.name).join(' → ');
    return fail(`This would close a loop: ${names}. A request would go round for ever; loops exist only inside an agent loop.`);
  }
  return ok(undefined);
}

/** Nodes that a port of this one may call: neither itself, nor one that leads back to it, nor one that nothing may call. O(nodes + edges). */
export function callableFrom(policy: Policy, nodeId: string): readonly PolicyNode[] {
  const callers = new Map<string, string[]>();
  for (const { from, to } of policy.edges) {
    const list = callers.get(to);
    if (list === undefined) callers.set(to, [from]);
    else list.push(from);
  }
  const above = new Set([nodeId]);
  // A set goes on with what is added while it is walked.
  for (const id of above) for (const caller of callers.get(id) ?? []) above.add(caller);
  return policy.nodes.filter((node) => !above.has(node.id) && kinds.get(node.kind)?.face.isCallable !== false);
}

/** Replaces what the port called before. Nothing happens where `canConnect` says no. */
export function connect(edge: PolicyEdge): Command {
  return {
    label: 'Connect',
    labelFor({ policy }) {
      const from = findNode(policy, edge.from);
      return `Connect ${from === undefined ? edge.from : portName(from, edge.port)} to ${nameOf(policy, edge.to)}`;
    },
    apply(document) {
      const { policy } = document;
      if (!edgeSchema.safeParse(edge).success || !canConnect(policy, edge).ok) return document;
      const added = { from: edge.from, port: edge.port, to: edge.to };
      const position = policy.edges.findIndex((other) => edgeId(other) === edgeId(edge));
      const edges = position === -1 ? [...policy.edges, added] : policy.edges.with(position, added);
      return withPolicy(document, { ...policy, edges });
    },
  };
}

/** Ids as `edgeId` makes them: `from:port`. */
export function disconnect(edgeIds: readonly string[]): Command {
  const gone = new Set(edgeIds);
  return {
    label: gone.size === 1 ? 'Disconnect' : `Remove ${gone.size} connections`,
    labelFor({ policy }) {
      const edge = policy.edges.find((candidate) => gone.has(edgeId(candidate)));
      const from = edge === undefined ? undefined : findNode(policy, edge.from);
      if (gone.size !== 1 || edge === undefined || from === undefined) return this.label;
      return `Disconnect ${portName(from, edge.port)} from ${nameOf(policy, edge.to)}`;
    },
    apply(document) {
      const { policy } = document;
      const edges = policy.edges.filter((edge) => !gone.has(edgeId(edge)));
      return edges.length === policy.edges.length ? document : withPolicy(document, { ...policy, edges });
    },
  };
}

/** Nodes on a way of calls from one node to another, both ends included; undefined when there is none. O(nodes + edges). */
function pathBetween(policy: Policy, fromId: string, toId: string): readonly PolicyNode[] | undefined {
  const targets = new Map<string, string[]>();
  for (const edge of policy.edges) {
    const list = targets.get(edge.from);
    if (list === undefined) targets.set(edge.from, [edge.to]);
    else list.push(edge.to);
  }
  const cameFrom = new Map<string, string | null>([[fromId, null]]);
  const queue = [fromId];
  for (const id of queue) {
    if (id === toId) {
      const path: string[] = [];
      for (let step: string | null = id; step !== null; step = cameFrom.get(step) ?? null) path.unshift(step);
      return path.flatMap((step) => findNode(policy, step) ?? []);
    }
    for (const next of targets.get(id) ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      queue.push(next);
    }
  }
  return undefined;
}
