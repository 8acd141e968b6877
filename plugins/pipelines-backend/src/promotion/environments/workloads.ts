import { formatLabelSelector, labelSelectorOf, projectorFor } from '@kubemate/kube-common';
import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { RolloutState } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** The types of what is promoted. */
export const WORKLOADS: Readonly<Record<WorkloadKind, ResourceId>> = {
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments' },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets' },
  DaemonSet: { group: 'apps', version: 'v1', plural: 'daemonsets' },
};
export const PODS: ResourceId = { group: '', version: 'v1', plural: 'pods' };
export const REPLICA_SETS: ResourceId = { group: 'apps', version: 'v1', plural: 'replicasets' };

const text = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string().default(''),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default([]),
  envFrom: z.array(z.record(z.string(), z.unknown())).default([]),
  resources: z
    .looseObject({ requests: text.default({}), limits: text.default({}) })
    .default({ requests: {}, limits: {} }),
});
const selectorSchema = z.looseObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
});
const workloadSchema = z.looseObject({
  spec: z.looseObject({
    replicas: z.number().default(1),
    selector: selectorSchema.optional(),
    template: z.looseObject({ spec: z.looseObject({ containers: z.array(containerSchema) }) }),
  }),
  status: z
    .looseObject({
      readyReplicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      // Of a DaemonSet, which has a pod on each node that it is meant for.
      desiredNumberScheduled: z.number().optional(),
      numberReady: z.number().default(0),
      updatedNumberScheduled: z.number().default(0),
    })
    .default({
      ...{ readyReplicas: 0, updatedReplicas: 0, numberReady: 0, updatedNumberScheduled: 0 },
    }),
});

export type WorkloadContainer = z.output<typeof containerSchema>;

/** A Deployment, StatefulSet or DaemonSet as far as promotions go. */
export interface Workload {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly containers: readonly WorkloadContainer[];
  readonly podSelector: string;
  readonly replicas: { readonly wanted: number; readonly ready: number; readonly updated: number };
  readonly rollout: RolloutState;
  readonly rolloutReason?: string;
}

/** Reads the object; the API server's schema says that it is of this shape. */
export function readWorkload(object: KubeObject, kind: WorkloadKind): Workload {
  const { spec, status } = workloadSchema.parse(object);
  const { uid, resourceVersion = '' } = object.metadata;
  return {
    ...{ uid, resourceVersion },
    containers: spec.template.spec.containers,
    podSelector: formatLabelSelector(labelSelectorOf(spec.selector) ?? []),
    replicas:
      kind === 'DaemonSet'
        ? {
            wanted: status.desiredNumberScheduled ?? 0,
            ready: status.numberReady,
            updated: status.updatedNumberScheduled,
          }
        : {
            wanted: spec.replicas,
            ready: status.readyReplicas,
            updated: status.updatedReplicas,
          },
    ...rolloutOf(projectorFor(WORKLOADS[kind]).project(object, '')),
  };
}

/** What the row's health means for a rollout. */
export function rolloutOf({
  health,
  reason,
}: {
  readonly health: string;
  readonly reason?: string;
}): Pick<Workload, 'rollout' | 'rolloutReason'> {
  const told = reason === undefined ? {} : { rolloutReason: reason };
  if (reason === 'Paused') return { rollout: 'paused', ...told };
  if (reason === 'ScaledToZero') return { rollout: 'idle', ...told };
  // All replicas missing after a rollout that was complete is no failed rollout; nor is a StatefulSet or DaemonSet between its old pods and its new ones.
  if (reason === 'MinimumReplicasUnavailable' || reason === 'PodsNotReady')
    return { rollout: 'degraded', ...told };
  if (health === 'ok') return { rollout: 'complete' };
  if (health === 'failed') return { rollout: 'failed', ...told };
  return { rollout: health === 'progressing' ? 'progressing' : 'degraded', ...told };
}

/** The one that is named, else the one with one of these names, else the first. */
export function chooseContainer<C extends { readonly name: string }>(
  containers: readonly C[],
  { named, like }: { named?: string; like: readonly string[] },
): C | undefined {
  if (named !== undefined) return containers.find(({ name }) => name === named);
  return containers.find(({ name }) => like.includes(name)) ?? containers[0];
}
