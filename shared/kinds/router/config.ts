import * as z from 'zod';
import { idSchema, ratioSchema, tokensSchema } from '../../model/index.ts';

export const MOST_ROUTES = 16;
export const MOST_TOKENS = 1_000_000_000;

export const ROUTE_CONDITIONS = ['input-tokens', 'complexity', 'metadata', 'percentage'] as const;
export type RouteCondition = (typeof ROUTE_CONDITIONS)[number];

const routeSchema = z.strictObject({
  /** Names the port: never regenerated, so that an order can change while the wires stay. */
  id: idSchema,
  /** Replaces the condition's own words on the wire; empty = the condition's words. */
  name: z.string().max(60).default(''),
  condition: z.enum(ROUTE_CONDITIONS).default('input-tokens'),
  /** `input-tokens`: inclusive. */
  minInputTokens: tokensSchema.default(6000),
  /** `input-tokens`: exclusive; null = no end. */
  maxInputTokens: tokensSchema.nullable().default(null),
  /** `complexity`: inclusive. */
  minComplexity: ratioSchema.default(0.5),
  /** `complexity`: exclusive, except that 1 takes the hardest requests too. */
  maxComplexity: ratioSchema.default(1),
  /** `metadata`: column of the traffic. */
  key: z.string().max(100).default(''),
  /** `metadata`: separated by commas; blanks around a value do not count. */
  values: z.string().max(500).default(''),
  /** `percentage`: share of the requests that come as far as this route. */
  share: ratioSchema.default(0.1),
});
export type Route = z.infer<typeof routeSchema>;

export const routerSchema = z.strictObject({
  /** Tried in this order; the first whose condition holds takes the request. */
  routes: z
    .array(routeSchema)
    .min(1)
    .max(MOST_ROUTES)
    .default([routeSchema.parse({ id: 'r1' })]),
});
export type RouterConfig = z.infer<typeof routerSchema>;

/** A new route without its id, which the form gives. */
export const NEW_ROUTE: Omit<Route, 'id'> = (({ id: _, ...rest }) => rest)(routeSchema.parse({ id: 'new' }));

export const routerDefaults: RouterConfig = routerSchema.parse({});

/** Long requests leave for a template, those of paying users for the capable model. */
export const routerExample: RouterConfig = {
  routes: [
    { ...NEW_ROUTE, id: 'r1', condition: 'input-tokens', minInputTokens: 6000 },
    { ...NEW_ROUTE, id: 'r2', condition: 'metadata', key: 'plan', values: 'paid, enterprise' },
  ],
};

export const valuesOf = (route: Pick<Route, 'values'>): readonly string[] =>
  route.values
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
