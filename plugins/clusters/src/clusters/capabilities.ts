/** API groups that every API server has. */
const BUILT_IN = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'imagepolicy.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

/** What is installed where a group is served, by the group's name or its end. */
const NAMES: readonly (readonly [suffix: string, name: string])[] = [
  ['metrics.k8s.io', 'Metrics API'],
  ['gateway.networking.k8s.io', 'Gateway API'],
  ['snapshot.storage.k8s.io', 'Volume snapshots'],
  ['cert-manager.io', 'cert-manager'],
  ['monitoring.coreos.com', 'Prometheus Operator'],
  ['tekton.dev', 'Tekton'],
  ['argoproj.io', 'Argo'],
  ['flagger.app', 'Flagger'],
  ['traefik.io', 'Traefik'],
  ['linkerd.io', 'Linkerd'],
  ['istio.io', 'Istio'],
  ['kueue.x-k8s.io', 'Kueue'],
  ['serving.kserve.io', 'KServe'],
  ['trainer.kubeflow.org', 'Kubeflow Trainer'],
  ['kubeflow.org', 'Kubeflow'],
  ['nvidia.com', 'NVIDIA GPU Operator'],
  ['ray.io', 'KubeRay'],
  ['keda.sh', 'KEDA'],
  ['kyverno.io', 'Kyverno'],
  ['fluxcd.io', 'Flux'],
  ['velero.io', 'Velero'],
  ['cluster.x-k8s.io', 'Cluster API'],
];

export interface Capability {
  /** What a person calls it. */
  readonly name: string;
  /** The API groups that show it is there. */
  readonly groups: readonly string[];
}

/** What a cluster can do beyond plain Kubernetes, told by the API groups it serves; unknown groups speak for themselves. */
export function capabilitiesOf(apiGroups: readonly string[]): readonly Capability[] {
  const found = new Map<string, string[]>();
  for (const group of apiGroups) {
    if (BUILT_IN.has(group)) continue;
    const known = NAMES.find(([suffix]) => group === suffix || group.endsWith(`.${suffix}`));
    const name = known?.[1] ?? group;
    found.set(name, [...(found.get(name) ?? []), group]);
  }
  return [...found]
    .map(([name, groups]) => ({ name, groups }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
