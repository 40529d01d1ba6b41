import { edgeId, type Policy, type PolicyNode } from '../model/index.ts';
import { kinds } from './all.ts';
import { NOTHING, UNBOUNDED } from './bounds.ts';
import type { Bounds } from './kind.ts';
import { parsedConfig } from './parsed.ts';

/**
 * Worst cases computed without running: what one call can take, send and cost at most. They hold for requests of at most
 * the tokens given, at list prices, for any luck and any incident.
 */

export interface TokenBound {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface WorstCases {
  /** Of one call of the node. */
  of(nodeId: string): Bounds;
  /** Of what one port calls, once. Zero for a port that leads nowhere. */
  below(nodeId: string, portId: string): Bounds;
}

/** The graph is walked once for each number of tokens that is asked about, and only as far as the question goes. */
export function worstCases(policy: Policy, tokens: TokenBound): WorstCases {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map<string, string>();
  // Of two edges at one port (a lint error) the first counts, as everywhere.
  for (const edge of policy.edges) if (!targets.has(edgeId(edge))) targets.set(edgeId(edge), edge.to);
  const known = new Map<string, Bounds>();
  const asked = new Map<string, Bounds>();
  const of = (nodeId: string): Bounds => {
    let bounds = asked.get(nodeId);
    if (bounds === undefined) {
      bounds = solve({ nodeId, ...tokens }, policy, nodes, targets, known);
      asked.set(nodeId, bounds);
    }
    return bounds;
  };
  return {
    of,
    below(nodeId, portId) {
      const target = targets.get(edgeId({ from: nodeId, port: portId }));
      return target === undefined ? NOTHING : of(target);
    },
  };
}

interface Question extends TokenBound {
  readonly nodeId: string;
}
const keyOf = ({ nodeId, inputTokens, outputTokens }: Question): string => `${nodeId} ${inputTokens} ${outputTokens}`;

/**
 * A node that asks about others is put aside until they are known and then asked again: no recursion, since a document may
 * hold 20 000 nodes in one chain.
 */
function solve(
  asked: Question,
  policy: Policy,
  nodes: ReadonlyMap<string, PolicyNode>,
  targets: ReadonlyMap<string, string>,
  known: Map<string, Bounds>,
): Bounds {
  const open: Question[] = [asked];
  /** Nodes that wait for others: one that is asked about meanwhile is part of a loop. */
  const waiting = new Set<string>();
  for (let question = open.at(-1); question !== undefined; question = open.at(-1)) {
    if (known.has(keyOf(question))) {
      open.pop();
      continue;
    }
    const missing: Question[] = [];
    const bounds = ask(question, policy, nodes, targets, known, missing);
    if (missing.length === 0) {
      known.set(keyOf(question), bounds);
      waiting.delete(question.nodeId);
      open.pop();
      continue;
    }
    waiting.add(question.nodeId);
    for (const needed of missing) {
      if (waiting.has(needed.nodeId)) known.set(keyOf(needed), UNBOUNDED);
      else open.push(needed);
    }
  }
  return known.get(keyOf(asked)) ?? UNBOUNDED;
}

function ask(
  question: Question,
  policy: Policy,
  nodes: ReadonlyMap<string, PolicyNode>,
  targets: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, Bounds>,
  missing: Question[],
): Bounds {
  const { nodeId, inputTokens, outputTokens } = question;
  const node = nodes.get(nodeId);
  // A call to a node that is not there is a lint error of its own.
  if (node === undefined) return NOTHING;
  const kind = kinds.get(node.kind);
  const config = kind === undefined ? undefined : parsedConfig(kind, node);
  if (kind === undefined || config?.success !== true) return UNBOUNDED;
  return kind.bounds(config.data, node, {
    policy,
    inputTokens,
    outputTokens,
    below(portId, tokens = question) {
      const target = targets.get(edgeId({ from: nodeId, port: portId }));
      if (target === undefined) return NOTHING;
      const needed = { nodeId: target, inputTokens: tokens.inputTokens, outputTokens: tokens.outputTokens };
      const bounds = known.get(keyOf(needed));
      if (bounds === undefined) missing.push(needed);
      return bounds ?? NOTHING;
    },
  });
}
