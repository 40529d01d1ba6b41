import type { Field } from '../../kinds/index.ts';
import type { Policy } from '../../model/index.ts';
import type { Rule } from '../rule.ts';

/** Reads the fields that the kinds declare as providers, so that a new kind is covered without a line here. */
export const unknownProvider: Rule = {
  id: 'policy/unknown-provider',
  severity: 'error',
  run: ({ policy, graph, kinds }) =>
    policy.nodes.flatMap((node) =>
      providerPaths(kinds.get(node.kind)?.fields ?? [], node.config, []).flatMap(({ path, providerId }) => {
        if (graph.provider(providerId) !== undefined) return [];
        const message =
          providerId === ''
            ? `${node.name} has no provider, so it cannot be called. ${choice(policy)}`
            : `${node.name} calls the provider "${providerId}", which the policy does not have, so the call has no price and no limits. ${choice(policy)}`;
        return [{ message, nodeId: node.id, path }];
      }),
    ),
};

const choice = (policy: Policy): string =>
  policy.providers.length === 0
    ? 'Add a provider first.'
    : `Choose one of ${policy.providers.map((provider) => provider.name).join(', ')}.`;

type ConfigPath = readonly (string | number)[];

function providerPaths(fields: readonly Field[], config: unknown, base: ConfigPath): { path: ConfigPath; providerId: string }[] {
  return fields.flatMap((field) => {
    const keys = field.key.split('.');
    const value = keys.reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      config,
    );
    const path = [...base, ...keys];
    if (field.control.kind === 'provider') return typeof value === 'string' ? [{ path, providerId: value }] : [];
    const { control } = field;
    if (control.kind !== 'list' || !Array.isArray(value)) return [];
    return value.flatMap((item, position) => providerPaths(control.fields, item, [...path, position]));
  });
}
