import type { Assumption } from '../../model/index.ts';
import type { NodeKind } from '../kind.ts';
import { prepareRouter, type RouterPlan, routerBehavior } from './behavior.ts';
import { routerBounds } from './bounds.ts';
import { routerCheck } from './check.ts';
import { type RouterConfig, routerDefaults, routerExample, routerSchema } from './config.ts';
import { routerDescribe } from './describe.ts';
import { conditionWords, routerFace } from './face.ts';
import { routerFields } from './fields.ts';
import guide from './guide.md?raw';

export { type Route, type RouteCondition, type RouterConfig, valuesOf } from './config.ts';
export { type RouteCounts, routeCounts } from './route-counts.ts';

export const router: NodeKind<RouterConfig, RouterPlan, null> = {
  kind: 'router',
  config: { schema: routerSchema, defaults: routerDefaults, example: routerExample },
  fields: routerFields,
  face: routerFace,
  check: routerCheck,
  behavior: routerBehavior,
  prepare: prepareRouter,
  assumptions,
  describe: routerDescribe,
  bounds: routerBounds,
  guide,
};

/** Length and metadata are read off the traffic; complexity may be drawn, and a share always is. */
function assumptions(config: RouterConfig, name: string): readonly Assumption[] {
  const found: Assumption[] = [];
  if (config.routes.some((route) => route.condition === 'complexity')) {
    found.push({
      subject: name,
      statement:
        'It knows how hard each request is before the request is answered; where the traffic does not record it, it is drawn evenly.',
      basis: 'model',
    });
  }
  for (const route of config.routes) {
    if (route.condition !== 'percentage') continue;
    found.push({
      subject: name,
      statement: `Which ${conditionWords(route)} go this way is luck, drawn once for each request.`,
      basis: 'model',
    });
  }
  return found;
}
