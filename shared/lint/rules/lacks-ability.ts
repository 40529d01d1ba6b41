import { abilityName, configOf, type EntryConfig } from '../../kinds/index.ts';
import { type ModelBelow, modelsBelow } from '../models-below.ts';
import type { Rule } from '../rule.ts';

export const lacksAbility: Rule = {
  id: 'tiers/lacks-ability',
  severity: 'warning',
  run: ({ entries, graph }) =>
    entries.flatMap((entry) => {
      const config = configOf(entry, 'entry');
      if (config === undefined || config.needs.length + config.languages.length + config.regions.length === 0) return [];
      return modelsBelow(graph, entry.id).flatMap((model) => {
        const lacking = lackingOf(config, model);
        if (lacking.length === 0) return [];
        return [
          {
            nodeId: model.node.id,
            about: entry.id,
            path: ['model'],
            message: `${model.node.name} (${model.price.name}) may have to answer for ${entry.name}, which needs ${lacking.join(' and ')}, so such requests get an answer that does not help. Choose another model, or correct what the price list says of it.`,
          },
        ];
      });
    }),
};

/** What is needed and not there, in the words of a sentence. */
function lackingOf(config: EntryConfig, { price, provider }: ModelBelow): readonly string[] {
  const abilities = config.needs.filter((ability) => !price.abilities.includes(ability)).map(abilityName);
  const languages =
    price.languages.length === 0 ? [] : config.languages.filter((asked) => !price.languages.some((spoken) => covers(spoken, asked)));
  const isElsewhere = config.regions.length > 0 && (provider.region === null || !config.regions.includes(provider.region));
  return [
    ...(abilities.length > 0 ? [`${abilities.join(', ')} that it is not listed with`] : []),
    ...(languages.length > 0 ? [`${languages.join(', ')}, languages that it is not trusted with`] : []),
    ...(isElsewhere
      ? [
          `a region out of ${config.regions.join(', ')} (${provider.name} ${provider.region === null ? 'states none' : `answers in ${provider.region}`})`,
        ]
      : []),
  ];
}

/** `en` covers `en-GB`, and not the other way round. */
function covers(spoken: string, asked: string): boolean {
  const [a, b] = [spoken.toLowerCase(), asked.toLowerCase()];
  return b === a || b.startsWith(`${a}-`);
}
