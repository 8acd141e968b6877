import type { Health } from '@kubemate/kube-common';
import type { TenantStatus } from '@kubemate/plugin-tenants-common';

export interface TenantHealth {
  readonly health: Health;
  /** What to say of it first. */
  readonly kind: 'broken' | 'missing' | 'drift' | 'partial' | 'ok';
  readonly number: number;
}

/** The one thing that matters most about a tenant: what is broken, then what differs, then what could not be looked at. */
export function tenantHealth(
  status: Pick<TenantStatus, 'broken' | 'drift' | 'failures' | 'namespaces'>,
): TenantHealth {
  const failed = status.broken.filter(({ health }) => health === 'failed').length;
  const missing = status.namespaces.filter(({ state }) => state === 'missing').length;
  if (failed > 0) return { health: 'failed', kind: 'broken', number: failed };
  if (missing > 0) return { health: 'failed', kind: 'missing', number: missing };
  if (status.drift.length > 0)
    return { health: 'warning', kind: 'drift', number: status.drift.length };
  if (status.broken.length > 0)
    return { health: 'warning', kind: 'broken', number: status.broken.length };
  const away = unreadClusters(status).length;
  if (away > 0) return { health: 'unknown', kind: 'partial', number: away };
  return { health: 'ok', kind: 'ok', number: 0 };
}

/** Clusters that could not be looked at in whole. Where only some kinds may not be read, as for most members, quota and workloads are known all the same. */
export function unreadClusters({
  failures,
  namespaces,
}: Pick<TenantStatus, 'failures' | 'namespaces'>): TenantStatus['failures'] {
  const unknown = new Set(
    namespaces.filter(({ state }) => state === 'unknown').map(({ cluster }) => cluster),
  );
  return failures.filter(({ cluster }) => unknown.has(cluster));
}
