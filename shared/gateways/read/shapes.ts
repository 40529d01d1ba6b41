import type { FailureClass } from '../../model/index.ts';
import type { Drawing } from './drawing.ts';
import type { ConfigPath } from './imported.ts';

/** As many as a fallback and a router of ours take; longer ones go on in their last way. */
const MOST_TIERS = 8;
const MOST_ROUTES = 16;

export interface Tier {
  readonly id: string | undefined;
  /** What the user gets here; empty = not said. */
  readonly name: string;
  readonly continueOn: readonly FailureClass[];
}

/** One after the other; a single one stands for itself. */
export function chain(
  drawing: Drawing,
  at: ConfigPath,
  name: string,
  tiers: readonly Tier[],
  onExhausted: 'last-failure' | 'first-failure',
): string | undefined {
  const [only] = tiers;
  if (only === undefined) return undefined;
  if (tiers.length === 1) return only.id;
  const own = tiers.length > MOST_TIERS ? tiers.slice(0, MOST_TIERS - 1) : tiers;
  const rest = tiers.slice(own.length);
  const called: Tier[] =
    rest.length === 0 ? [...own] : [...own, { ...rest[0]!, id: chain(drawing, at, `${name}, further`, rest, onExhausted), name: '' }];
  const config = {
    tiers: called.map((tier, index) => ({ id: `t${index + 1}`, name: tier.name.slice(0, 80), continueOn: [...tier.continueOn] })),
    onExhausted,
  };
  const id = drawing.node('fallback', name, config, at);
  for (const [index, tier] of called.entries()) drawing.wire(id, `t${index + 1}`, tier.id);
  return id;
}

/** By weight; the last takes what is left. Without any weight all get the same. A single one stands for itself. */
export function sharedOut(
  drawing: Drawing,
  at: ConfigPath,
  name: string,
  ways: readonly { readonly id: string | undefined; readonly weight: number }[],
): string | undefined {
  const [only] = ways;
  if (only === undefined) return undefined;
  if (ways.length === 1) return only.id;
  const sum = ways.reduce((all, { weight }) => all + Math.max(0, weight), 0);
  const weightOf = ({ weight }: { readonly weight: number }): number => (sum > 0 ? Math.max(0, weight) / sum : 1 / ways.length);
  const own = ways.slice(0, Math.min(ways.length - 1, MOST_ROUTES));
  const rest = ways.slice(own.length);
  let left = 1;
  const routes = own.map((way, index) => {
    const share = left > 1e-12 ? Math.min(1, weightOf(way) / left) : 0;
    left -= weightOf(way);
    return { id: `r${index + 1}`, condition: 'percentage', share };
  });
  const id = drawing.node('router', name, { routes }, at);
  for (const [index, way] of own.entries()) drawing.wire(id, `r${index + 1}`, way.id);
  drawing.wire(id, 'otherwise', sharedOut(drawing, at, `${name}, further`, rest));
  return id;
}
