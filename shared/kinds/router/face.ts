import type { Face } from '../kind.ts';
import { numberText, percentText, plural, shortened } from '../words.ts';
import { type Route, type RouterConfig, valuesOf } from './config.ts';

export const routerFace: Face<RouterConfig> = {
  title: 'Router',
  purpose: 'Sends each request one way, by its length, complexity, metadata or a share.',
  group: 'flow',
  glyph: {
    name: 'a path that forks',
    paths: ['M1.8 8h3.4l3.6-4.2h5', 'm5.2 8 3.6 4.2h5', 'm11.8 1.9 2 1.9-2 1.9', 'm11.8 10.3 2 1.9-2 1.9'],
  },
  silhouette: 'router',
  isCallable: true,
  ports: (config) => [
    ...config.routes.map((route) => ({ id: route.id, label: route.name === '' ? conditionWords(route) : route.name, required: true })),
    { id: 'otherwise', label: 'otherwise', required: true },
  ],
  summary: (config) => {
    const [only, ...more] = config.routes;
    if (only === undefined) return 'no route: all leave by “otherwise”';
    if (more.length === 0) return shortened(`by ${criterion(only)}: ${withoutSubject(only)}`, 70);
    const criteria = [...new Set(config.routes.map(criterion))];
    return shortened(`${plural(config.routes.length, 'route')}, by ${criteria.join(', then ')}`, 70);
  },
  keywords: ['branch', 'split', 'switch', 'canary', 'percentage', 'metadata', 'tokens', 'complexity', 'cheap model'],
};

function criterion(route: Route): string {
  switch (route.condition) {
    case 'input-tokens':
      return 'length';
    case 'complexity':
      return 'complexity';
    case 'metadata':
      return route.key === '' ? 'metadata' : route.key;
    case 'percentage':
      return 'share';
  }
}

/** The condition after its criterion was said: "by complexity: under 40 %", "by plan: paid". */
function withoutSubject(route: Route): string {
  if (route.condition === 'metadata') return valuesOf(route).join(' or ') || 'nothing';
  const words = conditionWords(route);
  return route.condition === 'complexity' ? words.replace(/^complexity /, '') : words;
}

/** "6 000 tokens or more", "complexity under 40 %", "plan = paid", "20 % of requests" */
export function conditionWords(route: Route): string {
  switch (route.condition) {
    case 'input-tokens': {
      const { minInputTokens: min, maxInputTokens: max } = route;
      if (max === null) return min === 0 ? 'any length' : `${numberText(min)} tokens or more`;
      return min === 0 ? `under ${numberText(max)} tokens` : `${numberText(min)} to under ${numberText(max)} tokens`;
    }
    case 'complexity': {
      const { minComplexity: min, maxComplexity: max } = route;
      if (max >= 1) return min === 0 ? 'any complexity' : `complexity ${percentText(min)} or more`;
      return min === 0 ? `complexity under ${percentText(max)}` : `complexity ${percentText(min)} to under ${percentText(max)}`;
    }
    case 'metadata': {
      const values = valuesOf(route);
      const key = route.key === '' ? 'metadata' : route.key;
      return shortened(`${key} = ${values.length === 0 ? 'nothing' : values.join(' or ')}`, 60);
    }
    case 'percentage':
      return `${percentText(route.share)} of requests`;
  }
}
