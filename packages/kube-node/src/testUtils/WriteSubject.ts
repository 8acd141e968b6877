import type { LoggerService } from '@backstage/backend-plugin-api';
import type { KubeObject, ObjectRef, ResourceId } from '@kubemate/kube-common';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { ClusterPool } from '../clusters/ClusterPool';
import { staticCredential } from '../clusters/PortalCredential';
import { readBody } from '../clusters/readBody';
import type { Viewer } from '../KubeService';
import { PortalKubeService } from '../PortalKubeService';
import { systemClock } from '../reflector/Clock';
import { NamespaceIds } from '../rows/NamespaceSet';
import { ClusterWriter } from './peerClusters';

const SILENT: LoggerService = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => SILENT,
};
const RBAC = 'rbac.authorization.k8s.io';
/** A real API server's authorizer hears of a binding through a watch. */
const PATIENCE_MS = 10_000;

export const core = (plural: string): ResourceId => ({ group: '', version: 'v1', plural });
export const rbac = (plural: string): ResourceId => ({ group: RBAC, version: 'v1', plural });
export const apps = (plural: string): ResourceId => ({ group: 'apps', version: 'v1', plural });
export const configMaps = core('configmaps');

/** One cluster with a namespace of its own, an editor of that namespace, an administrator, and somebody without rights. */
export class WriteSubject {
  readonly id = `wr-${Date.now() % 10_000_000}`;
  readonly kube: PortalKubeService;
  readonly editor = viewer(this.id, this.id);
  readonly boss = viewer(`${this.id}-boss`);
  readonly stranger = viewer(`${this.id}-stranger`);
  readonly writer: ClusterWriter;
  private readonly open: PortalKubeService[] = [];
  private serial = 0;

  constructor(readonly definition: ClusterDefinition) {
    this.writer = new ClusterWriter(definition);
    this.kube = this.service(definition);
  }

  get cluster(): string {
    return this.definition.name;
  }

  /** The portal on the same cluster with another definition. */
  service(definition: ClusterDefinition): PortalKubeService {
    const options = { ids: new NamespaceIds(), clock: systemClock, random: Math.random };
    const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };
    const clusters = new ClusterPool([definition], { ...options, logger: SILENT, prefixes });
    clusters.start();
    const kube = new PortalKubeService({ ...options, clusters });
    this.open.push(kube);
    return kube;
  }

  /** The namespace, the bindings, and the wait until they count. */
  async prepare(): Promise<void> {
    const { id, writer } = this;
    await writer.create(core('namespaces'), { kind: 'Namespace', metadata: { name: id } });
    await writer.create(rbac('rolebindings'), {
      kind: 'RoleBinding',
      metadata: { namespace: id, name: 'edit' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'edit' },
      // The group: so the groups of a viewer are seen to arrive.
      subjects: [{ kind: 'Group', apiGroup: RBAC, name: `kubemate:${id}` }],
    });
    await this.bindCluster('cluster-admin', { kind: 'User', name: `kubemate:${id}-boss` });
    await this.until(async () => {
      const access = { cluster: this.cluster, verb: 'create', resource: configMaps };
      const edit = await this.kube.mayWhy({ ...access, namespace: id }, this.editor);
      return edit.allowed && (await this.kube.mayWhy(access, this.boss)).allowed;
    });
  }

  async bindCluster(role: string, subject: { kind: string; name: string; namespace?: string }) {
    await this.writer.create(rbac('clusterrolebindings'), {
      kind: 'ClusterRoleBinding',
      metadata: { name: `${this.id}-${role}` },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [{ ...subject, ...(subject.kind === 'ServiceAccount' ? {} : { apiGroup: RBAC }) }],
    });
  }

  /** A name that no other check uses. */
  name(): string {
    return `n${++this.serial}`;
  }

  target(resource: ResourceId): { cluster: string; resource: ResourceId; namespace: string } {
    return { cluster: this.cluster, resource, namespace: this.id };
  }

  ref(resource: ResourceId, name: string): ObjectRef {
    return { ...this.target(resource), name };
  }

  async configMap(data: Record<string, string>): Promise<KubeObject> {
    const { object } = await this.kube.write(
      {
        ...this.target(configMaps),
        verb: 'create',
        object: { ...configMap(this.name()), data },
      },
      this.editor,
    );
    if (!object) throw new Error('no object came back');
    return object;
  }

  /** A deployment that no controller acts on. */
  async deployment(): Promise<string> {
    const name = this.name();
    const labels = { app: name };
    await this.kube.write(
      {
        ...this.target(apps('deployments')),
        verb: 'create',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name },
          spec: {
            paused: true,
            replicas: 0,
            selector: { matchLabels: labels },
            template: {
              metadata: { labels },
              spec: { containers: [{ name: 'web', image: 'web:1' }] },
            },
          },
        },
      },
      this.editor,
    );
    return name;
  }

  /** A pod that runs, on a node that is not there. */
  async runningPod(labels: Record<string, string>): Promise<string> {
    const name = this.name();
    const pods = this.target(core('pods'));
    await this.kube.write(
      {
        ...pods,
        verb: 'create',
        object: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, labels },
          spec: { nodeName: 'nowhere', containers: [{ name: 'web', image: 'web:1' }] },
        },
      },
      this.boss,
    );
    await this.kube.write(
      {
        ...pods,
        verb: 'patch',
        name,
        subresource: 'status',
        patch: {
          type: 'merge',
          value: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
        },
      },
      this.boss,
    );
    return name;
  }

  /** The portal with a service account's token, which has these rights and no others. */
  async narrowPortal(rules: readonly object[]): Promise<ClusterDefinition> {
    const name = `${this.id}-portal`;
    const path = await this.writer.create(core('serviceaccounts'), {
      kind: 'ServiceAccount',
      metadata: { namespace: this.id, name },
    });
    await this.writer.create(rbac('clusterroles'), {
      kind: 'ClusterRole',
      metadata: { name },
      rules,
    });
    await this.bindCluster(name, { kind: 'ServiceAccount', name, namespace: this.id });
    const token = await this.writer.token(`${path}/token`);
    const credential = staticCredential({ authorization: `Bearer ${token}` });
    return { ...this.definition, credential };
  }

  /** A request past the gateway: what somebody could send who holds the portal's credential. */
  async raw(
    definition: ClusterDefinition,
    request: { path: string; headers: Record<string, string> },
  ): Promise<{ status: number; text: string }> {
    const connection = new ClusterConnection(definition);
    const response = await connection.sendAsPortal({
      method: 'GET',
      path: request.path,
      query: {},
      headers: { accept: 'application/json', ...request.headers },
      signal: AbortSignal.timeout(20_000),
      stream: false,
    });
    const text = await readBody(response, 1e6);
    await connection.close();
    return { status: response.status, text };
  }

  async until(test: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await test())) {
      if (Date.now() > deadline) throw new Error('it did not come to be in time');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.open.splice(0).map(kube => kube.close()));
    await this.writer.close();
  }
}

export function configMap(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
}

function viewer(name: string, ...teams: string[]): Viewer {
  return {
    userEntityRef: `user:default/${name}`,
    ownershipEntityRefs: teams.map(team => `group:default/${team}`),
  };
}
