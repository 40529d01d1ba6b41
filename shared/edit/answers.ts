import { answersOf, configOf, type FallbackConfig, kinds, type NodeKind, reachable, type Tier } from '../kinds/index.ts';
import { edgeId, type Policy, type PolicyDocument, type PolicyNode } from '../model/index.ts';
import { type Command, findNode, nameOf } from './command.ts';
import { connect } from './edges.ts';
import { addNode, newNodeId, replaceConfig } from './nodes.ts';

/** Which figures an answer has makes no difference to where it stands. */
const NO_TOKENS = { inputTokens: 0, outputTokens: 0, longOutputTokens: 0 };

/** Failures that a new tier leads on from. */
const ORDINARY = (kinds.get('fallback') as NodeKind<FallbackConfig>).config.defaults.tiers[0]?.continueOn ?? [];

const COLUMN_PX = 284;
const ROW_PX = 100;

/**
 * Gives the capability a fixed text to answer with at a tier, as the last resort before worse ones: as a further tier of the first fallback
 * below the entry, or behind a new fallback that tries first what the entry called before. Its text is empty until somebody writes it.
 */
export const addTemplateAnswer = (entryId: string, tier: Tier): Command => ({
  label: `Add a template answer at tier ${tier}`,
  labelFor: ({ policy }) => `Add a template answer to ${nameOf(policy, entryId)}, tier ${tier}`,
  apply(document) {
    const { policy } = document;
    const entry = findNode(policy, entryId);
    if (entry === undefined || kinds.get(entry.kind)?.face.isCallable !== false) return document;
    const template = newNodeId(policy, 'template');
    const first = firstFallback(policy, entryId);
    const behind = policy.edges.find((edge) => edgeId(edge) === edgeId({ from: entryId, port: 'next' }))?.to;
    const at = freePlace(document, first?.node.id ?? entryId);
    const added = addNode({ kind: 'template', id: template, at, config: { tier } });
    if (first !== undefined) {
      const { node, config } = first;
      const port = freePort(config);
      const position = config.tiers.findIndex((part) => isWorse(policy, edgeTarget(policy, node.id, part.id), tier));
      const place = position === -1 ? config.tiers.length : position;
      const tiers = config.tiers.toSpliced(place, 0, { id: port, name: '', continueOn: ORDINARY });
      // The last tier may lead on from nothing, since until now nothing came after it.
      const before = tiers[place - 1];
      if (before?.continueOn.length === 0) tiers[place - 1] = { ...before, continueOn: ORDINARY };
      const settings = replaceConfig(node.id, { ...node.config, tiers });
      return all(document, [added, settings, connect({ from: node.id, port, to: template })], template);
    }
    if (behind === undefined) return all(document, [added, connect({ from: entryId, port: 'next', to: template })], template);
    const fallback = newNodeId(policy, 'fallback');
    return all(
      document,
      [
        added,
        addNode({ kind: 'fallback', id: fallback, at: { x: at.x - COLUMN_PX / 2, y: at.y } }),
        connect({ from: fallback, port: 't1', to: behind }),
        connect({ from: fallback, port: 't2', to: template }),
        connect({ from: entryId, port: 'next', to: fallback }),
      ],
      template,
    );
  },
});

/** All of it or nothing: a template that nothing calls would be worse than none. */
function all(document: PolicyDocument, commands: readonly Command[], templateId: string): PolicyDocument {
  const after = commands.reduce((at, command) => command.apply(at), document);
  return after.policy.edges.some(({ to }) => to === templateId) ? after : document;
}

function firstFallback(policy: Policy, entryId: string): { readonly node: PolicyNode; readonly config: FallbackConfig } | undefined {
  for (const id of reachable(policy, [entryId])) {
    const node = findNode(policy, id);
    const config = configOf(node, 'fallback');
    if (node !== undefined && config !== undefined) return { node, config };
  }
  return undefined;
}

const edgeTarget = (policy: Policy, from: string, port: string): string | undefined =>
  policy.edges.find((edge) => edge.from === from && edge.port === port)?.to;

/** Nothing better than a worse tier comes of it. */
function isWorse(policy: Policy, nodeId: string | undefined, tier: Tier): boolean {
  const answers = nodeId === undefined ? [] : answersOf(policy, nodeId, NO_TOKENS);
  return answers.length > 0 && answers.every((answer) => answer.tier > tier);
}

function freePort({ tiers }: FallbackConfig): string {
  const taken = new Set(tiers.map(({ id }) => id));
  let number = tiers.length + 1;
  while (taken.has(`t${number}`)) number++;
  return `t${number}`;
}

/** Beside the node, below everything that stands in that column. */
function freePlace({ layout }: PolicyDocument, nodeId: string): { readonly x: number; readonly y: number } {
  const from = layout.nodes[nodeId] ?? { x: 0, y: 0 };
  const x = from.x + COLUMN_PX;
  const below = Object.values(layout.nodes).filter((point) => Math.abs(point.x - x) < COLUMN_PX && point.y >= from.y);
  return { x, y: Math.max(from.y, ...below.map((point) => point.y + ROW_PX)) };
}
