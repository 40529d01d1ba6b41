import type { Point } from '../../shared/model/index.ts';
import type { Card } from './geometry.ts';
import { type Area, areaOf, meet } from './obstacles.ts';
import type { Draft, Wire } from './wires.ts';

interface Remembered {
  readonly draft: Draft;
  readonly wire: Wire;
  readonly reach: Area;
}

/** More cards than this at once are another drawing. */
const MOST_CHANGES = 64;

/** The wires of a drawing, to be taken over into the next one where nothing that they go by has changed: a card that is dragged changes few of them. */
export class WireMemory {
  #wires = new Map<string, Remembered>();
  #before = new Map<string, Remembered>();
  #cards: ReadonlyMap<string, Card> = new Map();
  /** Where cards came, went or moved since the last drawing. */
  #changes: readonly Area[] = [];

  /** Places from which cards in hand were taken. */
  readonly #takenFrom = new Map<string, Area>();

  /** `isInHand`: cards that changed are being dragged, and only their own wires follow; the others make room when they are let go. */
  startWith(cards: ReadonlyMap<string, Card>, isInHand: boolean): void {
    const changes: Area[] = [];
    for (const [id, card] of cards) {
      const before = this.#cards.get(id);
      if (before === card || (before !== undefined && isSamePlace(before, card))) continue;
      if (isInHand && before !== undefined) {
        if (!this.#takenFrom.has(id)) this.#takenFrom.set(id, areaOf(before));
        continue;
      }
      changes.push(areaOf(card));
      if (before !== undefined) changes.push(areaOf(before));
    }
    for (const [id, before] of this.#cards) if (!cards.has(id)) changes.push(areaOf(before));
    if (!isInHand) {
      for (const [id, area] of this.#takenFrom) {
        const card = cards.get(id);
        changes.push(area);
        if (card !== undefined) changes.push(areaOf(card));
      }
      this.#takenFrom.clear();
    }
    this.#cards = cards;
    this.#changes = changes;
    this.#before = changes.length > MOST_CHANGES ? new Map() : this.#wires;
    this.#wires = new Map();
  }

  get(id: string, draft: Draft): Wire | undefined {
    const known = this.#before.get(id);
    if (known === undefined || !isSameDraft(known.draft, draft)) return undefined;
    if (this.#changes.some((area) => meet(area, known.reach))) return undefined;
    this.#wires.set(id, known);
    return known.wire;
  }

  set(id: string, draft: Draft, wire: Wire, reach: Area): void {
    this.#wires.set(id, { draft, wire, reach });
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
