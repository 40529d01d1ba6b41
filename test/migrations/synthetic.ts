import { migrationList } from '../../shared/format/migrations/migrate.ts';
import { POLICY_FORMAT } from '../../shared/model/index.ts';

/** Formats that were made up to prove the harness, whatever ours look like. */

const list = migrationList({
  oldest: 1,
  current: 3,
  migrations: [
    {
      from: 1,
      change: 'seconds became milliseconds',
      migrate({ waitS, ...document }) {
        return { ...document, waitMs: Number(waitS) * 1000 };
      },
    },
    {
      from: 2,
      change: 'the wait moved into a list of things',
      migrate({ waitMs, ...document }) {
        return { ...document, things: [{ waitMs }] };
      },
    },
  ],
});

export const syntheticSteps = {
  list,
  pairs: [
    { name: 'two steps', before: { format: 1, waitS: 2 }, after: { format: 3, things: [{ waitMs: 2000 }] } },
    { name: 'the second step alone', before: { format: 2, waitMs: 5 }, after: { format: 3, things: [{ waitMs: 5 }] } },
    { name: 'no step', before: { format: 3, things: [] }, after: { format: 3, things: [] } },
  ],
} as const;

/** From a made-up older format to the current one, to run the whole reader over a migration. */
export const syntheticToPolicy = migrationList({
  oldest: POLICY_FORMAT - 1,
  current: POLICY_FORMAT,
  migrations: [
    {
      from: POLICY_FORMAT - 1,
      change: 'title became name; layout moved out of the policy',
      migrate(document) {
        const policy = document['policy'] as { readonly title?: unknown };
        if (policy.title === undefined) throw new Error('policy.title is missing');
        return {
          policy: { id: 'old', name: policy.title, description: '', providers: [], nodes: [], edges: [], silenced: [] },
          layout: { nodes: {}, notes: [] },
        };
      },
    },
  ],
});
