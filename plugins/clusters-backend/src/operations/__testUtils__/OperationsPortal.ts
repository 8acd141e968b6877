import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { createKubeService, kubeServiceRef } from '@kubemate/kube-node';
import type { ClosableKubeService } from '@kubemate/kube-node';
import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import { OperationsClient } from '@kubemate/operations-common';
import type { JsonArray } from '@backstage/types';
import type { ObjectInput } from '@kubemate/operations-common';
import { ClustersClient } from '@kubemate/plugin-clusters-common';
import { clustersPlugin } from '../../plugin';

/** An API server, reached as its administrator: by token, as the portal would be configured. */
export interface ServerUnderTest {
  readonly server: string;
  readonly token: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly close?: () => Promise<void>;
}

/** Loopback only: what the backend under test answers. */
const { fetch: request } = globalThis;

const core = (plural: string) => ({ group: '', version: 'v1', plural });
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });
const SEEDER = { userEntityRef: 'user:default/seeder', ownershipEntityRefs: [] };

/**
 * The clusters plugin, whole, over one API server: cluster `real` as people see it. What a test needs is made beside the portal, with the administrator's rights.
 * Everything made in it is in one namespace of its own, and goes with it.
 */
export class OperationsPortal {
  private readonly cleanups: (() => Promise<unknown>)[] = [];

  private constructor(
    private readonly kube: ClosableKubeService,
    private readonly admin: ClosableKubeService,
    private readonly backend: Awaited<ReturnType<typeof startTestBackend>>,
    readonly namespace: string,
  ) {}

  static async start(under: ServerUnderTest): Promise<OperationsPortal> {
    const { close, ...server } = under;
    const configOf = (clusters: JsonArray) =>
      mockServices.rootConfig({
        data: {
          backend: { listen: { host: '127.0.0.1', port: 0 } },
          kubemate: {
            clusters,
            identity: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
          },
        },
      });
    const config = configOf([
      { name: 'real', identity: 'impersonate', labels: { environment: 'test' }, ...server },
      { name: 'prod', identity: 'impersonate', labels: { environment: 'prod' }, ...server },
    ]);
    const logger = mockServices.logger.mock();
    const kube = await createKubeService({ config, logger });
    const seed = configOf([{ name: 'seed', identity: 'self', ...server }]);
    const admin = await createKubeService({ config: seed, logger });
    const backend = await startTestBackend({
      features: [
        clustersPlugin,
        createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
        createServiceFactory({
          service: coreServices.rootConfig,
          deps: {},
          factory: () => config,
        }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            // Everybody is in a group of their own: `group:default/dana-team`.
            async getUserInfo(credentials) {
              const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
              const group = `${userEntityRef.replace('user:', 'group:')}-team`;
              return { userEntityRef, ownershipEntityRefs: [userEntityRef, group] };
            },
          }),
        }),
      ],
    });
    const namespace = `ops-${Math.random().toString(36).slice(2, 8)}`;
    const portal = new OperationsPortal(kube, admin, backend, namespace);
    if (close) portal.cleanups.push(close);
    await portal.prepare();
    return portal;
  }

  /** What a person can do: `dana` administers the namespace and nodes, `eve` may only look at the namespace, others have no rights at first. */
  as(name: string) {
    const base = `http://127.0.0.1:${this.backend.server.port()}/api`;
    const fetch: typeof globalThis.fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', mockCredentials.user.header(`user:default/${name}`));
      return request(input, { ...init, headers });
    };
    return {
      operations: new OperationsClient({ fetch, baseUrlOf: plugin => `${base}/${plugin}` }),
      clusters: new ClustersClient({ fetch, baseUrl: `${base}/clusters` }),
      fetch: (path: string, init?: RequestInit) => fetch(`${base}/clusters${path}`, init),
    };
  }

  /** The next patch that is no dry run does not reach the API server: what a plan could not foresee. */
  failNextPatch(plural: string): void {
    const { kube } = this;
    const { write } = kube;
    kube.write = async (change, viewer) => {
      if (change.verb !== 'patch' || change.dryRun || change.resource.plural !== plural)
        return write.call(kube, change, viewer);
      kube.write = write;
      throw new Error('the connection was lost');
    };
  }

  input(apiVersion: string, kind: string, name: string): ObjectInput {
    return { cluster: 'real', apiVersion, kind, namespace: this.namespace, name };
  }

  async create(
    resource: ResourceId,
    object: Record<string, unknown>,
    namespace = this.namespace,
  ): Promise<KubeObject> {
    const { object: made } = await this.admin.write(
      { cluster: 'seed', resource, namespace, verb: 'create', object },
      SEEDER,
    );
    if (made === undefined) throw new Error('nothing was made');
    return made;
  }

  async createGlobal(resource: ResourceId, object: Record<string, any>): Promise<void> {
    await this.admin.write({ cluster: 'seed', resource, verb: 'create', object }, SEEDER);
    const { name } = object.metadata;
    this.cleanups.push(() =>
      this.admin.write(
        { cluster: 'seed', resource, name, verb: 'delete', gracePeriodSeconds: 0 },
        SEEDER,
      ),
    );
  }

  async patch(
    resource: ResourceId,
    name: string,
    value: unknown,
    { namespace = this.namespace, subresource }: { namespace?: string; subresource?: string } = {},
  ) {
    const patch = { type: 'merge' as const, value };
    await this.admin.write(
      { cluster: 'seed', resource, namespace, name, subresource, verb: 'patch', patch },
      SEEDER,
    );
  }

  /** What the API server has; undefined where there is none. */
  async get(resource: ResourceId, name: string, namespaced = true): Promise<any> {
    const namespace = namespaced ? this.namespace : undefined;
    return this.admin.get({ cluster: 'seed', resource, namespace, name }, SEEDER).catch(error => {
      if (error.name === 'NotFoundError') return undefined;
      throw error;
    });
  }

  async list(resource: ResourceId, namespace = this.namespace): Promise<readonly any[]> {
    return this.admin.list({ cluster: 'seed', resource, namespace }, SEEDER);
  }

  async stop(): Promise<void> {
    for (const cleanup of this.cleanups.reverse()) await cleanup().catch(() => undefined);
    await this.backend.stop();
    await this.kube.close();
    await this.admin.close();
  }

  private async prepare(): Promise<void> {
    const { namespace } = this;
    await this.createGlobal(core('namespaces'), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    const group = 'rbac.authorization.k8s.io';
    const bind = (user: string, role: string) => ({
      apiVersion: `${group}/v1`,
      kind: 'RoleBinding',
      metadata: { name: user, namespace },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'User', apiGroup: group, name: `kubemate:${user}` }],
    });
    await this.create(rbac('rolebindings'), bind('dana', 'admin'));
    await this.create(rbac('rolebindings'), bind('eve', 'view'));
    await this.createGlobal(rbac('clusterroles'), {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRole',
      metadata: { name: `${namespace}-nodes` },
      rules: [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'patch'] },
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
        { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch'] },
        { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get'] },
      ],
    });
    await this.createGlobal(rbac('clusterrolebindings'), {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: `${namespace}-nodes` },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: `${namespace}-nodes` },
      subjects: [{ kind: 'User', apiGroup: group, name: 'kubemate:dana' }],
    });
  }
}
