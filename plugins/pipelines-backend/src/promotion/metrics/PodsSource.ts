import { parseQuantity } from '@kubemate/kube-common';
import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { z } from 'zod';
import { PODS, readWorkload, WORKLOADS } from '../environments/workloads';
import type { MetricPlace, MetricSource } from './MetricChecks';
import type { MetricConfig } from './readMetrics';

const MAX_PODS = 500;
const POD_METRICS: ResourceId = { group: 'metrics.k8s.io', version: 'v1beta1', plural: 'pods' };

const amount = z.union([z.string(), z.number()]).transform(String);
const podSchema = z.looseObject({
  spec: z.looseObject({
    containers: z.array(
      z.looseObject({
        resources: z
          .looseObject({
            requests: z.record(z.string(), amount).default({}),
            limits: z.record(z.string(), amount).default({}),
          })
          .default({ requests: {}, limits: {} }),
      }),
    ),
  }),
});
const usageSchema = z.looseObject({
  containers: z.array(z.looseObject({ usage: z.record(z.string(), amount) })),
});

/** What the cluster measures itself (`metrics.k8s.io`): the share of their CPU requests, or memory limits, that the pods of a workload use. */
export class PodsSource implements MetricSource {
  readonly #kube: KubeService;

  constructor({ kube }: { kube: KubeService }) {
    this.#kube = kube;
  }

  async value(
    { pods: what = 'cpu' }: MetricConfig,
    { cluster, namespace, name, kind = 'Deployment' }: MetricPlace,
    viewer: Viewer,
  ): Promise<number | undefined> {
    const at = { cluster, resource: WORKLOADS[kind], namespace, name };
    const { podSelector } = readWorkload(await this.#kube.get(at, viewer), kind);
    const list = (resource: ResourceId): Promise<readonly KubeObject[]> => {
      const query = { cluster, resource, namespace, labelSelector: podSelector, limit: MAX_PODS };
      return this.#kube.list(query, viewer);
    };
    const [pods, usage] = await Promise.all([list(PODS), list(POD_METRICS)]);
    const known = new Set(usage.map(({ metadata }) => metadata.name));
    let used = 0;
    let given = 0;
    for (const pod of pods.filter(({ metadata }) => known.has(metadata.name)))
      for (const { resources } of podSchema.parse(pod).spec.containers)
        given += quantity((what === 'cpu' ? resources.requests : resources.limits)[what]);
    for (const each of usage)
      for (const container of usageSchema.parse(each).containers)
        used += quantity(container.usage[what]);
    return given === 0 || known.size === 0 ? undefined : used / given;
  }

  async close(): Promise<void> {}
}

function quantity(text: string | undefined): number {
  return text === undefined ? 0 : (parseQuantity(text) ?? 0);
}
