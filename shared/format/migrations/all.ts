import { migrationList } from './migrate.ts';

/** Format 1 is the first that was ever published, so there is nothing to migrate yet. */
export const policyMigrations = migrationList({ oldest: 1, current: 1, migrations: [] });
