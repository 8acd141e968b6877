import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import {
  createKubeService,
  kubeServiceRef,
  portalReaderRef,
  serviceAccountsRef,
} from '@kubemate/kube-node';
import { startSqlite } from '@kubemate/test-node';
import { KnexRunStore } from '../history/KnexRunStore';
import { pipelinesPlugin } from '../plugin';
import { PIPELINE_RUNS } from '../tekton/kinds';
import { clientsOf } from './clientsOf';

/** An API server that serves tekton.dev/v1, reached as its administrator. */
export interface TektonServer {
  readonly server: string;
  readonly token: string;
  readonly insecureSkipTlsVerify?: boolean;
}

export type PipelinesPortal = Awaited<ReturnType<typeof startPipelinesPortal>>;

export const PLACE = 'live';
const ADMIN = { userEntityRef: 'user:default/admin', ownershipEntityRefs: [] };
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });

const userOf = (name: string, groups: readonly string[]) => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'User', metadata: { name } },
  spec: { profile: { email: `${name}@example.com` } },
  relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
});
const PEOPLE = [
  userOf('dev', ['group:default/leads']),
  userOf('eve', []),
  {
    ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Group', metadata: { name: 'leads' } },
    ...{ spec: {}, relations: [{ type: 'hasMember', targetRef: 'user:default/dev' }] },
  },
];

function mailTo(port: number | undefined): JsonObject {
  if (port === undefined) return {};
  const smtp = { host: '127.0.0.1', port, security: 'none' };
  return { mail: { from: 'kubemate@example.com', smtp } };
}

/** The plugin, whole, over one cluster. `dev` works in the namespace of the test, `other` has no right there. */
export async function startPipelinesPortal(
  server: TektonServer,
  /** `smtp`: port of a server on loopback to which it gives its mail; the catalog has dev, of the leads, and eve. */
  { smtp, ...pipelines }: { smtp?: number } & Record<string, unknown> = {},
  folder = `t${Math.random().toString(36).slice(2, 8)}`,
) {
  const kubeOf = (identity: 'impersonate' | 'self') =>
    createKubeService({
      config: mockServices.rootConfig({
        data: {
          backend: { listen: { host: '127.0.0.1' } },
          kubemate: { clusters: [{ name: PLACE, identity, ...server }] },
        },
      }),
      logger: mockServices.logger.mock(),
    });
  const kube = await kubeOf('impersonate');
  const admin = await kubeOf('self');
  const create = async (resource: ResourceId, object: object, namespace?: string) => {
    const write = { cluster: PLACE, verb: 'create' as const, resource, namespace, object };
    return (await admin.write(write, ADMIN)).object;
  };
  await create(
    { group: '', version: 'v1', plural: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: folder } },
  );
  await create(
    rbac('roles'),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'pipelines', namespace: folder },
      rules: [
        { apiGroups: ['tekton.dev'], resources: ['*'], verbs: ['*'] },
        { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] },
      ],
    },
    folder,
  );
  await create(
    rbac('rolebindings'),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'pipelines', namespace: folder },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pipelines' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kubemate:dev' }],
    },
    folder,
  );
  const databases = await startSqlite();
  const { knex } = await databases.create();
  const database = { getClient: async () => knex };
  const objects = mkdtempSync(path.join(tmpdir(), 'objects-'));
  const auditor = mockServices.auditor.mock();
  const backend = await startTestBackend({
    features: [
      auditor.factory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          kubemate: {
            objects: { driver: 'file', folder: objects },
            pipelines: pipelines as JsonObject,
            ...mailTo(smtp),
          },
        },
      }),
      pipelinesPlugin,
      catalogServiceMock.factory({ entities: PEOPLE }),
      createServiceFactory({ service: coreServices.database, deps: {}, factory: () => database }),
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      createServiceFactory({
        service: portalReaderRef,
        deps: {},
        factory: () =>
          kube.portalReader([
            'tekton.dev',
            'openshift-pipelines.org/approvaltasks',
            'triggers.tekton.dev/eventlisteners',
          ]),
      }),
      createServiceFactory({
        service: serviceAccountsRef,
        deps: {},
        factory: () =>
          kube.serviceAccounts({
            reads: ['triggers.tekton.dev', '/secrets'],
            creates: ['tekton.dev/pipelineruns'],
          }),
      }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials) {
            const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
            return { userEntityRef, ownershipEntityRefs: [userEntityRef] };
          },
        }),
      }),
    ],
  });
  const baseUrl = `http://127.0.0.1:${backend.server.port()}/api/pipelines`;
  const history = await KnexRunStore.create(database);
  return {
    folder,
    baseUrl,
    auditor,
    /** What the recorder has kept. */
    history,
    /** Made with the administrator's rights. */
    create: (resource: ResourceId, object: object) => create(resource, object, folder),
    /** What belongs to no namespace, made so. */
    createInCluster: (resource: ResourceId, object: object) => create(resource, object),
    /** As Tekton's controller writes it. */
    async setStatus(name: string, status: object, resource: ResourceId = PIPELINE_RUNS) {
      await admin.write(
        {
          ...{ cluster: PLACE, namespace: folder, resource, name, verb: 'patch' },
          subresource: 'status',
          patch: { type: 'merge', value: { status } },
        },
        ADMIN,
      );
    },
    /** Files of the object store. */
    storedObjects: () =>
      readdirSync(objects, { recursive: true, withFileTypes: true }).filter(each => each.isFile()),
    async remove(resource: ResourceId, name: string) {
      const at = { cluster: PLACE, namespace: folder, resource, name };
      await admin.write({ ...at, verb: 'delete', gracePeriodSeconds: 0 }, ADMIN);
    },
    object: (resource: ResourceId, name: string): Promise<KubeObject> =>
      admin.get({ cluster: PLACE, namespace: folder, resource, name }, ADMIN),
    as(person: 'dev' | 'other') {
      return clientsOf(person, baseUrl);
    },
    async stop() {
      await backend.stop();
      await kube.close();
      await admin.close();
      await databases.stop();
      rmSync(objects, { recursive: true, force: true });
    },
  };
}
