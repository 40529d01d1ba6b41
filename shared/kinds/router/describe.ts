import type { Describe } from '../kind.ts';
import { numberText, percentText, sentencesFor } from '../words.ts';
import type { Route, RouteCondition, RouterConfig } from './config.ts';
import { conditionWords } from './face.ts';

export const routerDescribe: Describe<RouterConfig> = {
  changes: sentencesFor<RouterConfig>({ routes: (now, was) => routeChanges(now, was) }),
};

function routeChanges(now: readonly Route[], was: readonly Route[]): string[] {
  const sentences: string[] = [];
  for (const route of now) {
    if (!was.some((other) => other.id === route.id)) sentences.push(`adds a route for ${named(route)} in place ${now.indexOf(route) + 1}`);
  }
  for (const route of was) {
    if (!now.some((other) => other.id === route.id))
      sentences.push(`removes the route for ${named(route)} (was in place ${was.indexOf(route) + 1})`);
  }
  const keptNow = now.filter((route) => was.some((other) => other.id === route.id));
  const keptWas = was.filter((route) => now.some((other) => other.id === route.id));
  if (keptNow.some((route, index) => route.id !== keptWas[index]?.id)) {
    sentences.push(`tries its routes in another order: ${keptNow.map(named).join(', then ')} (was ${keptWas.map(named).join(', then ')})`);
  }
  for (const route of keptNow) {
    const before = keptWas.find((other) => other.id === route.id) as Route;
    for (const change of fieldChanges(before, route)) sentences.push(`route ${now.indexOf(route) + 1} ${change}`);
  }
  return sentences;
}

const CRITERIA: Readonly<Record<RouteCondition, string>> = {
  'input-tokens': 'length',
  complexity: 'complexity',
  metadata: 'a metadata value',
  percentage: 'a share of requests',
};

const tokens = (count: number | null): string => (count === null ? 'no end' : `${numberText(count)} tokens`);

/** Fields that the present condition does not read are told too: they come back to life when the condition changes. */
const fieldChanges = sentencesFor<Route>({
  id: (now, was) => `has the id ${now} (was ${was})`,
  name: (now, was) => `is called ${called(now)} (was ${called(was)})`,
  condition: (now, was) => `chooses by ${CRITERIA[now]} (was by ${CRITERIA[was]})`,
  minInputTokens: (now, was) => `begins at ${tokens(now)} (was ${tokens(was)})`,
  maxInputTokens: (now, was) =>
    now === null ? `has no upper length (was under ${tokens(was)})` : `ends under ${tokens(now)} (was ${tokens(was)})`,
  minComplexity: (now, was) => `begins at complexity ${percentText(now)} (was ${percentText(was)})`,
  maxComplexity: (now, was) => `ends under complexity ${percentText(now)} (was ${percentText(was)})`,
  key: (now, was) => `reads the metadata column ${called(now)} (was ${called(was)})`,
  values: (now, was) => `takes the values ${called(now)} (was ${called(was)})`,
  share: (now, was) => `takes ${percentText(now)} of the requests that reach it (was ${percentText(was)})`,
});

const called = (text: string): string => (text === '' ? 'nothing' : `“${text}”`);
const named = (route: Route): string => (route.name === '' ? conditionWords(route) : `“${route.name}”`);
