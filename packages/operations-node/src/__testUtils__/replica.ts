import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Access, AccessAnswer, Clock, ClusterState, KubeService } from '@kubemate/kube-node';
import type { AuditEvent } from '@kubemate/operations-common';
import type { JsonObject } from '@backstage/types';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { AuditOutbox } from '../AuditOutbox';
import type { AuditSink } from '../AuditOutbox';
import { BulkRunner } from '../BulkRunner';
import { Executions } from '../Executions';
import { FollowUps } from '../FollowUps';
import { readOperationsConfig } from '../guards';
import { KnexOperationStore } from '../KnexOperationStore';
import type { OperationCaller } from '../OperationCaller';
import type { AnyOperation } from '../OperationDefinition';
import type { OperationRecord } from '../OperationRecord';
import { OperationRunner } from '../OperationRunner';
import { Planner } from '../Planner';
import { ReceiptWatch } from '../ReceiptWatch';
import { Recovery } from '../Recovery';
import { TaskEffects } from '../TaskEffects';
import { TestClock } from './TestClock';
import { World } from './World';

export interface ReplicaOptions {
  readonly knex?: Knex;
  readonly clock?: Clock;
  readonly world?: World;
  readonly config?: JsonObject;
  readonly sink?: AuditSink;
  readonly clusters?: readonly Pick<ClusterState, 'name' | 'labels'>[];
}

/** A KubeService that knows clusters and rights only. */
export function fakeKube(options: {
  readonly clusters: readonly Pick<ClusterState, 'name' | 'labels'>[];
  readonly mayWhy: (access: Access) => AccessAnswer;
}): KubeService {
  const known: Partial<KubeService> = {
    clusters: () => options.clusters as readonly ClusterState[],
    mayWhy: async access => options.mayWhy(access),
  };
  return known as KubeService;
}

export function memoryDatabase(): Knex {
  return createKnex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}

export function callerNamed(name: string): OperationCaller {
  return {
    viewer: { userEntityRef: `user:default/${name}`, ownershipEntityRefs: [] },
    credentials: mockCredentials.user(`user:default/${name}`),
    source: { via: 'http', correlationId: 'request-1', address: '10.0.0.1' },
  };
}

/** All parts of one process, over one database; several of them are replicas. */
export async function startReplica(options: ReplicaOptions = {}) {
  const { knex = memoryDatabase(), clock = new TestClock(), world = new World() } = options;
  const { clusters = [{ name: 'dev', labels: {} }] } = options;
  const stop = new AbortController();
  const shutdown = stop.signal;
  const logger = mockServices.logger.mock();
  const config = readOperationsConfig(
    new ConfigReader({ kubemate: { operations: options.config ?? {} } }),
  );
  /** What the portal does not offer to somebody, `dana things.thing.set`, and what a cluster does not allow. */
  const denied = new Set<string>();
  const rights: { mayWhy: (access: Access) => AccessAnswer } = {
    mayWhy: () => ({ allowed: true }),
  };
  const permissions = mockServices.permissions.mock({
    authorize: async (requests, { credentials } = { credentials: mockCredentials.none() }) => {
      const { principal } = credentials as ReturnType<typeof mockCredentials.user>;
      const who = principal.userEntityRef.replace('user:default/', '');
      return requests.map(({ permission }) => ({
        result: denied.has(`${who} ${permission.name}`)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      }));
    },
  });
  const kube = fakeKube({ clusters, mayWhy: access => rights.mayWhy(access) });
  const store = await KnexOperationStore.create({ getClient: async () => knex });
  const told: AuditEvent[] = [];
  const sink = options.sink ?? (async events => void told.push(...events));
  const outbox = new AuditOutbox({ store, sink, clock, logger, shutdown });
  const onEnded = () => outbox.kick();
  const receipts = new ReceiptWatch({ store, clock });
  const changes: OperationRecord[] = [];
  const executions = new Executions({
    ...{ store, clock, logger, shutdown },
    onChange: record => {
      changes.push(record);
      receipts.changed(record.id);
      if (record.undelivered) onEnded();
    },
  });
  const planner = new Planner({ kube, permissions, logger, config });
  const runner = new OperationRunner({
    ...{ store, planner, executions, kube, clock, logger, shutdown, onEnded },
  });
  const bulk = new BulkRunner({ store, planner, clock, runner, executions });
  const definitions = new Map(world.definitions.map(each => [each.contract.name as string, each]));
  const followUps = new FollowUps({
    ...{ store, planner, executions, clock, runner, bulk, permissions, onEnded, definitions },
  });
  const taskEffects = new TaskEffects({ store, runner, definitions });
  const recovery = new Recovery({ store, clock, logger, onEnded, shutdown, keepDays: 400 });
  const operation = (name: string): AnyOperation => {
    const found = definitions.get(name);
    if (found === undefined) throw new Error(`no operation ${name}`);
    return found;
  };
  return {
    ...{ knex, clock, world, store, outbox, receipts, executions, planner, runner, bulk },
    ...{
      followUps,
      taskEffects,
      recovery,
      told,
      changes,
      denied,
      rights,
      logger,
      operation,
      kube,
      stop,
    },
    setValue: operation('things.set-value'),
    setPassword: operation('things.set-password'),
    remove: operation('things.remove'),
    reveal: operation('things.reveal'),
    /** As it would be after everything that runs has ended. */
    idle: () => executions.idle(),
    async records(): Promise<readonly OperationRecord[]> {
      const ids: string[] = await knex('operations').orderBy('created_at').pluck('id');
      const found = await Promise.all(ids.map(id => store.get(id)));
      return found.filter(record => record !== undefined);
    },
  };
}

export type Replica = Awaited<ReturnType<typeof startReplica>>;

export function inputOf(name: string, value: number) {
  return { thing: { name, cluster: 'dev' }, value, mode: 'fast' };
}
