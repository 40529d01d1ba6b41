import { type Route, type RouterConfig, valuesOf } from '../../../kinds/index.ts';
import type { Query, Target } from '../schema.ts';

/** Metadata by which the application tells what Portkey does not measure. */
export const MEASURED_AS = { 'input-tokens': 'input_tokens', complexity: 'complexity' } as const;

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
      conditions: routes.map((route) => ({ query: queryOf(route), then: route.id })),
      default: 'otherwise',
    },
    targets: [...routes.map(({ id }): Target => ({ ...targetAt(id), name: id })), { ...rest, name: 'otherwise' }],
  };
}

function queryOf(route: Route): Query {
  switch (route.condition) {
    case 'metadata': {
      const values = valuesOf(route);
      return { [`metadata.${route.key}`]: values.length === 1 ? { $eq: values[0]! } : { $in: [...values] } };
    }
    case 'input-tokens':
      return {
        [`metadata.${MEASURED_AS['input-tokens']}`]: {
          $gte: route.minInputTokens,
          ...(route.maxInputTokens === null ? {} : { $lt: route.maxInputTokens }),
        },
      };
    case 'complexity':
      // 1 takes the hardest requests too.
      return {
        [`metadata.${MEASURED_AS.complexity}`]: {
          $gte: route.minComplexity,
          ...(route.maxComplexity >= 1 ? {} : { $lt: route.maxComplexity }),
        },
      };
    case 'percentage':
      throw new Error('a share is no condition');
  }
}

/** Sums of shares keep the digits a person wrote. */
const rounded = (weight: number): number => Number(weight.toFixed(9));
