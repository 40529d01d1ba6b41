import { worstOf } from '../bounds.ts';
import type { Bound } from '../kind.ts';
import type { RouterConfig } from './config.ts';

/** Tokens are an upper bound, so a shorter request may take any of the routes. */
export const routerBounds: Bound<RouterConfig> = (config, _node, view) =>
  worstOf([...config.routes.map((route) => view.below(route.id)), view.below('otherwise')]);
