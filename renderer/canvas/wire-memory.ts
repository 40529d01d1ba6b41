import type { Point } from '../../shared/model/index.ts';
import type { Card } from './geometry.ts';
import { type Area, areaOf, meet } from './obstacles.ts';
import type { Draft } from './wires.ts';

interface Remembered {
  readonly draft: Draft;
  readonly way: readonly Point[];
  readonly reach: Area;
}

/** More cards than this at once are another drawing. */
const MOST_CHANGES = 64;

/** Ways of one drawing: those of the drawing before where nothing that they go by has changed. A drawing that is no longer the last one remembers nothing. */
export interface Remembering {
  get(id: string, draft: Draft): readonly Point[] | undefined;
  set(id: string, draft: Draft, way: readonly Point[], reach: Area): void;
}

/** The ways of wires in a drawing, to be taken over into the next one: a card that moves changes few of them. */
export class WireMemory {
  #wires = new Map<string, Remembered>();
  #cards: ReadonlyMap<string, Card> = new Map();

  startWith(cards: ReadonlyMap<string, Card>): Remembering {
    // Where cards came, went or moved since the last drawing.
    const changes: Area[] = [];
    for (const [id, card] of cards) {
      const before = this.#cards.get(id);
      if (before === card || (before !== undefined && isSamePlace(before, card))) continue;
      changes.push(areaOf(card));
      if (before !== undefined) changes.push(areaOf(before));
    }
    for (const [id, before] of this.#cards) if (!cards.has(id)) changes.push(areaOf(before));
    const before = changes.length > MOST_CHANGES ? new Map<string, Remembered>() : this.#wires;
    const wires = new Map<string, Remembered>();
    this.#cards = cards;
    this.#wires = wires;
    return {
      get: (id, draft) => {
        const known = before.get(id);
        if (known === undefined || !isSameDraft(known.draft, draft)) return undefined;
        if (changes.some((area) => meet(area, known.reach))) return undefined;
        wires.set(id, known);
        return known.way;
      },
      set: (id, draft, way, reach) => wires.set(id, { draft, way, reach }),
    };
  }
}

const isSamePoint = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;
const isSamePlace = (a: Card, b: Card): boolean => isSamePoint(a, b) && a.width === b.width && a.height === b.height;
const isSameDraft = (a: Draft, b: Draft): boolean =>
  a.way === b.way &&
  a.channel === b.channel &&
  isSamePoint(a.start, b.start) &&
  isSamePoint(a.end, b.end) &&
  isSamePlace(a.from, b.from) &&
  isSamePlace(a.to, b.to);
