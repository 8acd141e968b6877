import type { ClientPodStatus } from '@backstage/plugin-kubernetes-common';
import { type KubeObject, parseQuantity } from '@kubemate/kube-common';
import { z } from 'zod';

const quantities = z.object({ cpu: z.unknown(), memory: z.unknown() }).partial();

const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    containers: z.array(
      z.object({
        name: z.string(),
        resources: z.object({ requests: quantities, limits: quantities }).partial().optional(),
      }),
    ),
  }),
});

/** `metrics.k8s.io/v1beta1` PodMetrics */
const metricsSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  containers: z.array(z.object({ name: z.string(), usage: quantities })),
});

type Amount = 'cpu' | 'memory';

const total = (values: readonly unknown[]) =>
  values.reduce<number>((sum, value) => sum + (parseQuantity(value) ?? 0), 0);

/** What pods use of what they ask for, in cores and bytes, as Backstage's tab takes it; pods without metrics are left out. */
export function podUsage(
  pods: readonly KubeObject[],
  metrics: readonly KubeObject[],
): ClientPodStatus[] {
  const used = new Map(
    metrics.flatMap(each => {
      const { data } = metricsSchema.safeParse(each);
      if (data === undefined) return [];
      const { namespace, name } = data.metadata;
      return [[`${namespace}/${name}`, data.containers] as const];
    }),
  );
  return pods.flatMap(pod => {
    const { data } = podSchema.safeParse(pod);
    const usage = data && used.get(`${data.metadata.namespace}/${data.metadata.name}`);
    if (data === undefined || usage === undefined) return [];
    const { containers } = data.spec;
    const sums = (amount: Amount, names: readonly string[]) => {
      const asked = containers.filter(({ name }) => names.includes(name));
      return {
        currentUsage: total(
          usage.filter(({ name }) => names.includes(name)).map(each => each.usage[amount]),
        ),
        requestTotal: total(asked.map(({ resources }) => resources?.requests?.[amount])),
        limitTotal: total(asked.map(({ resources }) => resources?.limits?.[amount])),
      };
    };
    const all = containers.map(({ name }) => name);
    return [
      {
        // Backstage's types want a class of the client library; what goes over HTTP is the object as it was read.
        pod: pod as unknown as ClientPodStatus['pod'],
        cpu: sums('cpu', all),
        memory: sums('memory', all),
        containers: all.map(container => ({
          container,
          cpuUsage: sums('cpu', [container]),
          memoryUsage: sums('memory', [container]),
        })),
      },
    ];
  });
}
