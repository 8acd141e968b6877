import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_VIEW_URL,
  type ResourceEntity,
} from '@backstage/catalog-model';
import type { ClusterState } from '@kubemate/kube-node';

/** The name of a cluster in the portal, on its entity: names of entities ignore case. */
export const CLUSTER_ANNOTATION = 'kubemate.io/cluster';
const LOCATION = 'kubemate:clusters';
/** Whom a cluster belongs to that nobody has claimed. The catalog wants an owner. */
const NOBODY = 'unknown';

/** Of what a cluster says of itself, what stays as it is while it is well or not: health is the portal's, not the catalog's. */
export function clusterEntity(cluster: ClusterState, appUrl: string | undefined): ResourceEntity {
  const { name, title, labels, owner = NOBODY, server, source, identity } = cluster;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      title: title === name ? undefined : title,
      description: `Kubernetes cluster at ${server}`,
      labels: validLabels(labels),
      tags: ['kubernetes'],
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        [CLUSTER_ANNOTATION]: name,
        'kubemate.io/server': server,
        'kubemate.io/source': source,
        'kubemate.io/identity': identity,
        ...(appUrl === undefined ? {} : { [ANNOTATION_VIEW_URL]: linkTo(appUrl, name) }),
      },
      links: appUrl === undefined ? [] : [{ url: linkTo(appUrl, name), title: 'Kubemate' }],
    },
    spec: { type: 'kubernetes-cluster', owner },
  };
}

function linkTo(appUrl: string, name: string): string {
  return `${appUrl.replace(/\/+$/, '')}/clusters/${encodeURIComponent(name)}`;
}

const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** One label that the catalog does not take would keep the whole cluster out of it. */
function validLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([key, value]) => LABEL_KEY.test(key) && LABEL_VALUE.test(value)),
  );
}
