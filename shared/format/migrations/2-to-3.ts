import type { Migration } from './migrate.ts';

type Raw = Readonly<Record<string, unknown>>;

const list = (value: unknown, of: string): readonly Raw[] => {
  if (!Array.isArray(value)) throw new Error(`${of} is not a list`);
  return value as Raw[];
};

export const from2to3: Migration = {
  from: 2,
  change:
    'What users are promised at each tier is kept with who signed it; nodes can be grouped, notes can comment on a node, and a finding can be silenced without its neighbours.',
  migrate(document) {
    const policy = document['policy'] as Raw;
    const layout = document['layout'] as Raw;
    return {
      ...document,
      policy: {
        ...policy,
        silenced: list(policy['silenced'], 'policy.silenced').map((silence) => ({ ...silence, about: null })),
        promises: [],
      },
      layout: { ...layout, notes: list(layout['notes'], 'layout.notes').map((note) => ({ ...note, nodeId: null })), groups: [] },
    };
  },
};
