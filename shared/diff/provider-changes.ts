import { isSameData, plural, usdText } from '../kinds/index.ts';
import type { ModelPrice, Policy, Provider } from '../model/index.ts';
import { type Change, CONSEQUENCE } from './change.ts';
import { compared } from './compared.ts';
import { providerFieldLabel, providerFieldText } from './provider-words.ts';

/** Limits, capacity and price lists. */
export function providerChanges(before: Policy, after: Policy): Change[] {
  const { added, removed, changed } = compared(before.providers, after.providers, ({ id }) => id);
  return [
    ...removed.map((provider) => change(provider, 'removed', `Removes provider ${provider.name}`)),
    ...added.map((provider) => change(provider, 'added', `Adds provider ${provider.name} with ${plural(provider.models.length, 'model')}`)),
    ...changed.flatMap(([was, now]) => changesOf(was, now)),
  ];
}

const change = ({ id }: Provider, action: Change['action'], sentence: string, detail = ''): Change => ({
  id: `provider ${id} ${action} ${detail}`.trimEnd(),
  action,
  about: { kind: 'provider', id },
  consequence: action === 'renamed' ? CONSEQUENCE.words : CONSEQUENCE.provider,
  sentence,
});

function changesOf(was: Provider, now: Provider): Change[] {
  const changes: Change[] = [];
  if (was.name !== now.name) changes.push(change(now, 'renamed', `Renames provider ${was.name} to ${now.name}`));
  for (const key of Object.keys(now) as (keyof Provider)[]) {
    if (key === 'id' || key === 'name' || key === 'models' || isSameData(was[key], now[key])) continue;
    changes.push(change(now, 'changed', `${now.name}: ${fieldChange(key, was[key], now[key])}`, key));
  }
  return [...changes, ...modelChanges(was, now)];
}

const fieldChange = (key: string, was: unknown, now: unknown): string =>
  `${providerFieldLabel(key)} ${providerFieldText(key, now)} (was ${providerFieldText(key, was)})`;

function modelChanges(was: Provider, now: Provider): Change[] {
  const { added, removed, changed } = compared(was.models, now.models, ({ name }) => name);
  const prices = ({ inputUsdPerMTok, outputUsdPerMTok }: ModelPrice): string =>
    `${usdText(inputUsdPerMTok)} in and ${usdText(outputUsdPerMTok)} out, a million tokens`;
  const changes = [
    ...removed.map((model) => change(now, 'removed', `${now.name} no longer offers ${model.name}`, model.name)),
    ...added.map((model) => change(now, 'added', `${now.name} offers ${model.name} at ${prices(model)}`, model.name)),
    ...changed.flatMap(([old, model]) =>
      (Object.keys(model) as (keyof ModelPrice)[])
        .filter((key) => !isSameData(old[key], model[key]))
        .map((key) =>
          change(now, 'changed', `${now.name}, ${model.name}: ${fieldChange(key, old[key], model[key])}`, `${model.name} ${key}`),
        ),
    ),
  ];
  // Two of one name, or another order of the list: nothing that a request could tell, but the file differs.
  if (changes.length === 0 && !isSameData(was.models, now.models)) {
    changes.push(change(now, 'changed', `${now.name} lists its models in another way`, 'list'));
  }
  return changes;
}
