import { callTree } from '../../shared/kinds/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import type { Drawn, DrawnWire } from './drawn.ts';

export type Direction = 'into' | 'back' | 'previous' | 'next' | 'first' | 'last';

/** What is walked over: cards in call order, then notes. */
export interface Sheet {
  /** Ids of cards and notes as the drawing has them. */
  readonly order: readonly string[];
  /** Cards that a card calls, in the order of its ports. */
  readonly callsOf: (cardId: string) => readonly string[];
  readonly callersOf: (cardId: string) => readonly string[];
}

const sheets = new WeakMap<PolicyDocument, Sheet>();

export function sheetOf(document: PolicyDocument, drawn: Drawn): Sheet {
  const known = sheets.get(document);
  if (known !== undefined) return known;
  const order = new Set(callTree(document.policy).map(({ node }) => drawn.cardIdOf(node.id)));
  const outs = new Map<string, DrawnWire[]>();
  const callers = new Map<string, string[]>();
  for (const wire of drawn.wires) {
    outs.set(wire.from, [...(outs.get(wire.from) ?? []), wire]);
    callers.set(wire.to, [...(callers.get(wire.to) ?? []), wire.from]);
  }
  const ranks = new Map(drawn.cards.map(({ node, ports }) => [node.id, new Map(ports.map(({ port }, rank) => [port.id, rank]))]));
  const places = new Map([...order].map((id, place) => [id, place]));
  const sheet: Sheet = {
    order: [...order, ...document.layout.notes.map(({ id }) => `note:${id}`)],
    callsOf: (id) => {
      const rank = ({ port }: DrawnWire): number => ranks.get(id)?.get(port) ?? Number.MAX_SAFE_INTEGER;
      return [...new Set((outs.get(id) ?? []).toSorted((a, b) => rank(a) - rank(b)).map(({ to }) => to))];
    },
    callersOf: (id) => [...new Set(callers.get(id))].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)),
  };
  sheets.set(document, sheet);
  return sheet;
}

/**
 * Where a step leads: `into` the first call, `back` to the caller (the one it was come from, where it has several), to the calls beside it, and where
 * it has none on that side to what stands before or after it in call order. Null where there is nothing.
 */
export function stepFrom(sheet: Sheet, at: string, direction: Direction, cameFrom?: string): string | null {
  const { order } = sheet;
  if (direction === 'first') return order[0] ?? null;
  if (direction === 'last') return order.at(-1) ?? null;
  if (direction === 'into') return sheet.callsOf(at)[0] ?? null;
  const callers = sheet.callersOf(at);
  const caller = cameFrom !== undefined && callers.includes(cameFrom) ? cameFrom : callers[0];
  if (direction === 'back') return caller ?? null;
  const step = direction === 'next' ? 1 : -1;
  const beside = caller === undefined ? [] : sheet.callsOf(caller);
  const sibling = beside[beside.indexOf(at) + step];
  if (sibling !== undefined && beside.includes(at)) return sibling;
  const place = order.indexOf(at);
  return place === -1 ? (order[0] ?? null) : (order[place + step] ?? null);
}
