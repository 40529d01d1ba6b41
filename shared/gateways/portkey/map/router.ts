import type { Route, RouterConfig } from '../../../kinds/index.ts';
import { metadataQuery } from '../../metadata-query.ts';
import type { Target } from '../schema.ts';

/** Routes are tried in their order: runs of shares become a load balance whose last weight is the rest, runs of conditions a conditional whose default is the rest. */
export function mapRouter({ routes }: RouterConfig, targetAt: (port: string) => Target): Target {
  const from = (first: number): Target => {
    const route = routes[first];
    if (route === undefined) return targetAt('otherwise');
    const isShare = route.condition === 'percentage';
    let end = first;
    while (end < routes.length && (routes[end]!.condition === 'percentage') === isShare) end++;
    const own = routes.slice(first, end);
    return isShare ? shared(own, from(end), targetAt) : chosen(own, from(end), targetAt);
  };
  return from(0);
}

/** A share is of what comes as far as the route; weights are of all. */
function shared(routes: readonly Route[], rest: Target, targetAt: (port: string) => Target): Target {
  let left = 1;
  const targets = routes.map(({ id, share }): Target => {
    const weight = left * share;
    left -= weight;
    return { ...targetAt(id), weight: rounded(weight) };
  });
  return { strategy: { mode: 'loadbalance' }, targets: [...targets, { ...rest, weight: rounded(left) }] };
}

function chosen(routes: readonly Route[], rest: Target, targetAt: (port: string) => Target): Target {
  return {
    strategy: {
      mode: 'conditional',
      // biome-ignore lint/suspicious/noThenProperty: the gateway's own key
      conditions: routes.map((route) => ({ query: metadataQuery(route), then: route.id })),
      default: 'otherwise',
    },
    targets: [...routes.map(({ id }): Target => ({ ...targetAt(id), name: id })), { ...rest, name: 'otherwise' }],
  };
}

/** Sums of shares keep the digits a person wrote. */
const rounded = (weight: number): number => Number(weight.toFixed(9));
