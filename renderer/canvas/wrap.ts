import { addToGroup, type Command, headsOf, moveNodes, removeAndJoin, together, wrapNodes } from '../../shared/edit/index.ts';
import { kinds, reachable } from '../../shared/kinds/index.ts';
import type { Point, PolicyDocument } from '../../shared/model/index.ts';
import { CARD_HEIGHT, CARD_WIDTH, type Card, COLUMN_GAP, cardOf, cardsOf, ROW_PITCH } from './geometry.ts';

/** Kinds that a selection is wrapped with: each protects what it calls and changes nothing of it. */
export const WRAPPERS = ['breaker', 'retry', 'timeout', 'fallback'] as const;
export type Wrapper = (typeof WRAPPERS)[number];

/** Whether anything of the selection can be called, and so be wrapped. */
export const canWrap = (document: PolicyDocument, nodeIds: readonly string[]): boolean => headsOf(document.policy, nodeIds).length > 0;

/**
 * Wraps the selection and makes room for it. A wrapper takes the place of what it wraps, which moves down with what stands under it; a fallback
 * opens a column, so what it wraps moves to the right with all that it calls.
 */
export function wrapCommand(document: PolicyDocument, nodeIds: readonly string[], kind: Wrapper): Command {
  const wrap = wrapNodes({ nodeIds, kind });
  const config = kinds.get(kind)?.config.defaults ?? {};
  const size = cardOf({ id: '', kind, name: '', config }, { x: 0, y: 0 });
  const moved: Record<string, Point> = {};
  for (const head of headsOf(document.policy, nodeIds)) {
    const cards = cardsOf(document, false, moved);
    const at = cards.find(({ node }) => node.id === head.id);
    if (at !== undefined)
      Object.assign(moved, size.hasRows ? movedRight(document, cards, at) : movedDown(cards, at, size.height + ROW_PITCH - CARD_HEIGHT));
  }
  return together([joining(wrap), moveNodes(moved)], wrap.labelFor?.(document) ?? wrap.label);
}

/** The same command, after which a new node in front of a node of a group is in that group too. */
export const joining = (command: Command): Command => ({
  label: command.label,
  apply(before) {
    const after = command.apply(before);
    if (after === before || before.layout.groups.length === 0) return after;
    const known = new Set(before.policy.nodes.map(({ id }) => id));
    return after.policy.edges
      .filter(({ from, to }) => !known.has(from) && known.has(to))
      .flatMap(({ from, to }) => {
        const group = before.layout.groups.find(({ nodeIds }) => nodeIds.includes(to));
        return group === undefined ? [] : [addToGroup(group.id, [from])];
      })
      .reduce((document, join) => join.apply(document), after);
  },
});

/** The card and what stands under it in its column. */
function movedDown(cards: readonly Card[], top: Card, by: number): Record<string, Point> {
  const below = cards.filter((card) => Math.abs(card.x - top.x) < CARD_WIDTH && card.y >= top.y);
  return Object.fromEntries(below.map((card) => [card.node.id, { x: card.x, y: card.y + by }]));
}

/** The card and all that it calls, which stands under it or further to the right. */
function movedRight(document: PolicyDocument, cards: readonly Card[], head: Card): Record<string, Point> {
  const inside = reachable(document.policy, [head.node.id]);
  const by = CARD_WIDTH + COLUMN_GAP;
  return Object.fromEntries(
    cards.filter((card) => inside.has(card.node.id) && card.x >= head.x - 1).map((card) => [card.node.id, { x: card.x + by, y: card.y }]),
  );
}

/** Removes nodes, joins what they stood between, and lets what stood under them in their columns move up into the gap. */
export function closeGapCommand(document: PolicyDocument, nodeIds: readonly string[]): Command {
  const remove = removeAndJoin(nodeIds);
  const gone = new Set(nodeIds);
  const cards = cardsOf(document);
  const moved: Record<string, Point> = {};
  for (const card of cards) {
    if (gone.has(card.node.id)) continue;
    const over = cards.filter(
      (other) => gone.has(other.node.id) && Math.abs(other.x - card.x) < 1 && other.y < card.y && isChained(cards, other, card),
    );
    const rise = over.reduce((sum, other) => sum + other.height + ROW_PITCH - CARD_HEIGHT, 0);
    if (rise > 0) moved[card.node.id] = { x: card.x, y: card.y - rise };
  }
  return together([remove, moveNodes(moved)], remove.labelFor?.(document) ?? remove.label);
}

/** Nothing but the usual air between one card and another further down in the same column: they read as one chain. */
function isChained(cards: readonly Card[], above: Card, below: Card): boolean {
  const column = cards.filter((card) => Math.abs(card.x - above.x) < 1 && card.y >= above.y && card.y <= below.y).sort((a, b) => a.y - b.y);
  return column.every((card, i) => i === 0 || card.y - (column[i - 1]!.y + column[i - 1]!.height) <= ROW_PITCH - CARD_HEIGHT + 24);
}
