import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { ResourceId } from '@kubemate/kube-common';
import { createKubeService, kubeServiceRef } from '@kubemate/kube-node';
import type { ClosableKubeService, Viewer } from '@kubemate/kube-node';
import { OperationsClient } from '@kubemate/operations-common';
import { TenantsClient } from '@kubemate/plugin-tenants-common';
import { tenantsPlugin } from '../plugin';

/** One real cluster of a test: the sandbox's API server, or a kube-apiserver. */
export interface TestServer {
  readonly server: string;
  readonly token: string;
  readonly insecure?: boolean;
  close(): Promise<void>;
}

/** A portal with tenants over one cluster and one that is away. */
export interface TestPortal {
  /** Ends every name, so that tests on a shared server do not meet. */
  readonly id: string;
  /** The cluster with the rights of its token. */
  readonly admin: { readonly kube: ClosableKubeService; readonly viewer: Viewer };
  as(person: 'platform' | 'shopper' | 'banker'): {
    readonly tenants: TenantsClient;
    readonly operations: OperationsClient;
    get(path: string): Promise<{ status: number; text: string }>;
    post(path: string, body: unknown): Promise<{ status: number; text: string }>;
  };
  stop(): Promise<void>;
}

export const CLUSTER = 'live';
/** Nothing listens there. */
const AWAY = { name: 'away', server: 'http://127.0.0.1:9', token: 'none' };

/** As the policy has them; what a person may do in one tenant is the plugin's own matter. */
const OFFERED: Readonly<Record<string, (permission: string) => boolean>> = {
  platform: () => true,
  shopper: name =>
    [
      'tenants.tenant.read',
      'tenants.access.read',
      'tenants.quota.request',
      'tenants.members.update',
      'tenants.drift.repair',
      'tenants.tenant.update',
    ].includes(name),
  banker: name =>
    ['tenants.tenant.read', 'tenants.access.read', 'tenants.quota.request'].includes(name),
};

const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces' };
const CLUSTER_ROLE_BINDINGS = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: 'clusterrolebindings',
};

export async function startTestPortal({
  server,
  token,
  insecure,
}: TestServer): Promise<TestPortal> {
  const id = `t${Math.random().toString(36).slice(2, 8)}`;
  const kubeOf = (identity: 'impersonate' | 'self') =>
    createKubeService({
      config: mockServices.rootConfig({
        data: {
          backend: { listen: { host: '127.0.0.1' } },
          kubemate: {
            clusters: [
              { name: CLUSTER, server, token, identity, insecureSkipTlsVerify: insecure ?? false },
              ...(identity === 'self' ? [] : [AWAY]),
            ],
          },
        },
      }),
      logger: mockServices.logger.mock(),
    });
  const kube = await kubeOf('impersonate');
  const admin = { kube: await kubeOf('self'), viewer: viewerOf('admin') };
  await admin.kube.write(
    {
      cluster: CLUSTER,
      verb: 'create',
      resource: CLUSTER_ROLE_BINDINGS,
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: `${id}-platform` },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'cluster-admin',
        },
        subjects: [
          { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: `kubemate:${id}-platform` },
        ],
      },
    },
    admin.viewer,
  );
  const groupOf = (person: string) => `group:default/${id}-${person}`;
  const nameOf = (ref: string) => ref.replace('user:default/', '');
  const backend = await startTestBackend({
    features: [
      tenantsPlugin,
      catalogServiceMock.factory({
        entities: ['platform', 'shopper', 'banker'].map(name => ({
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name, namespace: 'default' },
          relations: [{ type: 'memberOf', targetRef: groupOf(name) }],
        })),
      }),
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials) {
            const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
            const ownershipEntityRefs = [userEntityRef, groupOf(nameOf(userEntityRef))];
            return { userEntityRef, ownershipEntityRefs };
          },
        }),
      }),
      mockServices.permissions.mock({
        authorize: async (requests, options) => {
          const { principal } = (options as { credentials: { principal: BackstageUserPrincipal } })
            .credentials;
          const offered = OFFERED[nameOf(principal.userEntityRef)];
          return requests.map(({ permission }) => ({
            result: offered?.(permission.name) ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
          }));
        },
      }).factory,
    ],
  });
  const baseUrl = `http://127.0.0.1:${backend.server.port()}/api/tenants`;
  return {
    id,
    admin,
    as(person) {
      const headers = { authorization: mockCredentials.user.header(`user:default/${person}`) };
      const request: typeof globalThis.fetch = (input, init) =>
        globalThis.fetch(input, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers },
        });
      const answer = async (path: string, init?: RequestInit) => {
        const response = await request(`${baseUrl}${path}`, init);
        return { status: response.status, text: await response.text() };
      };
      return {
        tenants: new TenantsClient({ fetch: request, baseUrl }),
        operations: new OperationsClient({ fetch: request, baseUrlOf: () => baseUrl }),
        get: path => answer(path),
        post: (path, body) =>
          answer(path, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
      };
    },
    async stop() {
      await backend.stop();
      const remove = (resource: ResourceId, name: string) =>
        admin.kube
          .write({ cluster: CLUSTER, verb: 'delete', resource, name }, admin.viewer)
          .catch(() => undefined);
      await remove(CLUSTER_ROLE_BINDINGS, `${id}-platform`);
      for (const name of [`${id}-shop`, `${id}-bank`]) await remove(NAMESPACES, name);
      await kube.close();
      await admin.kube.close();
    },
  };
}

function viewerOf(name: string): Viewer {
  return { userEntityRef: `user:default/${name}`, ownershipEntityRefs: [] };
}
