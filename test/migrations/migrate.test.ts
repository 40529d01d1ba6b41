import { expect, test } from 'vitest';
import { policyMigrations } from '../../shared/format/migrations/all.ts';
import { type Migration, migrate, migrationList } from '../../shared/format/migrations/migrate.ts';
import { readPolicy, readPolicyWith } from '../../shared/format/policy.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { POLICY_FORMAT } from '../../shared/model/index.ts';
import { sources } from '../architecture/sources.ts';
import { policyPairs } from './pairs.ts';
import { syntheticSteps, syntheticToPolicy } from './synthetic.ts';

const step = (from: number): Migration => ({ from, change: 'nothing', migrate: (document) => ({ ...document }) });

test('the shipped list leads to the current format', () => {
  expect(policyMigrations.current).toBe(POLICY_FORMAT);
  expect(() => migrationList(policyMigrations)).not.toThrow();
});

test.each([
  ['a gap', { oldest: 1, current: 4, migrations: [step(1), step(3)] }, 'reads format 3, expected 2'],
  ['a repeated number', { oldest: 1, current: 3, migrations: [step(1), step(1)] }, 'reads format 1, expected 2'],
  ['a missing last step', { oldest: 1, current: 3, migrations: [step(1)] }, 'lead to format 2, the current format is 3'],
  ['a step too many', { oldest: 1, current: 1, migrations: [step(1)] }, 'lead to format 2, the current format is 1'],
])('%s throws at start, not at the user', (_, list, message) => {
  expect(() => migrationList(list)).toThrow(message);
});

test.each(syntheticSteps.pairs)('$name: the pair of the step from $before.format', ({ before, after }) => {
  expect(migrate(syntheticSteps.list, before, before.format)).toEqual({
    ok: true,
    document: after,
    from: before.format === 3 ? null : before.format,
  });
});

test('a document of the current format is handed through as it is', () => {
  const document = { format: 3, things: [] };
  const migrated = migrate(syntheticSteps.list, document, 3);
  expect(migrated.ok && migrated.document).toBe(document);
});

test('a migration cannot change the document that it was given', () => {
  const list = migrationList({
    oldest: 1,
    current: 2,
    migrations: [
      {
        from: 1,
        change: 'writes into its input',
        migrate(document) {
          (document['deep'] as Record<string, unknown>)['touched'] = true;
          return { ...document };
        },
      },
    ],
  });
  const document = { format: 1, deep: { touched: false } };
  expect(migrate(list, document, 1)).toMatchObject({ ok: false, failedAt: 1 });
  expect(document.deep.touched).toBe(false);
});

const OLD = POLICY_FORMAT - 1;

test('the reader migrates an old policy and says from which format', () => {
  const read = readPolicyWith({ kinds, migrations: syntheticToPolicy }, JSON.stringify({ format: OLD, policy: { title: 'Old' } }));
  expect(read).toMatchObject({
    ok: true,
    value: { migratedFrom: OLD, document: { format: POLICY_FORMAT, policy: { name: 'Old', nodes: [] } } },
  });
});

test('a failed migration opens nothing and names the step, so nothing can be written over the old file', () => {
  const read = readPolicyWith({ kinds, migrations: syntheticToPolicy }, JSON.stringify({ format: OLD, policy: {} }));
  expect(read).toMatchObject({ ok: false, error: { reason: 'migration-failed' } });
  expect(read.ok ? '' : read.error.message).toContain(`from ${OLD} to ${POLICY_FORMAT} failed (policy.title is missing)`);
  expect(read.ok ? '' : read.error.message).toContain('was not changed');
});

test('a migration that makes an invalid policy opens nothing either', () => {
  const read = readPolicyWith({ kinds, migrations: syntheticToPolicy }, JSON.stringify({ format: OLD, policy: { title: '' } }));
  expect(read).toMatchObject({ ok: false, error: { reason: 'invalid' } });
});

test.each(policyPairs)('the shipped step from format $before.format, to the last key', ({ before, after }) => {
  const only = policyMigrations.migrations.filter(({ from }) => from === before.format);
  const list = migrationList({ oldest: before.format, current: after.format, migrations: only });
  expect(migrate(list, before, before.format)).toEqual({ ok: true, document: after, from: before.format });
  const read = readPolicy(JSON.stringify(before));
  expect(read).toMatchObject({ ok: true, value: { migratedFrom: before.format } });
});

test('every shipped step has a pair', () => {
  expect(policyPairs.map(({ before }) => before.format)).toEqual(policyMigrations.migrations.map(({ from }) => from));
});

test('shipped migrations import nothing, so that a live default cannot change history', () => {
  const steps = sources(/^shared\/format\/migrations\/\d.*\.ts$/).filter(({ path }) => !path.endsWith('.test.ts'));
  expect(steps.filter(({ text }) => /^\s*import\s+(?!type\b)/m.test(text)).map(({ path }) => path)).toEqual([]);
});
