import type { Point, PolicyDocument, PolicyEdge, PolicyNode, TierPromise } from '../model/index.ts';
import { type Command, freeId } from './command.ts';
import { placed } from './layout.ts';

/** Nodes with the edges among them, positions relative to the upper left corner of their bounds. */
export interface Fragment {
  readonly nodes: readonly PolicyNode[];
  readonly edges: readonly PolicyEdge[];
  /** Of entries among the nodes, without signatures: whoever signed stands for the original. */
  readonly promises: readonly TierPromise[];
  readonly positions: Readonly<Record<string, Point>>;
}

/** Edges that leave the selection are not copied. Nodes without a place are put at the corner. */
export function copyNodes(document: PolicyDocument, ids: readonly string[]): Fragment {
  const chosen = new Set(ids);
  const nodes = document.policy.nodes.filter((node) => chosen.has(node.id));
  const points = nodes.flatMap((node) => document.layout.nodes[node.id] ?? []);
  const left = points.length === 0 ? 0 : Math.min(...points.map(({ x }) => x));
  const top = points.length === 0 ? 0 : Math.min(...points.map(({ y }) => y));
  return {
    nodes,
    edges: document.policy.edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to)),
    promises: document.policy.promises
      .filter(({ entryId, text }) => chosen.has(entryId) && text.trim() !== '')
      .map((promise) => ({ ...promise, signOff: null })),
    positions: Object.fromEntries(
      nodes.map((node) => {
        const point = document.layout.nodes[node.id] ?? { x: left, y: top };
        return [node.id, { x: point.x - left, y: point.y - top }];
      }),
    ),
  };
}

/** Pastes under new ids: `breaker` becomes `breaker-2`. Names and settings stay. */
export function pasteNodes(fragment: Fragment, at: Point): Command {
  const { nodes } = fragment;
  return {
    label: nodes.length === 1 ? `Paste ${nodes[0]?.name}` : `Paste ${nodes.length} nodes`,
    apply(document) {
      if (nodes.length === 0) return document;
      const { policy } = document;
      const taken = new Set(policy.nodes.map(({ id }) => id));
      const newIds = new Map<string, string>();
      for (const node of nodes) {
        const id = freeId(node.kind, taken);
        taken.add(id);
        newIds.set(node.id, id);
      }
      const renamed = (id: string): string => newIds.get(id) as string;
      const promises = fragment.promises
        .filter(({ entryId }) => newIds.has(entryId))
        .map((promise) => ({ ...promise, entryId: renamed(promise.entryId), signOff: null }));
      // A file may hold a promise of an entry that is not there, and the pasted entry may get its id.
      const kept = policy.promises.filter(({ entryId }) => !promises.some((promise) => promise.entryId === entryId));
      return {
        ...document,
        policy: {
          ...policy,
          nodes: [...policy.nodes, ...nodes.map((node) => ({ ...node, id: renamed(node.id) }))],
          edges: [
            ...policy.edges,
            ...fragment.edges
              .filter((edge) => newIds.has(edge.from) && newIds.has(edge.to))
              .map((edge) => ({ from: renamed(edge.from), port: edge.port, to: renamed(edge.to) })),
          ],
          promises: fragment.promises.length === 0 ? policy.promises : [...kept, ...promises],
        },
        layout: placed(
          document.layout,
          Object.fromEntries(
            nodes.map((node) => {
              const offset = fragment.positions[node.id] ?? { x: 0, y: 0 };
              return [renamed(node.id), { x: at.x + offset.x, y: at.y + offset.y }];
            }),
          ),
        ),
      };
    },
  };
}
