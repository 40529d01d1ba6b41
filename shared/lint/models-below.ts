import { configOf, type GraphView, type ModelConfig, reachable } from '../kinds/index.ts';
import { type ModelPrice, type Ms, type PolicyNode, type Provider, priceOf } from '../model/index.ts';

export interface ModelBelow {
  readonly node: PolicyNode;
  readonly config: ModelConfig;
  readonly provider: Provider;
  readonly price: ModelPrice;
}

const modelsOf = new WeakMap<GraphView, Map<string, readonly ModelBelow[]>>();

/** Models that a call of this node can reach, itself included; those whose provider or price is missing are findings of their own. */
export function modelsBelow(graph: GraphView, nodeId: string): readonly ModelBelow[] {
  let known = modelsOf.get(graph);
  if (known === undefined) {
    known = new Map();
    modelsOf.set(graph, known);
  }
  let models = known.get(nodeId);
  if (models === undefined) {
    models = [...reachable(graph.policy, [nodeId])].flatMap((id) => modelAt(graph, graph.node(id)));
    known.set(nodeId, models);
  }
  return models;
}

function modelAt(graph: GraphView, node: PolicyNode | undefined): readonly ModelBelow[] {
  const config = configOf(node, 'model');
  const provider = config === undefined ? undefined : graph.provider(config.providerId);
  const price = config === undefined ? undefined : priceOf(provider, config.model);
  return node === undefined || config === undefined || provider === undefined || price === undefined
    ? []
    : [{ node, config, provider, price }];
}

/** Something below answers though every provider is away. */
export const answersWithoutProvider = (graph: GraphView, nodeId: string): boolean =>
  [...reachable(graph.policy, [nodeId])].some((id) => ['template', 'cache', 'review'].includes(graph.node(id)?.kind ?? ''));

/** How long one attempt of each model below may take, timeouts on the way to it included. */
export function attemptLimitsBelow(graph: GraphView, nodeId: string): { readonly node: PolicyNode; readonly limitMs: Ms }[] {
  // The loosest limit under which each node is called: a node that is called with a tighter one as well adds nothing.
  const loosest = new Map<string, Ms>([[nodeId, Number.POSITIVE_INFINITY]]);
  const open = [nodeId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const limitMs = Math.min(loosest.get(id) ?? 0, configOf(graph.node(id), 'timeout')?.timeoutMs ?? Number.POSITIVE_INFINITY);
    for (const { to } of edgesFrom(graph, id)) {
      if ((loosest.get(to) ?? -1) >= limitMs) continue;
      loosest.set(to, limitMs);
      open.push(to);
    }
  }
  return [...loosest].flatMap(([id, limitMs]) => {
    const node = graph.node(id);
    const config = configOf(node, 'model');
    return node === undefined || config === undefined ? [] : [{ node, limitMs: Math.min(limitMs, config.requestTimeoutMs) }];
  });
}

const edgesOf = new WeakMap<GraphView, Map<string, { readonly to: string }[]>>();
function edgesFrom(graph: GraphView, id: string): readonly { readonly to: string }[] {
  let edges = edgesOf.get(graph);
  if (edges === undefined) {
    edges = new Map();
    for (const edge of graph.policy.edges) {
      const list = edges.get(edge.from);
      if (list === undefined) edges.set(edge.from, [edge]);
      else list.push(edge);
    }
    edgesOf.set(graph, edges);
  }
  return edges.get(id) ?? [];
}
