import type { ClusterIdentity } from '@kubemate/plugin-clusters-common';

/** Where a name on a cluster comes from. Kubernetes keeps names that start with `system:` to itself. */
export function originOf(
  { name, entityRef }: { name: string; entityRef?: string },
  mode: ClusterIdentity['identity'],
): 'entity' | 'cluster' | 'token' | 'credential' {
  if (entityRef !== undefined) return 'entity';
  if (mode === 'self') return 'credential';
  if (name.startsWith('system:')) return 'cluster';
  return mode === 'token' ? 'token' : 'cluster';
}
