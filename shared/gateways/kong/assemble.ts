import type { Policy } from '../../model/index.ts';
import { headersOf, type Ladders, modelNameOf } from '../ladder/index.ts';
import { canonicalYaml } from '../yaml.ts';
import { mapBalancer } from './map/balancer.ts';
import { secretOf } from './map/target.ts';
import type { Deck, Route } from './schema.ts';

/** One service whose every route is a way of a call. */
export function assemble(policy: Policy, ladders: Ladders): string {
  const routes: Route[] = [];
  const comments = new Map<string, string>();
  const providers = new Set<string>();
  for (const entrance of ladders.entrances) {
    const name = modelNameOf(policy, ladders, entrance.id);
    for (const [index, one] of entrance.cases.entries()) {
      const conditions = headersOf(one.when);
      if (conditions === undefined) continue;
      const told = conditions.map(({ header, values }) => `${header} is ${values.join(' or ')}`).join(' and ');
      comments.set(
        `/services/0/routes/${routes.length}`,
        `${one.name} (${one.drawnId}): ${told === '' ? (entrance.cases.length === 1 ? 'every request' : 'every other request') : `where ${told}`}`,
      );
      routes.push({
        name: entrance.cases.length === 1 ? name : `${name}-${String(index + 1).padStart(2, '0')}`,
        paths: [`/${name}`],
        ...(conditions.length === 0 ? {} : { headers: Object.fromEntries(conditions.map(({ header, values }) => [header, [...values]])) }),
        plugins: [mapBalancer(one)],
      });
      for (const { config } of one.rungs.flat()) providers.add(String(config['providerId']));
    }
  }
  const secrets = [...providers].sort().map((id) => variableOf(secretOf(id)));
  comments.set(
    '',
    `${policy.name}, for deck gateway sync. Kong reads from its environment: ${secrets.join(', ')} (the whole header, such as "Bearer …" for OpenAI; the bare key for Anthropic and Gemini).`,
  );
  const deck: Deck = {
    _format_version: '3.0',
    // The plugin calls the models itself; a service must name some address.
    services: [{ name: policy.id, url: 'http://localhost:32000', routes }],
  };
  return canonicalYaml(deck, comments);
}

const variableOf = (reference: string): string => reference.slice('{vault://env/'.length, -1).toUpperCase().replaceAll('-', '_');
