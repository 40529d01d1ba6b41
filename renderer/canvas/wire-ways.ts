import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Point } from '../../shared/model/index.ts';

type Way = readonly Point[];
const NO_WAY: Way = [];

/**
 * Where each wire runs, told to that wire alone. Were it part of what the library is given, a card that is dragged would give it new connections at each frame, and it
 * would look all of them up again and ask every card.
 */
export class WireWays {
  #ways: ReadonlyMap<string, Way> = new Map();
  #changed: readonly string[] = [];
  readonly #listeners = new Map<string, Set<() => void>>();

  /** To be followed by `tell` once what is drawn for the first time is on the page. */
  put(wires: readonly { readonly id: string; readonly points: Way }[]): void {
    const before = this.#ways;
    this.#ways = new Map(wires.map(({ id, points }) => [id, points]));
    this.#changed = [...this.#changed, ...wires.flatMap(({ id, points }) => (before.get(id) === points ? [] : [id]))];
  }

  tell(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const id of changed) for (const listener of this.#listeners.get(id) ?? []) listener();
  }

  of(id: string): Way {
    return this.#ways.get(id) ?? NO_WAY;
  }

  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => listeners.delete(listener);
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
