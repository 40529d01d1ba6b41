import type { RouterConfig } from '../../../kinds/index.ts';

/** "Up to 5 named percentage outputs, plus an optional else." */
const MOST_SHARES = 5;

export interface Shares {
  /** Share as Cloudflare writes it, and the route that it is of. */
  readonly ways: readonly { readonly share: string; readonly port: string }[];
  /** Position of the route at which the rest goes on; null when nothing is left. */
  readonly rest: number | null;
}

/**
 * Routes by share from `first` on, as far as one percentage element takes them: their names are their shares, so two equal ones do not fit in one. A share
 * is of what comes as far as the route; the element's are of all.
 */
export function sharesFrom({ routes }: RouterConfig, first: number): Shares {
  const ways: { share: string; port: string }[] = [];
  let left = 1;
  let at = first;
  for (; at < routes.length && routes[at]!.condition === 'percentage' && ways.length < MOST_SHARES; at++) {
    const { id, share } = routes[at]!;
    const percent = Number((left * share * 100).toFixed(7));
    const written = `${percent}%`;
    if (percent === 0) continue;
    if (ways.some((way) => way.share === written)) break;
    ways.push({ share: written, port: id });
    left -= left * share;
  }
  return { ways, rest: left < 1e-9 ? null : at };
}
