import type { KubernetesProxyApi } from '@backstage/plugin-kubernetes-react';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';

type Events = Awaited<ReturnType<KubernetesProxyApi['getEventsByInvolvedObjectName']>>;

/** Of a container, the newest. */
const LOG_LINES = 2000;

/**
 * What Backstage's tab reads through its proxy, which is closed here: the portal's own routes answer it, with the rights of the
 * person who looks.
 */
export class GatewayReads implements KubernetesProxyApi {
  readonly #clusters: Pick<ClustersApi, 'listEvents' | 'streamLogs'>;

  constructor(clusters: Pick<ClustersApi, 'listEvents' | 'streamLogs'>) {
    this.#clusters = clusters;
  }

  async getPodLogs(request: Parameters<KubernetesProxyApi['getPodLogs']>[0]) {
    const { clusterName, containerName, namespace, podName, previous = false } = request;
    const events = this.#clusters.streamLogs({
      cluster: clusterName,
      namespace,
      resource: 'v1/pods',
      name: podName,
      container: containerName,
      previous,
      follow: false,
      tailLines: LOG_LINES,
    });
    const lines: string[] = [];
    for await (const event of events) {
      if (event.type === 'problem') throw new Error(event.reason);
      if (event.type === 'end') break;
      for (const { text } of event.lines) lines.push(text);
    }
    return { text: lines.join('\n') };
  }

  /** Backstage offers it only where its configuration says so, and the portal's own page does it with a plan and a record. */
  async deletePod(): Promise<never> {
    throw new Error(
      'Pods are deleted on their own page, which shows the plan first and records it',
    );
  }

  async getEventsByInvolvedObjectName(
    request: Parameters<KubernetesProxyApi['getEventsByInvolvedObjectName']>[0],
  ): Promise<Events> {
    const { clusterName, involvedObjectName, namespace } = request;
    const { items } = await this.#clusters.listEvents({
      cluster: clusterName,
      resource: 'v1/pods',
      namespace,
      name: involvedObjectName,
    });
    const events = items.map(
      ({ type, reason, message, count, firstSeen, lastSeen, regarding }, at) => ({
        apiVersion: 'v1' as const,
        kind: 'Event' as const,
        metadata: {
          name: `${involvedObjectName}-${at}`,
          namespace,
          creationTimestamp: new Date(firstSeen).toISOString(),
        },
        involvedObject: { kind: regarding.kind, name: regarding.name, namespace },
        firstTimestamp: new Date(firstSeen).toISOString(),
        lastTimestamp: new Date(lastSeen).toISOString(),
        ...{ type, reason, message, count },
      }),
    );
    // A class of a models library in Backstage's types; its screens read these fields.
    return events as unknown as Events;
  }
}
