import { DatabaseManager } from '@backstage/backend-defaults/database';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** What is used here of a connection of better-sqlite3. */
interface SqliteConnection {
  pragma(source: string): unknown;
}

/**
 * Backstage's databases. Those in SQLite files write ahead (WAL): whoever reads waits for no writer, and a commit syncs one file once instead of three.
 * `FULL` because the default of better-sqlite3 for such files would not outlast a power cut.
 */
export const databases = createServiceFactory({
  service: coreServices.database,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    pluginMetadata: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
    rootLogger: coreServices.rootLogger,
  },
  createRootContext({ config, rootLifecycle, rootLogger }) {
    return DatabaseManager.fromConfig(config, { rootLifecycle, rootLogger });
  },
  factory({ pluginMetadata, lifecycle, logger }, manager): DatabaseService {
    const database = manager.forPlugin(pluginMetadata.getId(), { lifecycle, logger });
    let client: Promise<Knex> | undefined;
    return {
      ...database,
      getClient: () => (client ??= database.getClient().then(writeAhead)),
    };
  },
});

/** From its next connection on; the pool has made none yet. */
function writeAhead(client: Knex): Knex {
  if (!String(client.client.config.client).includes('sqlite')) return client;
  client.client.pool.on('createSuccess', (_id: number, connection: SqliteConnection) => {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
  });
  return client;
}
