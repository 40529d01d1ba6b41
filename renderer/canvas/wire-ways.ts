import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Point } from '../../shared/model/index.ts';
import type { Drawn, InHand } from './drawn.ts';

type Way = readonly Point[];
const NO_WAY: Way = [];

/**
 * Where each wire runs, told to that wire alone: of a card that is dragged only its own wires are drawn again.
 */
export class WireWays {
  #rest: ReadonlyMap<string, { readonly points: Way }> = new Map();
  #wires: Drawn['wires'] = [];
  #inHand: ReadonlyMap<string, { readonly points: Way }> = new Map();
  #changed = new Set<string>();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** `rest`: the drawing at rest, and what of it is in hand. To be followed by `tell` once what is drawn for the first time is on the page. */
  put(rest: Drawn, inHand: InHand | undefined): void {
    const followed = inHand?.wires ?? new Map();
    for (const id of [...this.#inHand.keys(), ...followed.keys()]) this.#changed.add(id);
    if (rest.wires !== this.#wires) {
      const before = this.#rest;
      this.#wires = rest.wires;
      this.#rest = new Map(rest.wires.map((wire) => [wire.id, wire]));
      // Nobody asks for the others.
      for (const id of this.#listeners.keys()) if (before.get(id)?.points !== this.#rest.get(id)?.points) this.#changed.add(id);
    }
    this.#inHand = followed;
  }

  tell(): void {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const id of changed) for (const listener of this.#listeners.get(id) ?? []) listener();
  }

  of(id: string): Way {
    return (this.#inHand.get(id) ?? this.#rest.get(id))?.points ?? NO_WAY;
  }

  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }
}

export const WaysContext = createContext(new WireWays());

export function useWay(id: string): Way {
  const ways = useContext(WaysContext);
  return useSyncExternalStore(
    (listener) => ways.subscribe(id, listener),
    () => ways.of(id),
  );
}
