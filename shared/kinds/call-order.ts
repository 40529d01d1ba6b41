import { edgeId, type Policy, type PolicyNode } from '../model/index.ts';
import { kinds } from './all.ts';
import { configOf } from './configs.ts';
import { byId } from './graph.ts';
import { parsedConfig } from './parsed.ts';

/** Entries in the order of their ids: the first one takes every request that names no other. */
export function entriesOf(policy: Policy): readonly PolicyNode[] {
  return policy.nodes.filter((node) => kinds.get(node.kind)?.face.isCallable === false).sort(byId);
}

/**
 * Nodes that a request can reach from the first entry, in the order in which it would come to them if every call failed.
 * A node whose config does not parse, or whose kind is unknown, is passed but not gone below: which ports it has is not known.
 */
export function callOrder(policy: Policy): readonly PolicyNode[] {
  const first = entriesOf(policy)[0];
  if (first === undefined) return [];
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map(policy.edges.map((edge) => [edgeId(edge), edge.to]));
  const order: PolicyNode[] = [];
  const seen = new Set<string>();
  const open = [first.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id);
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    order.push(node);
    for (const port of [...portIds(node)].reverse()) {
      const target = targets.get(edgeId({ from: id, port }));
      if (target !== undefined) open.push(target);
    }
  }
  return order;
}

/** Provider of the first model in call order: where a scenario's `primary-provider` strikes. */
export function primaryProvider(policy: Policy): string | undefined {
  for (const node of callOrder(policy)) {
    if (node.kind !== 'model') continue;
    const config = configOf(node, 'model');
    if (config !== undefined && config.providerId !== '') return config.providerId;
  }
  return undefined;
}

function portIds(node: PolicyNode): readonly string[] {
  const kind = kinds.get(node.kind);
  const config = kind === undefined ? undefined : parsedConfig(kind, node);
  return kind === undefined || config?.success !== true ? [] : kind.face.ports(config.data).map((port) => port.id);
}
