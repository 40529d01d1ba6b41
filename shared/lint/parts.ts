import type { Policy, PolicyEdge, PolicyNode } from '../model/index.ts';

/**
 * The parts of a policy between which no call leads. What most rules ask about a node depends on what calls it and what it calls, so on its part alone:
 * after a change the other parts need not be asked again. Nodes and edges stay in the order of the policy.
 */
export function partsOf(policy: Policy): readonly Policy[] {
  const rootOf = rootsOf(policy.edges);
  const nodes = new Map<string, PolicyNode[]>();
  const edges = new Map<string, PolicyEdge[]>();
  const put = <Item>(parts: Map<string, Item[]>, root: string, item: Item): void => {
    const there = parts.get(root);
    if (there === undefined) parts.set(root, [item]);
    else there.push(item);
  };
  for (const edge of policy.edges) put(edges, rootOf(edge.from), edge);
  for (const node of policy.nodes) {
    const root = rootOf(node.id);
    put(nodes, edges.has(root) ? root : ALONE, node);
  }
  const roots = new Set([...nodes.keys(), ...edges.keys()]);
  if (roots.size <= 1) return [policy];
  return [...roots].map((root) => ({ ...policy, nodes: nodes.get(root) ?? [], edges: edges.get(root) ?? [] }));
}

/** Nodes without any edge are one part: nothing that is asked of one depends on another. No id of a node is empty. */
const ALONE = '';

const known = new WeakMap<readonly PolicyEdge[], (id: string) => string>();

/** Found once for each list of edges: most changes leave it as it is. */
function rootsOf(edges: readonly PolicyEdge[]): (id: string) => string {
  const before = known.get(edges);
  if (before !== undefined) return before;
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let above = parents.get(root); above !== undefined; above = parents.get(root)) root = above;
    // The next one on this way is there in one step.
    for (let at = id; at !== root; ) {
      const above = parents.get(at)!;
      parents.set(at, root);
      at = above;
    }
    return root;
  };
  for (const { from, to } of edges) {
    const [a, b] = [rootOf(from), rootOf(to)];
    if (a !== b) parents.set(a, b);
  }
  known.set(edges, rootOf);
  return rootOf;
}

/** What was answered about a part, as long as nothing of it has changed: its nodes and edges are the same objects, and so is all that they refer to. */
export class PartMemory<Answer> {
  readonly #answers = new WeakMap<object, { readonly part: Policy; readonly about: unknown; readonly answer: Answer }>();

  /** `about`: what else the answer depends on, compared by identity. */
  ask(part: Policy, about: unknown, answer: () => Answer): Answer {
    const key = part.nodes[0] ?? part.edges[0];
    if (key === undefined) return answer();
    const last = this.#answers.get(key);
    if (last !== undefined && last.about === about && isSamePart(last.part, part)) return last.answer;
    const made = answer();
    this.#answers.set(key, { part, about, answer: made });
    return made;
  }
}

const isSamePart = (a: Policy, b: Policy): boolean =>
  a.providers === b.providers && a.promises === b.promises && isSameList(a.nodes, b.nodes) && isSameList(a.edges, b.edges);

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((item, at) => item === b[at]));
