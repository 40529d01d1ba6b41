import { from1to2 } from './1-to-2.ts';
import { from2to3 } from './2-to-3.ts';
import { migrationList } from './migrate.ts';

export const policyMigrations = migrationList({ oldest: 1, current: 3, migrations: [from1to2, from2to3] });
