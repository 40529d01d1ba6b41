import { from1to2 } from './1-to-2.ts';
import { migrationList } from './migrate.ts';

export const policyMigrations = migrationList({ oldest: 1, current: 2, migrations: [from1to2] });
