import type { MergeSchema } from '@kubemate/kube-common';

interface Keys {
  /** Fields that are lists which a patch merges, with the key of their items; primitives have none. */
  readonly lists?: Readonly<Record<string, { readonly key?: string; readonly items?: Keys }>>;
  readonly fields?: Readonly<Record<string, Keys>>;
}

function schemaOf(keys: Keys): MergeSchema {
  return {
    mergeKey: undefined,
    patchStrategies: [],
    items: undefined,
    field(name) {
      const list = keys.lists?.[name];
      if (list !== undefined) return listSchema(list);
      const inside = keys.fields?.[name];
      return inside && schemaOf(inside);
    },
  };
}

function listSchema({ key, items = {} }: { key?: string; items?: Keys }): MergeSchema {
  return {
    mergeKey: key,
    patchStrategies: ['merge'],
    items: schemaOf(items),
    field: () => undefined,
  };
}

const container: Keys = {
  lists: {
    env: { key: 'name' },
    ports: { key: 'containerPort' },
    volumeMounts: { key: 'mountPath' },
    volumeDevices: { key: 'devicePath' },
  },
};

const podSpec: Keys = {
  lists: {
    containers: { key: 'name', items: container },
    initContainers: { key: 'name', items: container },
    volumes: { key: 'name' },
    imagePullSecrets: { key: 'name' },
    hostAliases: { key: 'ip' },
    topologySpreadConstraints: { key: 'topologyKey' },
  },
};

const metadata: Keys = { lists: { finalizers: {}, ownerReferences: { key: 'uid' } } };
const podTemplate: Keys = { fields: { metadata, spec: podSpec } };
const workload: Keys = { fields: { metadata, spec: { fields: { template: podTemplate } } } };

/** From the `x-kubernetes-patch-merge-key`s of Kubernetes' published documents, for the kinds that services are made of. */
const KINDS: Readonly<Record<string, Keys>> = {
  'apps/Deployment': workload,
  'apps/DaemonSet': workload,
  'apps/StatefulSet': workload,
  'batch/Job': workload,
  'batch/CronJob': {
    fields: { metadata, spec: { fields: { jobTemplate: { ...workload } } } },
  },
  '/Pod': podTemplate,
  '/Service': { fields: { metadata, spec: { lists: { ports: { key: 'port' } } } } },
  '/ServiceAccount': {
    fields: { metadata },
    lists: { secrets: { key: 'name' }, imagePullSecrets: { key: 'name' } },
  },
};

const BUILT_IN = /^(v\d\w*|[^./]+\/.+|[^/]+\.k8s\.io\/.+)$/;
/** CRDs of SIGs carry the same ending as what is built in, and have no merge keys. */
const CUSTOM = /^(gateway|snapshot\.storage)\./;

/** Undefined for custom resources, whose lists a patch replaces. */
export function mergeSchemaOf(apiVersion: string, kind: string): MergeSchema | undefined {
  if (!BUILT_IN.test(apiVersion) || CUSTOM.test(apiVersion)) return undefined;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return schemaOf(KINDS[`${group}/${kind}`] ?? { fields: { metadata } });
}
