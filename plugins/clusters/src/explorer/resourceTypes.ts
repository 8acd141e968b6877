import type { Column } from '@kubemate/kube-common';
import type { ResourceType } from '@kubemate/plugin-clusters-common';

export type Category = 'workloads' | 'network' | 'config' | 'storage' | 'access' | 'cluster';

/** One resource type over all clusters that serve it. */
export interface FleetResourceType {
  /** `group/version/plural`, as the API names it. */
  readonly resource: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly custom: boolean;
  readonly shortNames: readonly string[];
  readonly columns: readonly Column[];
  /** Where it is served. */
  readonly clusters: readonly string[];
  /** False where the person may list it nowhere. */
  readonly listable: boolean;
}

export interface ResourceGroup {
  /** A category, or the API group of custom resources. */
  readonly id: string;
  readonly category?: Category;
  readonly types: readonly FleetResourceType[];
}

const WORKLOADS =
  'pods deployments statefulsets daemonsets replicasets jobs cronjobs horizontalpodautoscalers replicationcontrollers poddisruptionbudgets podtemplates controllerrevisions';
const CLUSTER =
  'nodes namespaces events leases priorityclasses runtimeclasses componentstatuses customresourcedefinitions apiservices mutatingwebhookconfigurations validatingwebhookconfigurations';
const PLURALS: readonly (readonly [Category, string])[] = [
  ['workloads', WORKLOADS],
  ['network', 'services endpoints endpointslices ingresses ingressclasses networkpolicies'],
  ['config', 'configmaps secrets resourcequotas limitranges'],
  ['storage', 'persistentvolumeclaims persistentvolumes'],
  ['access', 'serviceaccounts'],
  ['cluster', CLUSTER],
];

const GROUPS: Readonly<Record<string, Category>> = {
  apps: 'workloads',
  batch: 'workloads',
  autoscaling: 'workloads',
  policy: 'workloads',
  'networking.k8s.io': 'network',
  'discovery.k8s.io': 'network',
  'gateway.networking.k8s.io': 'network',
  'storage.k8s.io': 'storage',
  'snapshot.storage.k8s.io': 'storage',
  'rbac.authorization.k8s.io': 'access',
  'authentication.k8s.io': 'access',
  'authorization.k8s.io': 'access',
  'certificates.k8s.io': 'access',
};

const ORDER: readonly Category[] = [
  'workloads',
  'network',
  'config',
  'storage',
  'access',
  'cluster',
];

const BY_PLURAL: ReadonlyMap<string, Category> = new Map(
  PLURALS.flatMap(([category, plurals]) =>
    plurals.split(' ').map(plural => [plural, category] as const),
  ),
);
/** What is looked for most comes first in its category; the rest follows by name. */
const RANK: ReadonlyMap<string, number> = new Map(
  PLURALS.flatMap(([, plurals]) => plurals.split(' ')).map((plural, rank) => [plural, rank]),
);

/** The category of a built-in type; none for a custom one, which stands under its API group. */
export function categoryOf(type: Pick<FleetResourceType, 'group' | 'plural' | 'custom'>) {
  const known = GROUPS[type.group];
  if (type.custom && known === undefined) return undefined;
  return BY_PLURAL.get(type.plural) ?? known ?? ('cluster' satisfies Category);
}

/** Merges what each cluster serves. The columns are those of the first cluster that has the type. */
export function mergeResourceTypes(
  lists: readonly { readonly cluster: string; readonly items: readonly ResourceType[] }[],
): readonly FleetResourceType[] {
  const merged = new Map<string, FleetResourceType>();
  for (const { cluster, items } of lists) {
    for (const item of items) {
      const known = merged.get(item.resource);
      const listable = item.verbs.includes('list');
      merged.set(
        item.resource,
        known === undefined
          ? { ...item, clusters: [cluster], listable }
          : {
              ...known,
              clusters: [...known.clusters, cluster],
              listable: known.listable || listable,
            },
      );
    }
  }
  return [...merged.values()];
}

function compare(a: FleetResourceType, b: FleetResourceType): number {
  const rank = (type: FleetResourceType) => RANK.get(type.plural) ?? RANK.size;
  return rank(a) - rank(b) || a.kind.localeCompare(b.kind) || a.group.localeCompare(b.group);
}

/** True where every word typed stands in the kind, plural, group or a short name. */
export function matchesType(type: FleetResourceType, text: string): boolean {
  const all = [type.kind, type.plural, type.group, ...type.shortNames].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => all.includes(word));
}

/** Types that match, under their categories, then custom ones under their API groups. */
export function groupResourceTypes(
  types: readonly FleetResourceType[],
  text: string,
): readonly ResourceGroup[] {
  const groups = new Map<string, FleetResourceType[]>();
  for (const type of [...types].sort(compare)) {
    if (!type.listable || !matchesType(type, text.trim())) continue;
    const id = categoryOf(type) ?? type.group;
    groups.set(id, [...(groups.get(id) ?? []), type]);
  }
  const builtIn = ORDER.flatMap((category): ResourceGroup[] => {
    const found = groups.get(category);
    groups.delete(category);
    return found === undefined ? [] : [{ id: category, category, types: found }];
  });
  const custom = [...groups]
    .map(([id, found]) => ({ id, types: found }))
    .sort((a, b) => a.id.localeCompare(b.id));
  return [...builtIn, ...custom];
}
