import type { Point } from '../../shared/model/index.ts';
import type { Card } from './geometry.ts';

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
export const NOWHERE: Area = { left: 1, right: 0, top: 1, bottom: 0 };

export const areaOf = ({ x, y, width, height }: Card): Area => ({ left: x, right: x + width, top: y, bottom: y + height });
export const meet = (a: Area, b: Area): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

const CELL = { width: 300, height: 180 } as const;
/** Columns of cells that a key has room for; cells beyond share keys, which costs time and nothing else. */
const KEY_ROWS = 1 << 16;

/** Cards by the cell of a grid that they reach into: a wire asks about its own neighbourhood only. */
export class Obstacles {
  readonly #cells = new Map<number, Card[]>();
  readonly #under: Obstacles | null;
  /** Ids of cards below that stand elsewhere now. */
  readonly #gone: ReadonlyMap<string, Card>;

  constructor(cards: Iterable<Card>, under: Obstacles | null = null, gone: ReadonlyMap<string, Card> = new Map()) {
    this.#under = under;
    this.#gone = gone;
    for (const card of cards) {
      eachCell(areaOf(card), (key) => {
        const there = this.#cells.get(key);
        if (there === undefined) this.#cells.set(key, [card]);
        else there.push(card);
      });
    }
  }

  /** The same with some cards elsewhere, without looking at the others. */
  with(moved: ReadonlyMap<string, Card>): Obstacles {
    return new Obstacles(moved.values(), this, moved);
  }

  #at(key: number): readonly Card[] {
    const own = this.#cells.get(key) ?? [];
    if (this.#under === null) return own;
    return [...own, ...this.#under.#at(key).filter(({ node }) => !this.#gone.has(node.id))];
  }

  /** Neither the card that the wire leaves nor the one that it enters stands in its way. */
  isFree(points: readonly Point[], { from, to }: { readonly from: Card; readonly to: Card }): boolean {
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1]!;
      const b = points[i]!;
      const stretch = { left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) };
      let isFree = true;
      eachCell(stretch, (key) => {
        for (const card of this.#at(key)) {
          if (
            card !== from &&
            card !== to &&
            stretch.left < card.x + card.width &&
            stretch.right > card.x &&
            stretch.top < card.y + card.height &&
            stretch.bottom > card.y
          ) {
            isFree = false;
          }
        }
        return isFree;
      });
      if (!isFree) return false;
    }
    return true;
  }

  within(area: Area): readonly Card[] {
    const found = new Set<Card>();
    eachCell(area, (key) => {
      for (const card of this.#at(key)) if (meet(areaOf(card), area)) found.add(card);
    });
    return [...found];
  }
}

/** Until one answers false. */
function eachCell({ left, right, top, bottom }: Area, visit: (key: number) => unknown): void {
  const lastColumn = Math.floor(right / CELL.width);
  const lastRow = Math.floor(bottom / CELL.height);
  for (let column = Math.floor(left / CELL.width); column <= lastColumn; column++) {
    for (let row = Math.floor(top / CELL.height); row <= lastRow; row++) if (visit(column * KEY_ROWS + row) === false) return;
  }
}
