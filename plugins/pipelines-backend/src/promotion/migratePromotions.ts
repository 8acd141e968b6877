import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { migrateTogether } from '../migrateTogether';

/** Beside the tables of runs, which have migrations of their own. */
const MIGRATIONS = 'knex_migrations_promotions';

/** Where the migrations are, and the table that keeps which have been made. */
export function promotionMigrations() {
  const directory = resolvePackagePath(
    '@kubemate/plugin-pipelines-backend',
    'migrations/promotion',
  );
  return { directory, tableName: MIGRATIONS };
}

export function migratePromotions(db: Parameters<typeof migrateTogether>[0]): Promise<void> {
  return migrateTogether(db, promotionMigrations());
}
