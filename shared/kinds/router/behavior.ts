import { hashOf } from '../../dice/index.ts';
import type { Behavior, Context } from '../../engine/index.ts';
import type { Wiring } from '../kind.ts';
import { ROUTE_CONDITIONS, type Route, type RouterConfig, valuesOf } from './config.ts';

/** One shape for all conditions, so that the loop over routes stays monomorphic. */
interface PlannedRoute {
  /** Position in ROUTE_CONDITIONS. */
  readonly condition: number;
  readonly port: number;
  /** Inclusive; tokens or complexity. */
  readonly from: number;
  /** Exclusive; Infinity = no end. */
  readonly to: number;
  readonly column: number;
  /** Codes of the values that the traffic has. */
  readonly codes: readonly number[];
  readonly share: number;
  readonly topic: number;
}
export interface RouterPlan {
  readonly routes: readonly PlannedRoute[];
  readonly otherwise: number;
}

const BY_INPUT_TOKENS = ROUTE_CONDITIONS.indexOf('input-tokens');
const BY_COMPLEXITY = ROUTE_CONDITIONS.indexOf('complexity');
const BY_METADATA = ROUTE_CONDITIONS.indexOf('metadata');

export function prepareRouter(config: RouterConfig, wiring: Wiring): RouterPlan {
  return { routes: config.routes.map((route) => planRoute(route, wiring)), otherwise: wiring.port('otherwise') };
}

function planRoute(route: Route, wiring: Wiring): PlannedRoute {
  const byComplexity = route.condition === 'complexity';
  const metadata = route.condition === 'metadata' ? wiring.metadataColumn(route.key.trim(), valuesOf(route)) : { column: -1, codes: [] };
  return {
    condition: ROUTE_CONDITIONS.indexOf(route.condition),
    port: wiring.port(route.id),
    from: byComplexity ? route.minComplexity : route.minInputTokens,
    to: byComplexity
      ? route.maxComplexity >= 1
        ? Number.POSITIVE_INFINITY
        : route.maxComplexity
      : (route.maxInputTokens ?? Number.POSITIVE_INFINITY),
    column: metadata.column,
    // −1 is "the traffic never has it" and also the code of a request without a value: the two must not match.
    codes: metadata.codes.filter((code) => code >= 0),
    share: route.share,
    topic: hashOf(`${wiring.nodeId}/${route.id}`),
  };
}

export const routerBehavior: Behavior<RouterPlan, null> = {
  passesAnswers: () => true,
  createState: () => null,
  onCall(plan, _state, context) {
    for (let i = 0; i < plan.routes.length; i++) {
      const route = plan.routes[i] as PlannedRoute;
      if (takes(route, context)) {
        context.call(route.port);
        return;
      }
    }
    context.call(plan.otherwise);
  },
  onReply: (_plan, _state, context) => context.forward(),
};

function takes(route: PlannedRoute, context: Context): boolean {
  if (route.condition === BY_INPUT_TOKENS) return context.inputTokens >= route.from && context.inputTokens < route.to;
  if (route.condition === BY_COMPLEXITY) return context.complexity >= route.from && context.complexity < route.to;
  if (route.condition === BY_METADATA) return route.codes.includes(context.metadataCode(route.column));
  // Luck of the request and not of the visit: a retry above the router goes the same way again, and a raised share only adds requests.
  return context.requestUniform(route.topic) < route.share;
}
