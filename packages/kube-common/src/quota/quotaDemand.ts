import type { KubeObject } from '../kubeObject';
import { podTotal } from '../podResources';
import { parseQuantity } from '../quantity';
import type { Container, PodSpec, Quantities, Resources } from '../shapes/pod';

/** What an object takes of quotas, by their name for it: `requests.cpu` in cores, `limits.memory` in bytes, `count/deployments.apps`. */
export type QuotaDemand = ReadonlyMap<string, number>;

/** The part of a LimitRange that fills in what containers leave out. */
export interface LimitRange extends KubeObject {
  readonly spec?: {
    readonly limits?: readonly {
      readonly type?: string;
      readonly default?: Quantities;
      readonly defaultRequest?: Quantities;
    }[];
  };
}

interface Workload {
  readonly pods: number;
  readonly spec: PodSpec;
}

type Spec = Readonly<Record<string, unknown>> & {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly template?: { readonly spec?: PodSpec };
  readonly jobTemplate?: { readonly spec?: Spec };
};

/** Kinds with a number of pods of their own. A DaemonSet has as many as there are nodes, which it does not say. */
const PODS_OF: Readonly<Record<string, (spec: Spec) => { pods: number; spec?: PodSpec }>> = {
  Pod: spec => ({ pods: 1, spec: spec as PodSpec }),
  Deployment: replicated,
  StatefulSet: replicated,
  ReplicaSet: replicated,
  ReplicationController: replicated,
  Job: spec => ({ pods: spec.parallelism ?? 1, spec: spec.template?.spec }),
  CronJob: ({ jobTemplate }) => ({
    ...{ pods: jobTemplate?.spec?.parallelism ?? 1, spec: jobTemplate?.spec?.template?.spec },
  }),
};

function replicated({ replicas = 1, template }: Spec) {
  return { pods: replicas, spec: template?.spec };
}

/** The pods that an object stands for once all of it runs; undefined where it has none. Those more that a rollout needs for a while are not counted. */
export function podsOf(object: KubeObject): Workload | undefined {
  const { pods, spec } = PODS_OF[object.kind ?? '']?.((object.spec ?? {}) as Spec) ?? {};
  return pods === undefined || spec === undefined ? undefined : { pods, spec };
}

/**
 * What an object takes of quotas once all of it runs.
 * @param collection plural of its kind, with the group after a dot: `deployments.apps`, `pods`
 * Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function quotaDemand(
  object: KubeObject,
  { collection, limitRanges }: { collection: string; limitRanges: readonly LimitRange[] },
): QuotaDemand {
  const demand = new Map<string, number>();
  const add = (name: string, amount: number) => {
    if (amount !== 0) demand.set(name, (demand.get(name) ?? 0) + amount);
  };
  add(`count/${collection}`, 1);
  if (!collection.includes('.') && collection !== 'pods') add(collection, 1);
  if (collection === 'persistentvolumeclaims') claims(object, add);
  if (collection === 'services') services(object, add);
  const workload = podsOf(object);
  if (workload === undefined) return demand;
  const spec = withDefaults(workload.spec, limitRanges);
  add('pods', workload.pods);
  for (const side of ['requests', 'limits'] as const)
    for (const name of namesIn(spec, side)) {
      const total = podTotal(spec, resources => parseQuantity(resources?.[side]?.[name]));
      add(`${side}.${name}`, total * workload.pods);
    }
  return demand;
}

function claims({ spec }: KubeObject, add: (name: string, amount: number) => void): void {
  const { resources, storageClassName } = (spec ?? {}) as {
    resources?: Resources;
    storageClassName?: string;
  };
  const storage = parseQuantity(resources?.requests?.storage) ?? 0;
  add('requests.storage', storage);
  if (storageClassName === undefined) return;
  const ofClass = `${storageClassName}.storageclass.storage.k8s.io`;
  add(`${ofClass}/requests.storage`, storage);
  add(`${ofClass}/persistentvolumeclaims`, 1);
}

function services({ spec }: KubeObject, add: (name: string, amount: number) => void): void {
  const { type, ports = [] } = (spec ?? {}) as { type?: string; ports?: readonly unknown[] };
  if (type === 'LoadBalancer') add('services.loadbalancers', 1);
  if (type === 'NodePort' || type === 'LoadBalancer') add('services.nodeports', ports.length);
}

function namesIn(spec: PodSpec, side: keyof Resources): ReadonlySet<string> {
  const all = [spec, ...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  return new Set(all.flatMap(({ resources }) => Object.keys(resources?.[side] ?? {})));
}

/** As the API server and the LimitRanges of the namespace fill in what containers leave out: a limit is the request that nobody named. */
export function withDefaults(spec: PodSpec, limitRanges: readonly LimitRange[]): PodSpec {
  const ranges = limitRanges.flatMap(range =>
    (range.spec?.limits ?? []).filter(({ type }) => type === 'Container'),
  );
  const filled = (container: Container): Container => {
    const given = container.resources;
    const limits = { ...merge(ranges.map(range => range.default)), ...given?.limits };
    const requests = {
      ...merge(ranges.map(range => range.defaultRequest ?? range.default)),
      ...given?.limits,
      ...given?.requests,
    };
    return { ...container, resources: { limits, requests } };
  };
  return {
    ...spec,
    containers: spec.containers?.map(filled),
    initContainers: spec.initContainers?.map(filled),
  };
}

function merge(parts: readonly (Quantities | undefined)[]): Quantities {
  return Object.assign({}, ...parts) as Quantities;
}
