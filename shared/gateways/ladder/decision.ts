import { type Route, valuesOf } from '../../kinds/index.ts';
import type { FailureClass, PolicyNode } from '../../model/index.ts';
import type { Condition, Drawn } from './contract.ts';

/** What is asked of a request before a ladder is climbed. */
export type Decision =
  | { readonly kind: 'choice'; readonly router: PolicyNode; readonly routes: readonly Route[]; readonly ways: readonly Decision[] }
  | {
      readonly kind: 'ladder';
      readonly rungs: readonly (readonly Drawn[])[];
      readonly lists: readonly (readonly FailureClass[])[];
      readonly head: PolicyNode;
    };
export type Ladder = Extract<Decision, { kind: 'ladder' }>;

export const mapLadders = (decision: Decision, change: (one: Ladder) => Ladder): Decision =>
  decision.kind === 'ladder' ? change(decision) : { ...decision, ways: decision.ways.map((way) => mapLadders(way, change)) };

export const casesIn = (decision: Decision): number =>
  decision.kind === 'ladder' ? 1 : decision.ways.reduce((sum, way) => sum + casesIn(way), 0);

/** What is left to decide once a router has taken its way. */
export function taken(decision: Decision, by: Extract<Decision, { kind: 'choice' }>, way: number): Decision {
  if (decision.kind === 'ladder') return decision;
  if (decision.router === by.router && decision.routes[0]?.id === by.routes[0]?.id) return taken(decision.ways[way]!, by, way);
  return { ...decision, ways: decision.ways.map((one) => taken(one, by, way)) };
}

export const lastWay = (decision: Decision): Ladder => (decision.kind === 'ladder' ? decision : lastWay(decision.ways.at(-1)!));

const modelKey = ({ model, retry, timeout, breaker }: Drawn): string => [model.id, retry?.id, timeout?.id, breaker?.id].join(' ');

/** One model in one rung twice is one with both shares. */
export function merged(rung: readonly Drawn[]): readonly Drawn[] {
  const byKey = new Map<string, Drawn>();
  for (const member of rung) {
    const there = byKey.get(modelKey(member));
    byKey.set(modelKey(member), there === undefined ? member : { ...there, weight: there.weight + member.weight });
  }
  return [...byKey.values()];
}

export function normalised(rung: readonly Drawn[]): readonly Drawn[] {
  const sum = rung.reduce((total, { weight }) => total + weight, 0);
  return rung.map((member) => ({ ...member, weight: sum > 0 ? member.weight / sum : 1 / rung.length }));
}

/** Others come from the application or from what is left out, and are told there. */
export const isOfACall = (failure: FailureClass): boolean =>
  !['cancelled', 'over-budget', 'tool-failure', 'loop-limit', 'shed', 'blocked-by-guard', 'rejected-by-breaker'].includes(failure);

/** The value that a request must carry for a condition, by the key it is carried under. */
const valuesAt = ({ routerId, route }: Condition): readonly [key: string, values: readonly string[]] =>
  route.condition === 'metadata' ? [route.key, valuesOf(route)] : [`route-${routerId}`, [route.id]];

export function excludes(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.some((one) => {
    const [key, values] = valuesAt(one);
    return b.some((other) => {
      const [otherKey, otherValues] = valuesAt(other);
      return key === otherKey && !values.some((value) => otherValues.includes(value));
    });
  });
}
