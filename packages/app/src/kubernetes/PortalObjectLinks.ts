import type { KubernetesClusterLinkFormatterApi } from '@backstage/plugin-kubernetes-react';

type LinkQuestion = Parameters<KubernetesClusterLinkFormatterApi['formatClusterLink']>[0];

/** Backstage's names for kinds, as the explorer's addresses have them. */
const RESOURCES: Readonly<Record<string, string>> = {
  pod: 'pods.v1',
  service: 'services.v1',
  configmap: 'configmaps.v1',
  deployment: 'deployments.v1.apps',
  replicaset: 'replicasets.v1.apps',
  statefulset: 'statefulsets.v1.apps',
  daemonset: 'daemonsets.v1.apps',
  horizontalpodautoscaler: 'horizontalpodautoscalers.v2.autoscaling',
  job: 'jobs.v1.batch',
  cronjob: 'cronjobs.v1.batch',
  ingress: 'ingresses.v1.networking.k8s.io',
};

/** Where Backstage's tab would link to a cluster's dashboard, it links to the object's page in the portal. */
export class PortalObjectLinks implements KubernetesClusterLinkFormatterApi {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async formatClusterLink({
    dashboardParameters,
    object,
    kind,
  }: LinkQuestion): Promise<string | undefined> {
    const cluster = dashboardParameters?.cluster;
    const resource = RESOURCES[kind.toLocaleLowerCase('en')];
    const { name, namespace } = object?.metadata ?? {};
    if (typeof cluster !== 'string' || resource === undefined || typeof name !== 'string')
      return undefined;
    const parts = [cluster, resource, namespace ?? '_', name].map(encodeURIComponent);
    return new URL(`/explore/${parts.join('/')}`, this.#origin).toString();
  }
}
