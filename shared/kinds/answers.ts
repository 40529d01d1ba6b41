import { edgeId, type Policy, type PolicyNode } from '../model/index.ts';
import { kinds } from './all.ts';
import type { Answering, AnswerView, NodeKind } from './kind.ts';
import { parsedConfig } from './parsed.ts';
import type { Tier } from './tier.ts';

/** A node that can end a request of an entry with an answer of this tier. */
export interface TierAnswer extends Omit<Answering, 'tier'> {
  readonly nodeId: string;
  /** Registry name. */
  readonly kind: string;
  readonly name: string;
  readonly tier: Tier;
  /** An answer that was kept from an earlier request. */
  readonly isKept: boolean;
  /** How often it is asked for one answer, on average: the steps of an agent loop above it. The figures are those of one call. */
  readonly callsPerAnswer: number;
}

/**
 * What can answer a request that enters here, in the order in which it would be asked if every call failed. Steps in between
 * (tools of an agent, approvals) answer nobody and are left out. Iterative: a document may hold 20 000 nodes in one chain.
 */
export function answersOf(policy: Policy, entryId: string, tokens: Omit<AnswerView, 'policy' | 'node'>): readonly TierAnswer[] {
  const know = knowledgeOf(policy);
  const found: TierAnswer[] = [];
  const calls = new Map([[entryId, 1]]);
  for (const { node, kind, config, below } of walk([entryId], know)) {
    const callsPerAnswer = calls.get(node.id) ?? 1;
    const callsBelow = callsPerAnswer * (kind.callsPerAnswer?.(config) ?? 1);
    for (const id of below) if (!calls.has(id)) calls.set(id, callsBelow);
    const answering = kind.answers?.(config, { ...tokens, policy, node });
    if (answering === undefined) continue;
    const { tier, ...rest } = answering;
    const isKept = typeof tier === 'object';
    const tiers = isKept ? tiersBelow(below, know, { ...tokens, policy }).filter((kept) => kept <= tier.keptDownTo) : [tier];
    const about = { nodeId: node.id, kind: node.kind, name: node.name, isKept, callsPerAnswer };
    for (const at of tiers) found.push({ ...rest, ...about, tier: at });
  }
  return found;
}

interface Known {
  readonly node: PolicyNode;
  readonly kind: NodeKind;
  readonly config: unknown;
  /** Nodes whose answers it passes on, in call order. */
  readonly below: readonly string[];
}

const knowledge = new WeakMap<Policy, (id: string) => Known | undefined>();

/** Gathered once for a policy, however many of its entries ask: a policy is never changed in place. */
function knowledgeOf(policy: Policy): (id: string) => Known | undefined {
  const gathered = knowledge.get(policy);
  if (gathered !== undefined) return gathered;
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map<string, string>();
  // Of two edges at one port (a lint error) the first counts, as everywhere.
  for (const edge of policy.edges) if (!targets.has(edgeId(edge))) targets.set(edgeId(edge), edge.to);
  const known = new Map<string, Known | undefined>();
  const know = (id: string): Known | undefined => {
    if (!known.has(id)) known.set(id, knownOf(nodes.get(id), targets));
    return known.get(id);
  };
  knowledge.set(policy, know);
  return know;
}

/** Undefined for an unknown kind and a config that its schema refuses: what these would answer is not known. */
function knownOf(node: PolicyNode | undefined, targets: ReadonlyMap<string, string>): Known | undefined {
  const kind = node === undefined ? undefined : kinds.get(node.kind);
  const config = node === undefined || kind === undefined ? undefined : parsedConfig(kind, node);
  if (node === undefined || kind === undefined || config?.success !== true) return undefined;
  const ports = kind.passesOn?.(config.data) ?? kind.face.ports(config.data).map(({ id }) => id);
  const below = ports.flatMap((port) => targets.get(edgeId({ from: node.id, port })) ?? []);
  return { node, kind, config: config.data, below };
}

function* walk(startIds: readonly string[], know: (id: string) => Known | undefined): Generator<Known> {
  const seen = new Set<string>();
  const open = [...startIds].reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const known = know(id);
    if (known === undefined) continue;
    yield known;
    open.push(...[...known.below].reverse());
  }
}

/** Tiers of the answers that something above could have kept. */
function tiersBelow(ids: readonly string[], know: (id: string) => Known | undefined, view: Omit<AnswerView, 'node'>): readonly Tier[] {
  const tiers = new Set<Tier>();
  for (const { node, kind, config } of walk(ids, know)) {
    const tier = kind.answers?.(config, { ...view, node }).tier;
    if (typeof tier === 'number') tiers.add(tier);
  }
  return [...tiers].sort();
}
