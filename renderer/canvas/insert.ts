import { addNode, type Command, connect, moveNodes, newNodeId, portsOf } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { edgeId, type Point, type PolicyDocument } from '../../shared/model/index.ts';
import { CARD_HEIGHT, CARD_WIDTH, cardOf, cardsOf, ROW_PITCH } from './geometry.ts';

export interface Insertion {
  readonly id: string;
  /** To be run in this order, as one step of the history. */
  readonly commands: readonly Command[];
}

/**
 * Puts a new node of this kind on a wire: it is called in place of what the wire led to, and calls that through its first port. It takes the place
 * of the card below it, and that card and what stands under it in the same column make room. Null where the kind cannot stand between two nodes:
 * nothing may call an entry, and a template calls nothing.
 */
export function insertionOf(document: PolicyDocument, wireId: string, kind: string): Insertion | null {
  const { policy } = document;
  const edge = policy.edges.find((candidate) => edgeId(candidate) === wireId);
  const described = kinds.get(kind);
  if (edge === undefined || described === undefined) return null;
  const id = newNodeId(policy, kind);
  const node = { id, kind, name: '', config: described.config.defaults };
  const [port] = portsOf(node);
  const cards = cardsOf(document);
  const to = cards.find((card) => card.node.id === edge.to);
  if (port === undefined || !described.face.isCallable || to === undefined) return null;
  const at = { x: to.x, y: to.y };
  const rise = cardOf(node, at).height + ROW_PITCH - CARD_HEIGHT;
  const below: Record<string, Point> = {};
  for (const card of cards)
    if (Math.abs(card.x - to.x) < CARD_WIDTH && card.y >= to.y) below[card.node.id] = { x: card.x, y: card.y + rise };
  return {
    id,
    commands: [
      addNode({ kind, id, at }),
      moveNodes(below),
      connect({ from: id, port: port.id, to: edge.to }),
      connect({ from: edge.from, port: edge.port, to: id }),
    ],
  };
}

/** The wire that a palette click goes to: the only thing that is selected. */
export const onlyWire = ({ nodes, edges }: { readonly nodes: readonly string[]; readonly edges: readonly string[] }): string | null =>
  nodes.length === 0 && edges.length === 1 ? edges[0]! : null;
