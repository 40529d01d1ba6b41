import { FAILURE_CLASSES, type FailureClass } from '../../../model/index.ts';
import type { Drawing } from '../../read/drawing.ts';
import type { ConfigPath } from '../../read/imported.ts';
import type { Place } from '../../read/place.ts';
import { chain, type Tier } from '../../read/shapes.ts';
import { targetsFor } from './groups.ts';

/** LiteLLM falls back on every failure of a call, but not on a guard’s word or an answer that has begun; the two left have lists of their own. */
export const GENERIC: readonly FailureClass[] = FAILURE_CLASSES.filter(
  (one) => !['blocked-by-guard', 'malformed', 'cancelled', 'content-policy', 'context-overflow'].includes(one),
);

type Lists = ReadonlyMap<string, readonly string[]>;

export interface SpecialList {
  readonly failure: FailureClass;
  readonly place: Place;
  /** Without it the failure goes the way of all others. */
  readonly isSet: boolean;
  readonly list: Lists;
}

export interface Fallbacks {
  readonly drawing: Drawing;
  readonly at: ConfigPath;
  readonly generic: Lists;
  readonly special: readonly SpecialList[];
  /** Hops that LiteLLM follows. */
  readonly most: number;
  has(group: string): boolean;
  /** The group by itself. */
  core(group: string): string | undefined;
}

/** Where a failure of its own list leads from a group: a later place of the sequence, a group outside of it, or nowhere. */
type Jump = number | 'nowhere' | { readonly elsewhere: string };

/** A group with all that takes over from it, drawn as one fallback; groups that a failure passes over stand together in a fallback of their own. */
export function withFallbacks(group: string, fallbacks: Fallbacks): string | undefined {
  const { drawing, special, core, has } = fallbacks;
  const order = follow(group, fallbacks.generic, fallbacks);
  const jump = (at: number, { isSet, list }: SpecialList): Jump => {
    if (!isSet) return at + 1;
    const target = targetsFor(order[at]!, list)?.find(has);
    const to = target === undefined ? -1 : order.indexOf(target);
    return target === undefined ? 'nowhere' : to === -1 ? { elsewhere: target } : to > at ? to : 'nowhere';
  };

  function tiers(from: number, to: number): Tier[] {
    if (from >= to) return [];
    const jumps = special.map((one) => ({ failure: one.failure, to: jump(from, one) }));
    const over = Math.min(
      ...jumps.map((one) => (typeof one.to === 'number' && one.to > from + 1 && one.to < to ? one.to : Number.POSITIVE_INFINITY)),
    );
    const next = Number.isFinite(over) ? over : from + 1;
    const continueOn = [...GENERIC, ...jumps.filter((one) => one.to === next).map(({ failure }) => failure)];
    const id =
      next === from + 1
        ? core(order[from]!)
        : chain(drawing, fallbacks.at, order.slice(from, next).join(', '), tiers(from, next), 'first-failure');
    return [{ id, name: order[from]!, continueOn }, ...tiers(next, to)];
  }

  let id = chain(drawing, fallbacks.at, `${group} and its fallbacks`, tiers(0, order.length), 'first-failure');
  for (const one of special) {
    const to = jump(0, one);
    if (typeof to !== 'object') continue;
    const path = follow(to.elsewhere, fallbacks.generic, fallbacks).filter((name) => name !== group);
    const after = path.map((name) => ({ id: core(name), name, continueOn: [...GENERIC, one.failure] }));
    const name = `${group}, ${one.failure === 'context-overflow' ? 'too long' : 'refused'}`;
    id = chain(drawing, one.place.path, name, [{ id, name: group, continueOn: [one.failure] }, ...after], 'first-failure');
  }
  return id;
}

/** Groups in the order in which LiteLLM comes to them: each hop has fallbacks of its own, and none is asked twice. */
function follow(first: string, list: Lists, { most, has }: Fallbacks): string[] {
  const seen: string[] = [];
  const visit = (name: string): void => {
    if (seen.includes(name) || seen.length > most || !has(name)) return;
    seen.push(name);
    for (const next of targetsFor(name, list) ?? []) visit(next);
  };
  visit(first);
  return seen;
}
