import { KubeAdmin } from './KubeAdmin';
import type { ClusterUnderTest } from './KubeAdmin';

const RBAC = 'rbac.authorization.k8s.io';
const CREATE: Readonly<Record<string, (namespace: string) => string>> = {
  ConfigMap: namespace => `/api/v1/namespaces/${namespace}/configmaps`,
  CronJob: namespace => `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
  Deployment: namespace => `/apis/apps/v1/namespaces/${namespace}/deployments`,
  Node: () => '/api/v1/nodes',
  PersistentVolume: () => '/api/v1/persistentvolumes',
  PersistentVolumeClaim: namespace => `/api/v1/namespaces/${namespace}/persistentvolumeclaims`,
  Pod: namespace => `/api/v1/namespaces/${namespace}/pods`,
  ReplicaSet: namespace => `/apis/apps/v1/namespaces/${namespace}/replicasets`,
  Secret: namespace => `/api/v1/namespaces/${namespace}/secrets`,
  StorageClass: () => '/apis/storage.k8s.io/v1/storageclasses',
};

/** One object of a test's own. */
export interface Made {
  readonly name: string;
  /** Of the object, as the API server has it. */
  readonly path: string;
  /** As operations name it. */
  readonly ref: object;
  get(): Promise<any>;
  patch(value: object, subresource?: string): Promise<any>;
}

/** A namespace of a cluster in which operations are tried, as one person who may do everything there and others who may do nothing. */
export class ClusterPlace {
  readonly admin: KubeAdmin;
  readonly namespace = `contract-${Math.random().toString(36).slice(2, 8)}`;
  readonly #global: string[] = [];
  #count = 0;

  constructor(cluster: ClusterUnderTest) {
    this.admin = new KubeAdmin(cluster);
  }

  get cluster(): string {
    return this.admin.cluster.name;
  }

  async open(): Promise<void> {
    const { namespace } = this;
    await this.#createGlobal('/api/v1/namespaces', {
      ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    });
    await this.#createGlobal(`/apis/${RBAC}/v1/clusterrolebindings`, {
      ...{ apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata: { name: namespace } },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'User', apiGroup: RBAC, name: 'kubemate:platform' }],
    });
  }

  async close(): Promise<void> {
    for (const path of this.#global.reverse()) await this.admin.remove(path);
  }

  /** Something that an operation may make, to be removed in the end. */
  leaves(path: string): void {
    this.#global.push(path);
  }

  newName(stem: string): string {
    this.#count += 1;
    return `${stem}-${this.#count}`;
  }

  async make(
    kind: keyof typeof CREATE & string,
    { apiVersion = 'v1', metadata, ...rest }: Record<string, any>,
  ): Promise<Made> {
    const { namespace, cluster, admin } = this;
    const base = CREATE[kind]?.(namespace) ?? '';
    const isGlobal = !base.includes('/namespaces/');
    const name = metadata?.name ?? this.newName(isGlobal ? `${namespace}-a` : kind.toLowerCase());
    const object = { apiVersion, kind, metadata: { ...metadata, name }, ...rest };
    if (isGlobal) await this.#createGlobal(base, object);
    else await admin.create(base, object);
    const path = `${base}/${name}`;
    const where = isGlobal ? {} : { namespace };
    return {
      ...{ name, path, ref: { cluster, apiVersion, kind, ...where, name } },
      get: () => admin.get(path),
      patch: (value, subresource) =>
        admin.merge(subresource === undefined ? path : `${path}/${subresource}`, value),
    };
  }

  async #createGlobal(base: string, object: Record<string, any>): Promise<void> {
    await this.admin.create(base, object);
    this.#global.push(`${base}/${object.metadata.name}`);
  }
}
