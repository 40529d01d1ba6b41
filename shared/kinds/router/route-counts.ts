import type { Traffic } from '../../model/index.ts';
import { type Route, type RouterConfig, valuesOf } from './config.ts';

export interface RouteCounts {
  /** Requests that each route takes, and last those that leave by “otherwise”; shares count by what luck takes on average, so figures may be broken. */
  readonly counts: readonly number[];
  /** Requests that were looked at, which are what `counts` add up to. */
  readonly requests: number;
}

/** More than this many requests are sampled evenly: the answer is for a person who is typing. */
const MOST_LOOKED_AT = 400_000;

/**
 * What each route would take if every request of the traffic came to the router. Null where a route asks how hard requests are and
 * the traffic does not say. The shares of a sample are those of the traffic; multiply by `requestCount ÷ requests` for its numbers.
 */
export function routeCounts({ routes }: RouterConfig, traffic: Traffic): RouteCounts | null {
  const { complexity, requestCount } = traffic;
  if (complexity === null && routes.some(({ condition }) => condition === 'complexity')) return null;
  const takes = routes.map((route) => chanceOf(route, traffic));
  const step = Math.max(1, Math.ceil(requestCount / MOST_LOOKED_AT));
  const counts = new Array<number>(routes.length + 1).fill(0);
  let requests = 0;
  for (let i = 0; i < requestCount; i += step) {
    requests++;
    let left = 1;
    for (let route = 0; route < takes.length && left > 0; route++) {
      const taken = left * takes[route]!(i);
      counts[route]! += taken;
      left -= taken;
    }
    counts[routes.length]! += left;
  }
  return { counts, requests };
}

/** How likely a route takes a request that comes as far as it: 0 or 1, but for a share. */
function chanceOf(route: Route, { inputTokens, complexity, metadata }: Traffic): (request: number) => number {
  switch (route.condition) {
    case 'input-tokens': {
      const to = route.maxInputTokens ?? Number.POSITIVE_INFINITY;
      return (i) => (inputTokens[i]! >= route.minInputTokens && inputTokens[i]! < to ? 1 : 0);
    }
    case 'complexity': {
      const to = route.maxComplexity >= 1 ? Number.POSITIVE_INFINITY : route.maxComplexity;
      return (i) => (complexity![i]! >= route.minComplexity && complexity![i]! < to ? 1 : 0);
    }
    case 'metadata': {
      const key = route.key.trim();
      const column = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
      if (column === undefined) return () => 0;
      const codes = new Set(valuesOf(route).map((value) => column.values.indexOf(value)));
      codes.delete(-1);
      return (i) => (codes.has(column.codes[i]!) ? 1 : 0);
    }
    case 'percentage':
      return () => route.share;
  }
}
