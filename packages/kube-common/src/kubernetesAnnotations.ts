/** The annotations of Backstage's Kubernetes plugin, which join an entity with its objects: what is written for it works here. */
export const KUBERNETES_ANNOTATIONS = {
  /** Also a label of the objects. */
  id: 'backstage.io/kubernetes-id',
  selector: 'backstage.io/kubernetes-label-selector',
  namespace: 'backstage.io/kubernetes-namespace',
  cluster: 'backstage.io/kubernetes-cluster',
} as const;
