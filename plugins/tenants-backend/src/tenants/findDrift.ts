import type { KubeObject } from '@kubemate/kube-common';
import type { Drift } from '@kubemate/plugin-tenants-common';
import { compareObjects } from './compareObjects';
import type { DesiredObject } from './desiredObjects';
import { isTenantKind, KINDS, MANAGED_LABEL, MANAGER, TENANT_LABEL } from './kinds';
import { keyOf, placeOf } from './readTenantCluster';
import type { TenantOnCluster } from './readTenantCluster';

/** How a cluster differs from what a tenant declares there. What the viewer may not see is not told to differ. */
export function findDrift(
  { tenant, desired }: { tenant: string; desired: readonly DesiredObject[] },
  live: TenantOnCluster,
): readonly Drift[] {
  const { cluster, objects, unknown } = live;
  const drift: Drift[] = [];
  const wanted = new Set<string>();
  for (const object of desired) {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    const key = keyOf({ kind, namespace, name });
    wanted.add(key);
    const place = placeOf(kind, kind === 'Namespace' ? name : namespace);
    if (unknown.has(place)) continue;
    const target = { cluster, namespace, apiVersion, kind, name };
    const found = objects.get(key);
    if (found === undefined) drift.push({ target, state: 'missing', changes: [] });
    else {
      const changes = compareObjects(object, found);
      if (changes.length > 0) drift.push({ target, state: 'changed', changes: [...changes] });
    }
  }
  for (const [key, object] of objects) {
    if (!wanted.has(key) && isOurs(object, tenant))
      drift.push({ target: targetOf(object, { cluster, key }), state: 'extra', changes: [] });
  }
  return drift;
}

/** Made for this tenant, and no longer declared by it. Namespaces are never taken away. */
function isOurs({ metadata: { labels = {} } }: KubeObject, tenant: string): boolean {
  return labels[TENANT_LABEL] === tenant && labels[MANAGED_LABEL] === MANAGER;
}

/** Objects of a list may come without their type. */
function targetOf({ metadata }: KubeObject, { cluster, key }: { cluster: string; key: string }) {
  const kind = key.slice(0, key.indexOf('/'));
  const { group, version } = isTenantKind(kind) ? KINDS[kind] : { group: '', version: 'v1' };
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { cluster, namespace: metadata.namespace, apiVersion, kind, name: metadata.name };
}
