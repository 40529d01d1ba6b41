import type { Case, HeaderCondition } from '../../ladder/index.ts';
import type { Rule } from '../schema.ts';
import { providerName } from './provider.ts';

/** The first rung by its shares, the others as fallbacks in their order. */
export function mapRule(id: string, modelName: string, conditions: readonly HeaderCondition[], one: Case, priority: number): Rule {
  const [first, ...rest] = one.rungs;
  let left = 1;
  const targets = first!.map(({ config, weight }, at) => {
    const own = at === first!.length - 1 ? left : Number(weight.toFixed(6));
    left = Number((left - own).toFixed(6));
    return { provider: providerName(String(config['providerId'])), model: String(config['model']), weight: own };
  });
  return {
    id,
    name: id,
    description: `${one.name} (${one.drawnId})`,
    enabled: true,
    cel_expression: [`model == ${quoted(modelName)}`, ...conditions.map(conditionOf)].join(' && '),
    targets: targets.filter(({ weight }) => weight > 0),
    fallbacks: rest.map((rung) => {
      const { config } = rung[0]!;
      return `${providerName(String(config['providerId']))}/${String(config['model'])}`;
    }),
    scope: 'global',
    priority,
  };
}

const conditionOf = ({ header, values }: HeaderCondition): string =>
  values.length === 1 ? `headers["${header}"] == ${quoted(values[0]!)}` : `headers["${header}"] in [${values.map(quoted).join(', ')}]`;

/** CEL's string literals have JSON's escapes. */
const quoted = (text: string): string => JSON.stringify(text);
