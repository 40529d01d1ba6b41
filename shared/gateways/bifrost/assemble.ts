import { indentedJson } from '../../format/index.ts';
import type { Policy } from '../../model/index.ts';
import { headersOf, type Ladders, type Member, modelNameOf } from '../ladder/index.ts';
import { mapProvider, providerName } from './map/provider.ts';
import { mapRule } from './map/rule.ts';
import type { Config, Rule } from './schema.ts';

/** One rule for each way of each call, in their order, and the providers that they name. */
export function assemble(policy: Policy, ladders: Ladders): string {
  const rules: Rule[] = [];
  const members = new Map<string, Member[]>();
  for (const entrance of ladders.entrances) {
    const modelName = modelNameOf(policy, ladders, entrance.id);
    for (const [index, one] of entrance.cases.entries()) {
      const conditions = headersOf(one.when);
      if (conditions === undefined) continue;
      const id = entrance.cases.length === 1 ? modelName : `${modelName}-${String(index + 1).padStart(2, '0')}`;
      rules.push(mapRule(id, modelName, conditions, one, rules.length));
      for (const member of one.rungs.flat()) {
        const providerId = String(member.config['providerId']);
        members.set(providerId, [...(members.get(providerId) ?? []), member]);
      }
    }
  }
  const config: Config = {
    $schema: 'https://www.getbifrost.ai/schema',
    config_store: { enabled: true, type: 'sqlite', config: { path: './config.db' } },
    providers: Object.fromEntries(
      [...members].map(([id, of]) => [
        providerName(id),
        mapProvider(id, [...new Set(of.map((member) => String(member.config['model'])))].sort(), of[0]!.settings),
      ]),
    ),
    governance: { routing_rules: rules },
  };
  return indentedJson(config);
}
