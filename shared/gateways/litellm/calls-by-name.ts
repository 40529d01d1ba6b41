import type { PolicyNode } from '../../model/index.ts';
import type { Calls } from '../calls.ts';
import { configOf } from '../rewrite.ts';

/** One way through the routers of a call, which the application takes by naming a model group. */
export interface NamedCall {
  readonly root: PolicyNode;
  /** The `model` of the application's requests. */
  readonly name: string;
  /** Port by which each router on the way is left, by the router's id. */
  readonly ways: ReadonlyMap<string, string>;
}

/** More groups than a person could name. */
export const MOST_NAMES = 64;

/** All of them in one order, whatever the order of the drawing; undefined beyond MOST_NAMES. */
export function namedCalls(calls: Calls, policyId: string): readonly NamedCall[] | undefined {
  const roots = [...calls.roots].sort((a, b) => (a.id < b.id ? -1 : 1));
  const named: NamedCall[] = [];
  const taken = new Set<string>();
  for (const root of roots) {
    const open: ReadonlyMap<string, string>[] = [new Map()];
    const base = roots.length === 1 ? policyId : calls.drawnId(root);
    for (let ways = open.pop(); ways !== undefined; ways = open.pop()) {
      const router = firstOpenRouter(calls, root, ways);
      if (router === undefined) {
        const name = unused([base, ...ways.values()].join('-'), taken);
        named.push({ root, name, ways });
        if (named.length > MOST_NAMES) return undefined;
        continue;
      }
      // The first way is looked at first: what is put last comes first.
      for (const port of [...portsOfRouter(router)].reverse()) open.push(new Map([...ways, [router.id, port]]));
      if (open.length + named.length > MOST_NAMES * 2) return undefined;
    }
  }
  return named;
}

/** Which the application chooses by itself: not one that stands for a group of deployments. */
function firstOpenRouter(calls: Calls, node: PolicyNode, ways: ReadonlyMap<string, string>): PolicyNode | undefined {
  if (calls.group(node) !== undefined) return undefined;
  if (node.kind === 'router') {
    const way = ways.get(node.id);
    return way === undefined ? node : firstOpenRouter(calls, calls.at(node, way), ways);
  }
  for (const port of portsOf(node)) {
    const open = firstOpenRouter(calls, calls.at(node, port), ways);
    if (open !== undefined) return open;
  }
  return undefined;
}

const portsOfRouter = (router: PolicyNode): readonly string[] => [
  ...(configOf(router)['routes'] as { id: string }[]).map(({ id }) => id),
  'otherwise',
];

function portsOf(node: PolicyNode): readonly string[] {
  if (node.kind === 'model' || node.kind === 'template') return [];
  if (node.kind === 'fallback') return (configOf(node)['tiers'] as { id: string }[]).map(({ id }) => id);
  return ['next'];
}

export function unused(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let copy = 2; taken.has(name); copy++) name = `${wish}-${copy}`;
  taken.add(name);
  return name;
}
