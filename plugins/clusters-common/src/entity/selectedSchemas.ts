import { commaList } from '@kubemate/http-common';
import type { ResourceId } from '@kubemate/kube-common';
import { z } from 'zod';
import { failureSchema, flag, HEALTHS } from '../schemas';

/** A kind that a component has in a cluster. */
export interface SelectedKind extends ResourceId {
  readonly kind: string;
}

function kind(group: string, version: string, [plural, name]: readonly [string, string]) {
  return { group, version, plural, kind: name };
}

/** What runs, and so has a health. */
export const RUNNING_KINDS: readonly SelectedKind[] = [
  kind('apps', 'v1', ['deployments', 'Deployment']),
  kind('apps', 'v1', ['statefulsets', 'StatefulSet']),
  kind('apps', 'v1', ['daemonsets', 'DaemonSet']),
];

/** The kinds that a component has in a cluster, in the order in which they are shown. */
export const SELECTED_KINDS: readonly SelectedKind[] = [
  ...RUNNING_KINDS,
  kind('', 'v1', ['pods', 'Pod']),
  kind('batch', 'v1', ['cronjobs', 'CronJob']),
  kind('batch', 'v1', ['jobs', 'Job']),
  kind('', 'v1', ['services', 'Service']),
  kind('networking.k8s.io', 'v1', ['ingresses', 'Ingress']),
  kind('gateway.networking.k8s.io', 'v1', ['httproutes', 'HTTPRoute']),
  kind('autoscaling', 'v2', ['horizontalpodautoscalers', 'HorizontalPodAutoscaler']),
  kind('policy', 'v1', ['poddisruptionbudgets', 'PodDisruptionBudget']),
  kind('', 'v1', ['configmaps', 'ConfigMap']),
  kind('', 'v1', ['persistentvolumeclaims', 'PersistentVolumeClaim']),
];

/** Objects of one kind that are named; all of them are counted. */
export const MAX_SELECTED = 100;

export const selectedQuerySchema = z.strictObject({
  labelSelector: z.string().min(1).max(1000),
  clusters: commaList.optional(),
  namespaces: commaList.optional(),
  /** Only Deployments, StatefulSets and DaemonSets. */
  running: flag.default('false').transform(text => text === 'true'),
});

export const selectedSchema = z.object({
  /** Each kind that was looked for; one that no cluster serves has a total of 0. */
  kinds: z.array(
    z.object({
      resource: z.string(),
      kind: z.string(),
      total: z.number(),
      /** By cluster, then name; the first of them where they are many. */
      items: z.array(
        z.object({
          cluster: z.string(),
          namespace: z.string().optional(),
          name: z.string(),
          health: z.enum(HEALTHS),
          reason: z.string().optional(),
        }),
      ),
    }),
  ),
  failures: z.array(failureSchema),
  asOf: z.number(),
});
