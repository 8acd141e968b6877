import type { RecordFilterText } from '@kubemate/plugin-audit-common';
import type { ActivityScope } from '@kubemate/ui';

/** As many as the trail takes, with some room in the address. */
const MAX_OBJECTS = 120;

/** Which records a timeline is about; undefined where that is nothing that the trail knows. */
export function scopeFilter(scope: ActivityScope): RecordFilterText | undefined {
  const { tenants, places, components, objects } = scope;
  const severity = ['medium', 'high'];
  if (tenants.length > 0) return { severity, tenant: [...tenants] };
  if (places.length > 0) {
    const namespaces = places.flatMap(({ namespace }) => namespace ?? []);
    return {
      severity,
      cluster: [...new Set(places.map(({ cluster }) => cluster))],
      ...(namespaces.length > 0 && { namespace: [...new Set(namespaces)] }),
    };
  }
  const named = [
    ...components.map(({ ref }) => `Component/_/${ref}`),
    ...objects.map(({ cluster, kind, namespace = '_', name }) =>
      [`${kind}/${namespace}/${name}`, cluster].filter(Boolean).join('@'),
    ),
  ];
  return named.length === 0
    ? undefined
    : { severity, objects: named.slice(0, MAX_OBJECTS).join(',') };
}
