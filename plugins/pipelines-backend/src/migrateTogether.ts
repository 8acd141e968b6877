import { setTimeout as sleep } from 'node:timers/promises';

/** More than as many replicas start at once. */
const MAX_ATTEMPTS = 20;

interface MigrationOptions {
  readonly directory: string;
  /** Keeps which have been made. */
  readonly tableName?: string;
}

interface Migrating {
  readonly migrate: { latest(options: MigrationOptions): Promise<unknown> };
}

/** Makes the migrations. Replicas that start at the same time meet here: all but one fail at first, and find it done then. */
export async function migrateTogether(
  { migrate }: Migrating,
  options: MigrationOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await migrate.latest(options);
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      await sleep(100 + Math.random() * 400);
    }
  }
}
