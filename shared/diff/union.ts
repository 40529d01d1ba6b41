import { kinds } from '../kinds/index.ts';
import { edgeId, type Point, type PolicyDocument, type PolicyEdge } from '../model/index.ts';
import type { DocumentDiff } from './diff.ts';

/** How a card or a wire differs between two versions; the strongest where there are several. */
export type DrawnChange = 'added' | 'removed' | 'reordered' | 'changed';

export interface DrawnDifference {
  /** The later version with what is gone put back, so that both can be seen on one sheet. For looking at only: it may not be sound. */
  readonly document: PolicyDocument;
  /** By node id. */
  readonly nodes: ReadonlyMap<string, DrawnChange>;
  /** By `edgeId`. */
  readonly edges: ReadonlyMap<string, DrawnChange>;
}

/** About the size of a card on the sheet, so that nothing put back lies on something else; one with many ports is taller. */
const CARD = { width: 210, height: 64, step: 80 } as const;

export function bothOnOneSheet(before: PolicyDocument, after: PolicyDocument, diff: DocumentDiff): DrawnDifference {
  const is = new Map(after.policy.nodes.map((node) => [node.id, node]));
  const gone = before.policy.nodes.filter(({ id }) => !is.has(id));
  const goneIds = new Set(gone.map(({ id }) => id));
  const now = new Map(after.policy.edges.map((edge) => [edgeId(edge), edge]));
  const was = new Map(before.policy.edges.map((edge) => [edgeId(edge), edge]));
  const edges = new Map<string, DrawnChange>();
  for (const [id, edge] of now) {
    const old = was.get(id);
    if (old === undefined) edges.set(id, 'added');
    else if (old.to !== edge.to) edges.set(id, 'changed');
  }
  // A port has one wire: where it leads elsewhere now, the new way is drawn and the sentence tells the old one.
  const back = before.policy.edges.filter((edge) => !now.has(edgeId(edge)) && (goneIds.has(edge.from) || hasPort(after, edge)));
  for (const edge of back) edges.set(edgeId(edge), 'removed');
  const providers = new Set(after.policy.providers.map(({ id }) => id));
  return {
    document: {
      ...after,
      policy: {
        ...after.policy,
        providers: [...after.policy.providers, ...before.policy.providers.filter(({ id }) => !providers.has(id))],
        nodes: [...after.policy.nodes, ...gone],
        edges: [...after.policy.edges, ...back],
      },
      layout: {
        nodes: placed(before, after, [...goneIds]),
        notes: [],
        groups: [],
      },
    },
    nodes: nodeMarks(diff, goneIds),
    edges,
  };
}

function hasPort({ policy }: PolicyDocument, { from, port }: PolicyEdge): boolean {
  const node = policy.nodes.find(({ id }) => id === from);
  const kind = node && kinds.get(node.kind);
  const config = node && kind?.config.schema.safeParse(node.config);
  return config?.success === true && kind?.face.ports(config.data).some(({ id }) => id === port) === true;
}

const RANK: readonly DrawnChange[] = ['added', 'removed', 'reordered', 'changed'];

function nodeMarks({ changes }: DocumentDiff, gone: ReadonlySet<string>): ReadonlyMap<string, DrawnChange> {
  const marks = new Map<string, DrawnChange>();
  for (const { action, about } of changes) {
    if (about.kind !== 'node') continue;
    const mark = gone.has(about.id) ? 'removed' : action === 'added' || action === 'reordered' ? action : 'changed';
    const known = marks.get(about.id);
    if (known === undefined || RANK.indexOf(mark) < RANK.indexOf(known)) marks.set(about.id, mark);
  }
  return marks;
}

/** Where it stood before, or below that where something stands there now. */
function placed(before: PolicyDocument, after: PolicyDocument, goneIds: readonly string[]): Record<string, Point> {
  const places: Record<string, Point> = { ...after.layout.nodes };
  for (const id of goneIds) {
    const old = before.layout.nodes[id];
    if (old === undefined) continue;
    let { x, y } = old;
    const isTaken = (): boolean =>
      Object.values(places).some((other) => Math.abs(other.x - x) < CARD.width && Math.abs(other.y - y) < CARD.height);
    while (isTaken()) y += CARD.step;
    places[id] = { x, y };
  }
  return places;
}
