import type { Policy } from '../../model/index.ts';
import { headersOf, type Ladders, modelNameOf } from '../ladder/index.ts';
import { canonicalYaml } from '../yaml.ts';
import { mapProvider, resourceName } from './map/provider.ts';
import { mapRoute } from './map/route.ts';
import { mapTraffic } from './map/traffic.ts';

/** One route and one traffic policy for each way of each call, then what stands for each provider. */
export function assemble(policy: Policy, ladders: Ladders): string {
  const documents: string[] = [];
  const add = (value: unknown, comment: string): void => {
    documents.push(canonicalYaml(value, new Map([['', comment]])));
  };
  const providers = new Set<string>();
  for (const entrance of ladders.entrances) {
    const modelName = modelNameOf(policy, ladders, entrance.id);
    for (const [index, one] of entrance.cases.entries()) {
      const conditions = headersOf(one.when);
      if (conditions === undefined) continue;
      const name = resourceName(modelName.slice(0, 59), ...(entrance.cases.length === 1 ? [] : [String(index + 1).padStart(2, '0')]));
      const at =
        conditions.length === 0
          ? 'every other request'
          : conditions.map(({ header, values }) => `${header} is ${values.join(' or ')}`).join(' and ');
      add(
        mapRoute(name, modelName, conditions, one),
        `${one.name} (${one.drawnId}): where ${entrance.cases.length === 1 ? `the model ${modelName} is asked for` : at}.`,
      );
      add(mapTraffic(name, one), `Attempts of ${one.name} (${one.drawnId}).`);
      for (const { config } of one.rungs.flat()) providers.add(String(config['providerId']));
    }
  }
  const names = new Map(policy.providers.map(({ id, name }) => [id, name]));
  for (const id of [...providers].sort()) {
    for (const resource of mapProvider(id)) {
      add(
        resource,
        resource.kind === 'BackendSecurityPolicy'
          ? `The key of ${names.get(id) ?? id}: the Secret ${resourceName(id, 'api-key')}, entry apiKey.`
          : `${names.get(id) ?? id}`,
      );
    }
  }
  const head = `# ${policy.name}: ask for the model ${ladders.entrances.map(({ id }) => modelNameOf(policy, ladders, id)).join(' or ')}. The Gateway is taken to be called ai-gateway.\n`;
  return head + documents.map((text) => `---\n${text}`).join('');
}
