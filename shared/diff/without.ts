import { edgeId, type PolicyDocument, type PolicyEdge } from '../model/index.ts';
import type { About, DocumentDiff } from './diff.ts';

/** Things whose change can be taken back by itself: nodes with the calls they make, and providers. */
export const changedThings = ({ changes }: DocumentDiff): About[] => {
  const found = new Map<string, About>();
  for (const { about } of changes) if (about.kind === 'node' || about.kind === 'provider') found.set(`${about.kind} ${about.id}`, about);
  return [...found.values()];
};

/**
 * The later version with all that happened to one thing taken back: added, it is gone; removed, it is there again; changed, it is as it was. Calls
 * follow as far as both their ends are there. What is left may not be sound: a change may need another one.
 */
export function withoutChangesOf(before: PolicyDocument, after: PolicyDocument, about: About): PolicyDocument {
  const policy = about.kind === 'provider' ? withoutProvider(before, after, about.id) : withoutNode(before, after, about.id);
  return { ...after, policy: { ...after.policy, ...policy } };
}

function withoutProvider(before: PolicyDocument, after: PolicyDocument, id: string): Partial<PolicyDocument['policy']> {
  const was = before.policy.providers.find((provider) => provider.id === id);
  return { providers: swapped(after.policy.providers, was, id) };
}

function withoutNode(before: PolicyDocument, after: PolicyDocument, id: string): Partial<PolicyDocument['policy']> {
  const was = before.policy.nodes.find((node) => node.id === id);
  const nodes = swapped(after.policy.nodes, was, id);
  const there = new Set(nodes.map((node) => node.id));
  const isWhole = ({ from, to }: PolicyEdge): boolean => there.has(from) && there.has(to);
  const wasEdges = new Map(before.policy.edges.map((edge) => [edgeId(edge), edge]));
  const isNew = was === undefined;
  const edges = new Map<string, PolicyEdge>();
  for (const edge of after.policy.edges) {
    if (edge.from === id) continue;
    // Who called a new node calls again what it called before.
    const old = isNew && edge.to === id ? wasEdges.get(edgeId(edge)) : edge;
    if (old !== undefined && isWhole(old)) edges.set(edgeId(old), old);
  }
  const isBack = !after.policy.nodes.some((node) => node.id === id);
  for (const [key, edge] of wasEdges) {
    if ((edge.from === id || (isBack && edge.to === id)) && isWhole(edge)) edges.set(key, edge);
  }
  const own = ({ entryId }: { readonly entryId: string }): boolean => entryId === id;
  const promises = [...after.policy.promises.filter((promise) => !own(promise)), ...before.policy.promises.filter(own)];
  return { nodes, edges: [...edges.values()], promises };
}

function swapped<T extends { readonly id: string }>(list: readonly T[], was: T | undefined, id: string): T[] {
  const rest = list.flatMap((item) => (item.id !== id ? [item] : was === undefined ? [] : [was]));
  return was === undefined || list.some((item) => item.id === id) ? rest : [...rest, was];
}
