import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import type { ResourceId } from '@kubemate/kube-common';
import { createKubeService, kubeServiceRef, systemClock } from '@kubemate/kube-node';
import type {
  OperationContract,
  OperationInput,
  OperationReceipt,
  OperationsClient,
} from '@kubemate/operations-common';
import { PromotionsClient } from '@kubemate/plugin-pipelines-common';
import { createApiServer } from '@kubemate/sandbox';
import { clientsOf } from '../../__testUtils__/clientsOf';
import { pipelinesPlugin } from '../../plugin';
import { WORKLOADS } from '../environments/workloads';
import type { WorkloadKind } from '../environments/workloads';
import { Rollouts } from './Rollouts';
import { ADMIN, CLUSTER, COMPONENT, makeStage, STAGES, TOKEN, withImage } from './stages';
import type { Stage } from './stages';

export type Person = 'dana' | 'lea' | 'paul' | 'vic';

/** Dana builds, Lea leads the team, Paul is of the platform, Vic looks. */
const GROUPS: Readonly<Record<Person, readonly string[]>> = {
  dana: ['group:default/team'],
  lea: ['group:default/team', 'group:default/leads'],
  paul: ['group:default/platform'],
  vic: ['group:default/leads'],
};
const DENIED: Readonly<Record<Person, readonly string[]>> = {
  dana: ['pipelines.freeze', 'pipelines.freeze.override'],
  lea: ['pipelines.freeze.override'],
  paul: [],
  vic: ['pipelines.promote', 'pipelines.approve', 'pipelines.rollback', 'pipelines.freeze'],
};

export const REF = 'component:default/cart';

const LEADS = {
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Group', metadata: { name: 'leads' }, spec: {} },
  relations: [{ type: 'hasMember', targetRef: 'user:default/lea' }],
};
const LEA = {
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'User', metadata: { name: 'lea' } },
  spec: { profile: { email: 'lea@example.com' } },
};

export type PromotionPortal = Awaited<ReturnType<typeof startPromotionPortal>>;

/** The plugin, whole, over one cluster in which each environment is a namespace: `shop-dev`, `shop-staging`, `shop-prod`. */
export async function startPromotionPortal(
  options: {
    approvals?: object;
    /** Before staging. */
    gates?: object;
    /** What a tenant with the namespaces of all environments asks of promotions. */
    delivery?: 'direct' | 'commit' | 'pull-request';
    metrics?: readonly object[];
    /** Port of a server on loopback to which it gives its mail. */
    smtp?: number;
    kind?: WorkloadKind;
    annotations?: Readonly<Record<string, string>>;
    /** Git hosts, as the configuration has them. */
    hosts?: { readonly integrations: object; readonly gitRepositories: readonly object[] };
    /** A cluster with controllers of its own, in place of an API server with {@link Rollouts}. */
    peer?: { readonly server: string; readonly token: string };
  } = {},
) {
  const { kind = 'Deployment', peer, annotations } = options;
  const token = peer?.token ?? TOKEN;
  const users = [{ token: TOKEN, user: 'portal', groups: ['system:masters'] }];
  const server = createApiServer({
    ...{ name: CLUSTER, clock: systemClock, random: Math.random, users },
  });
  if (peer === undefined) await server.listen();
  const address = peer?.server ?? server.url;
  const kubeOf = (identity: 'impersonate' | 'self') =>
    createKubeService({
      config: mockServices.rootConfig({
        data: {
          backend: { listen: { host: '127.0.0.1' } },
          kubemate: {
            clusters: [
              {
                ...{ name: CLUSTER, identity, server: address, token },
                ...(peer === undefined ? {} : { insecureSkipTlsVerify: true }),
              },
            ],
          },
        },
      }),
      logger: mockServices.logger.mock(),
    });
  const kube = await kubeOf('impersonate');
  const admin = await kubeOf('self');
  const create = (resource: ResourceId, object: object, namespace?: string) =>
    admin.write({ cluster: CLUSTER, verb: 'create', resource, namespace, object }, ADMIN);
  for (const stage of STAGES) await makeStage(create, stage, kind);
  const rollouts =
    peer === undefined ? new Rollouts({ kube: admin, viewer: ADMIN, cluster: CLUSTER }) : undefined;
  const backend = await startTestBackend({
    features: [
      pipelinesPlugin,
      ...(options.delivery === undefined ? [] : [tenantsWith(options.delivery)]),
      catalogServiceMock.factory({ entities: [componentWith(annotations), LEADS, LEA] }),
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          integrations: (options.hosts?.integrations ?? {}) as JsonObject,
          kubemate: {
            ...mailWith(options.smtp),
            pipelines: {
              environments: environmentsWith(options),
              gitRepositories: [...(options.hosts?.gitRepositories ?? [])] as JsonObject[],
              metrics: [...(options.metrics ?? [])] as JsonObject[],
            },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials) {
            const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
            const groups = GROUPS[personOf(userEntityRef)];
            return { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] };
          },
        }),
      }),
      mockServices.permissions.mock({
        authorize: async (requests, asked) => {
          const { principal } = (asked as { credentials: { principal: BackstageUserPrincipal } })
            .credentials;
          const denied = DENIED[personOf(principal.userEntityRef)];
          return requests.map(({ permission }) => ({
            result: denied.includes(permission.name) ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
          }));
        },
      }).factory,
    ],
  });
  const baseUrl = `http://127.0.0.1:${backend.server.port()}/api/pipelines`;
  const ref = (stage: Stage) => ({
    ...{ cluster: CLUSTER, resource: WORKLOADS[kind] },
    ...{ namespace: `shop-${stage}`, name: 'cart' },
  });
  return {
    rollouts,
    ...{ admin, create },
    /** Without the namespaces, until they are gone: another test makes them anew. */
    async cleared() {
      const resource = { group: '', version: 'v1', plural: 'namespaces' };
      const names = STAGES.map(stage => `shop-${stage}`);
      for (const name of names)
        await admin.write({ cluster: CLUSTER, resource, verb: 'delete', name }, ADMIN);
      for (;;) {
        const left = await admin.list({ cluster: CLUSTER, resource }, ADMIN);
        if (!left.some(({ metadata }) => names.includes(metadata.name))) return;
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    },
    as(person: Person) {
      const { fetch, pipelines, operations } = clientsOf(person, baseUrl);
      return {
        pipelines,
        promotions: new PromotionsClient({ fetch, baseUrl }),
        operations,
        plan: <C extends OperationContract>(contract: C, input: OperationInput<C>) =>
          operations.plan(contract, input),
        /** Runs it, and waits until it has ended. */
        run: async <C extends OperationContract>(contract: C, input: OperationInput<C>) =>
          untilEnded(operations, await operations.run(contract, input)),
      };
    },
    ended: ({ operations }: { operations: OperationsClient }, receipt: OperationReceipt) =>
      untilEnded(operations, receipt),
    async image(stage: Stage): Promise<string> {
      const object = await admin.get(ref(stage), ADMIN);
      return /"image":"([^"]+)"/.exec(JSON.stringify(object.spec))?.[1] ?? '';
    },
    /** Behind the portal's back. */
    async setImage(stage: Stage, tag: string) {
      await admin.write(
        { ...ref(stage), verb: 'patch', patch: { type: 'strategic', value: withImage(tag) } },
        ADMIN,
      );
      await this.settled(stage);
    },
    /** Waits until the portal sees the environment's rollout as complete. */
    async settled(stage: Stage) {
      const wanted = await this.image(stage);
      for (;;) {
        const board = await this.as('paul').promotions.getBoard(REF);
        const found = board.environments.find(({ name }) => name === stage);
        // Nodes that are none pull nothing, and tell no digest.
        const isTold = found?.state === 'running' && (peer !== undefined || found.image.digest);
        const isDone =
          peer === undefined
            ? found?.state === 'running' && found.rollout !== 'progressing'
            : found?.state === 'running' && found.rollout === 'complete';
        if (isTold && isDone && found.image.image === wanted) return;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    },
    async stop() {
      rollouts?.close();
      await backend.stop();
      await kube.close();
      if (peer !== undefined) await this.cleared();
      await admin.close();
      if (peer === undefined) await server.close();
    },
  };
}

async function untilEnded(
  operations: OperationsClient,
  begun: OperationReceipt,
): Promise<OperationReceipt> {
  let receipt = begun;
  while (receipt.status === 'running') {
    await new Promise(resolve => setTimeout(resolve, 200));
    receipt = await operations.receipt(receipt);
  }
  return receipt;
}

function componentWith(annotations: Readonly<Record<string, string>> = {}) {
  const { metadata } = COMPONENT;
  const all = { ...metadata.annotations, ...annotations };
  return { ...COMPONENT, metadata: { ...metadata, annotations: all } };
}

function mailWith(port: number | undefined): JsonObject {
  if (port === undefined) return {};
  const smtp = { host: '127.0.0.1', port, security: 'none' };
  return { mail: { from: 'kubemate@example.com', smtp } };
}

function personOf(userEntityRef: string): Person {
  return userEntityRef.replace('user:default/', '') as Person;
}

/** A real API server has other tests to serve, and one pod on each of its nodes for a DaemonSet. */
function environmentsWith(options: { approvals?: object; gates?: object; peer?: object }) {
  const { approvals = {}, gates = {}, peer } = options;
  const rolloutTimeout = peer === undefined ? '20s' : '90s';
  const usual = { cluster: CLUSTER, stableFor: '1s', rolloutTimeout };
  return [
    { ...usual, name: 'dev', namespace: '{system}-dev' },
    { ...usual, name: 'staging', namespace: '{system}-staging', gates },
    {
      ...{ ...usual, name: 'prod', namespace: '{system}-prod' },
      gates: {
        approvals: { groups: ['group:default/leads', 'group:default/platform'], ...approvals },
      },
    },
  ];
}

/** Stands for the plugin of tenants, and tells other plugins of one. */
function tenantsWith(delivery: string) {
  const placements = STAGES.map(stage => ({
    ...{ cluster: CLUSTER, environment: stage, namespaces: [`shop-${stage}`] },
  }));
  const owner = 'group:default/team';
  const tenant = { name: 'shop', title: 'Shop', state: 'active', plan: 'small', owner };
  return createBackendPlugin({
    pluginId: 'tenants',
    register(env) {
      env.registerInit({
        deps: { http: coreServices.httpRouter },
        async init({ http }) {
          const items = [{ ...tenant, placements, delivery, readers: [], overseers: [] }];
          http.use((_request, response) => response.json({ items }));
        },
      });
    },
  });
}
