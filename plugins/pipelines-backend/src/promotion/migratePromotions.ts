import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';

/** Beside the tables of runs, which have migrations of their own. */
const MIGRATIONS = 'knex_migrations_promotions';
const MAX_ATTEMPTS = 20;

interface Migrating {
  readonly migrate: {
    latest(options: { directory: string; tableName: string }): Promise<unknown>;
  };
}

/** Where the migrations are, and the table that keeps which have been made. */
export function promotionMigrations() {
  const directory = resolvePackagePath(
    '@kubemate/plugin-pipelines-backend',
    'migrations/promotion',
  );
  return { directory, tableName: MIGRATIONS };
}

/** Replicas that start at the same time meet here: all but one fail at first, and find it done then. */
export async function migratePromotions({ migrate }: Migrating): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await migrate.latest(promotionMigrations());
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      await sleep(100 + Math.random() * 400);
    }
  }
}
