import type { Rule } from '../rule.ts';

export const duplicateModel: Rule = {
  id: 'policy/duplicate-model',
  severity: 'error',
  isAboutAll: true,
  run: ({ policy }) =>
    policy.providers.flatMap((provider) => {
      const names = provider.models.map((model) => model.name);
      return [...new Set(names.filter((name, position) => names.indexOf(name) !== position))].map((name) => ({
        message: `${provider.name} has two prices for the model "${name}", so what a call costs would depend on their order. Remove one of them.`,
        providerId: provider.id,
        about: `${provider.id}:${name}`,
      }));
    }),
};
