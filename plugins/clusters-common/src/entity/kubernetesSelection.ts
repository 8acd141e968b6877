import { KUBERNETES_ANNOTATIONS } from '@kubemate/kube-common';

const {
  id: ID,
  selector: SELECTOR,
  namespace: NAMESPACE,
  cluster: CLUSTER,
} = KUBERNETES_ANNOTATIONS;

/** Which objects belong to an entity. */
export interface KubernetesSelection {
  readonly labelSelector: string;
  /** All where absent. */
  readonly clusters?: readonly string[];
  /** All where absent. */
  readonly namespaces?: readonly string[];
}

/** What of an entity says which objects are its own. */
export interface AnnotatedEntity {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

/** What an entity's annotations select; undefined where they select nothing. A label selector goes before an id. */
export function kubernetesSelection(entity: AnnotatedEntity): KubernetesSelection | undefined {
  const read = (key: string) => entity.metadata.annotations?.[key]?.trim() || undefined;
  const id = read(ID);
  const labelSelector = read(SELECTOR) ?? (id === undefined ? undefined : `${ID}=${id}`);
  if (labelSelector === undefined) return undefined;
  const [cluster, namespace] = [read(CLUSTER), read(NAMESPACE)];
  return {
    labelSelector,
    ...(cluster !== undefined && { clusters: [cluster] }),
    ...(namespace !== undefined && { namespaces: [namespace] }),
  };
}

/** For extensions that an entity has only where it has objects. */
export function hasKubernetesSelection(entity: AnnotatedEntity): boolean {
  return kubernetesSelection(entity) !== undefined;
}
