import { createBackend } from '@backstage/backend-defaults';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  type DatabaseService,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import appPlugin from '@backstage/plugin-app-backend';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import docsPlugin from '@kubemate/plugin-docs-backend';
import kubernetesKubemateModule from '@kubemate/plugin-kubernetes-backend-module-kubemate';
import type { RunningCluster } from '@kubemate/sandbox';
import { databases } from '../../databases';
import { featuresWith } from '../../features';
import { sandboxJenkinsModule } from '../../sandboxJenkins';
import { sandboxRegistryModule } from '../../sandboxRegistry';
import { quicken } from './quicken';

/*
 * The portal as it is composed for production, without its browser app and what templates do not need, on a database that stays and clusters that are elsewhere. It kills itself
 * at the statement that the test names. The clock is the test's: minutes of waiting for those who have died pass in seconds.
 */

export interface PortalProcessOptions {
  readonly config: JsonObject;
  readonly clusters: readonly RunningCluster[];
  readonly clock: { readonly epoch: number; readonly speed: number };
  /** Where this life ends; it goes on where absent. */
  readonly dieAt?: Death;
}

/** At a statement of any plugin to its database. */
export interface Death {
  /** `committed` is when the transaction is through that the statement is in. */
  readonly when: 'before' | 'after' | 'committed';
  /** Matches the statement with its values. */
  readonly statement: string;
}

const options: PortalProcessOptions = JSON.parse(process.argv[2] ?? '{}');
quicken(options.clock);

interface Statement {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
}

const quiet = () => {};
const logger: LoggerService = {
  ...{ error: quiet, warn: quiet, info: quiet, debug: quiet },
  child: () => logger,
};

function watch(database: DatabaseService, { when, statement }: Death): DatabaseService {
  const deadly = new RegExp(statement, 's');
  const isDeadly = ({ sql, bindings = [] }: Statement) =>
    /^(insert|update|delete)/i.test(sql) && deadly.test(`${sql} ${bindings.map(String).join(' ')}`);
  const die = () => process.kill(process.pid, 'SIGKILL');
  let isIn = false;
  const look = (query: Statement) => {
    if (when !== 'committed' && isDeadly(query)) die();
    // SQLite commits before it lets go of the thread.
    if (when === 'committed' && isIn && /^commit/i.test(query.sql)) queueMicrotask(die);
    isIn ||= isDeadly(query);
  };
  return {
    ...database,
    async getClient() {
      const knex = await database.getClient();
      if (when === 'after') knex.on('query-response', (_response, query) => look(query));
      else knex.on('query', look);
      return knex;
    },
  };
}

const database = createServiceFactory({
  service: coreServices.database,
  deps: {
    rootConfig: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    plugin: coreServices.pluginMetadata,
    rootLogger: coreServices.rootLogger,
    rootLifecycle: coreServices.rootLifecycle,
  },
  createRootContext: ({ rootConfig, rootLogger, rootLifecycle }) =>
    DatabaseManager.fromConfig(rootConfig, { rootLogger, rootLifecycle }),
  factory({ plugin, lifecycle }, manager) {
    const service = manager.forPlugin(plugin.getId(), { lifecycle, logger });
    return options.dieAt === undefined ? service : watch(service, options.dieAt);
  },
});

const LEFT_OUT: readonly unknown[] = [
  databases,
  ...[appPlugin, kubernetesPlugin, kubernetesKubemateModule, mcpActionsPlugin, docsPlugin],
];

async function start() {
  const backend = createBackend();
  backend.add(database);
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(options.config),
    }),
  );
  backend.add(
    createServiceFactory({ service: coreServices.rootLogger, deps: {}, factory: () => logger }),
  );
  const parts = featuresWith({
    start: async () => ({ clusters: options.clusters, close: async () => {} }),
    jenkins: sandboxJenkinsModule,
    registry: sandboxRegistryModule,
  });
  for (const feature of parts) if (!LEFT_OUT.includes(feature)) backend.add(feature);
  await backend.start();
  process.stdout.write('ready\n');
}

void start();
