import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockCredentials, mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { callerReader } from '@kubemate/http-node';
import type { Access, KubeService } from '@kubemate/kube-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import { FileObjectStore } from '@kubemate/storage-node';
import express from 'express';
import createKnex from 'knex';
import { openAudit } from '../openAudit';
import { createRouter } from '../router';
import { noTenants } from '../visibility/TenantDirectory';
import type { TenantDirectory } from '../visibility/TenantDirectory';
import { migrate } from './chains';

export const PRIYA = 'user:default/priya';
export const DANA = 'user:default/dana';

/** What each person may read all of; others see their own and what `mayList` says. */
export interface StartOptions {
  readonly audit?: JsonObject;
  /** People with the right to read every record, to export and to verify. */
  readonly auditors?: readonly string[];
  readonly mayList?: (access: Access, user: string) => boolean;
  readonly tenants?: TenantDirectory;
}

/** The audit plugin's router on SQLite in memory, with its parts to look into. */
export async function startAudit(options: StartOptions = {}) {
  const { audit = {}, auditors = [PRIYA], mayList = () => false, tenants = noTenants } = options;
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  await migrate(knex);
  const clock = { now: () => clock.time, after: () => () => {}, time: 1_790_000_100_000 };
  const shutdown = new AbortController();
  const objects = new FileObjectStore(mkdtempSync(path.join(tmpdir(), 'audit-')));
  const permissions = mockServices.permissions.mock({
    authorize: async (requests, asked) => {
      const ref = Reflect.get(Object(asked?.credentials.principal), 'userEntityRef');
      return requests.map(({ permission: { name } }) => ({
        result: name === 'audit.record.read' || auditors.includes(ref) ? 'ALLOW' : 'DENY',
      })) as Awaited<ReturnType<typeof permissions.authorize>>;
    },
  });
  const kube: Pick<KubeService, 'clusters' | 'may'> = {
    clusters: () =>
      ['prod', 'dev'].map(
        name =>
          ({ name, labels: { environment: name } }) as unknown as ReturnType<
            KubeService['clusters']
          >[number],
      ),
    may: async (access, viewer) => mayList(access, viewer.userEntityRef),
  };
  const logger = mockServices.logger.mock();
  const parts = await openAudit({
    config: mockServices.rootConfig({
      data: {
        kubemate: {
          audit: { signingKeys: [{ id: 'k1', secret: 'a secret of the tests' }], ...audit },
        },
      },
    }),
    database: { getClient: async () => knex, migrations: { skip: true } },
    kube: kube as KubeService,
    ...{ objects, permissions, tenants, logger, clock, shutdown: shutdown.signal },
  });
  const httpAuth = mockServices.httpAuth({ defaultCredentials: mockCredentials.user(PRIYA) });
  const userInfo = mockServices.userInfo();
  const app = express();
  app.use(
    createRouter({
      ...parts,
      ...{ httpAuth, logger, clock, shutdown: shutdown.signal },
      callerOf: callerReader({ httpAuth, userInfo }),
    }),
  );
  app.use(mockErrorHandler());
  return {
    ...parts,
    ...{ app, knex, clock, objects, logger },
    record: (...events: TrailEvent[]) => parts.trail.record(events),
    async stop() {
      shutdown.abort();
      await parts.rules.idle();
      await knex.destroy();
    },
  };
}

export type Audit = Awaited<ReturnType<typeof startAudit>>;

export const as = (user: string): [string, string] => [
  'authorization',
  mockCredentials.user.header(user),
];
export const asPlugin = (): [string, string] => [
  'authorization',
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service('plugin:clusters'),
    targetPluginId: 'test',
  }),
];
