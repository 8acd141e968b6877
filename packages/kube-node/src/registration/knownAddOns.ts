/** What people call the software behind an API group. A group that ends with the key belongs to it. */
const ADD_ONS: readonly (readonly [group: string, name: string])[] = [
  ['metrics.k8s.io', 'Metrics API'],
  ['gateway.networking.k8s.io', 'Gateway API'],
  ['snapshot.storage.k8s.io', 'Volume snapshots'],
  ['tekton.dev', 'Tekton'],
  ['serving.kserve.io', 'KServe'],
  ['serving.knative.dev', 'Knative Serving'],
  ['kueue.x-k8s.io', 'Kueue'],
  ['trainer.kubeflow.org', 'Kubeflow Trainer'],
  ['kubeflow.org', 'Kubeflow'],
  ['nvidia.com', 'NVIDIA GPU Operator'],
  ['monitoring.coreos.com', 'Prometheus Operator'],
  ['traefik.io', 'Traefik'],
  ['linkerd.io', 'Linkerd'],
  ['istio.io', 'Istio'],
  ['argoproj.io', 'Argo'],
  ['toolkit.fluxcd.io', 'Flux'],
  ['flagger.app', 'Flagger'],
  ['cert-manager.io', 'cert-manager'],
  ['keda.sh', 'KEDA'],
  ['kyverno.io', 'Kyverno'],
  ['cilium.io', 'Cilium'],
  ['cluster.x-k8s.io', 'Cluster API'],
  ['velero.io', 'Velero'],
  ['ray.io', 'KubeRay'],
];

export interface AddOn {
  readonly name: string;
  /** The API groups that tell. */
  readonly groups: readonly string[];
}

/** The add-ons of a cluster by its API groups, in the order of the table above. */
export function knownAddOns(groups: readonly string[]): readonly AddOn[] {
  const owner = (group: string) =>
    ADD_ONS.find(([suffix]) => group === suffix || group.endsWith(`.${suffix}`))?.[1];
  return [...new Set(ADD_ONS.map(([, name]) => name))].flatMap(name => {
    const own = groups.filter(group => owner(group) === name);
    return own.length > 0 ? [{ name, groups: own }] : [];
  });
}
