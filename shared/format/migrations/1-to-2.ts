import type { Migration } from './migrate.ts';

type Raw = Readonly<Record<string, unknown>>;

const list = (value: unknown, of: string): readonly Raw[] => {
  if (!Array.isArray(value)) throw new Error(`${of} is not a list`);
  return value as Raw[];
};

export const from1to2: Migration = {
  from: 1,
  change:
    'Findings can be silenced with a reason; providers have a region and provisioned throughput, models abilities and languages, and entries say which of them they need.',
  migrate(document) {
    const policy = document['policy'] as Raw;
    return {
      ...document,
      policy: {
        ...policy,
        providers: list(policy['providers'], 'policy.providers').map((provider) => ({
          ...provider,
          region: null,
          provisionedTokensPerMin: null,
          provisionedUsdPerHour: 0,
          overProvisioned: 'spill',
          models: list(provider['models'], 'models of a provider').map((model) => ({ ...model, abilities: [], languages: [] })),
        })),
        nodes: list(policy['nodes'], 'policy.nodes').map((node) =>
          node['kind'] === 'entry' ? { ...node, config: { ...(node['config'] as Raw), needs: [], languages: [], regions: [] } } : node,
        ),
        silenced: [],
      },
    };
  },
};
