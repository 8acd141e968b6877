import type { ResourceRegistry } from '../ResourceRegistry';
import { apiVersionOf, type ResourceType, type Subresource } from '../ResourceType';
import { publishedDiscovery } from '../publishedDocuments';

interface ServedGroup {
  readonly group: string;
  /** Newest stable first, as clients prefer them. */
  readonly versions: readonly string[];
}

/** Orders versions as Kubernetes does: GA before beta before alpha, higher numbers first. */
export function compareVersions(left: string, right: string): number {
  const rank = (version: string) => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    if (match === null) return [0, 0, 0];
    const [, major, stage, minor] = match;
    const stability = { alpha: 1, beta: 2 }[stage ?? ''] ?? 3;
    return [stability, Number(major), Number(minor ?? 0)];
  };
  const [a, b] = [rank(left), rank(right)];
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? left.localeCompare(right) : (b[index] ?? 0) - (a[index] ?? 0);
}

/** Groups in the order a server lists them: the built-in ones, then those of CRDs by name. */
export function servedGroups(registry: ResourceRegistry): ServedGroup[] {
  const versions = new Map<string, Set<string>>();
  for (const group of publishedDiscovery().groups) versions.set(group, new Set());
  const custom = [...registry.all()].filter(type => type.group !== '');
  for (const type of custom.toSorted((a, b) => (a.group < b.group ? -1 : 1))) {
    const known = versions.get(type.group) ?? new Set();
    versions.set(type.group, known.add(type.version));
  }
  return [...versions].map(([group, set]) => ({
    group,
    versions: [...set].sort(compareVersions),
  }));
}

function typesOf(registry: ResourceRegistry, group: string, version: string): ResourceType[] {
  return [...registry.all()].filter(type => type.group === group && type.version === version);
}

function apiResource(type: ResourceType) {
  return {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    ...(type.storageVersionHash === undefined
      ? {}
      : { storageVersionHash: type.storageVersionHash }),
  };
}

function apiSubresource(type: ResourceType, subresource: Subresource) {
  return {
    name: `${type.plural}/${subresource.name}`,
    singularName: '',
    namespaced: type.namespaced,
    ...(subresource.group === undefined ? {} : { group: subresource.group }),
    ...(subresource.version === undefined ? {} : { version: subresource.version }),
    kind: subresource.kind,
    verbs: subresource.verbs,
  };
}

/** `/api/v1`, `/apis/apps/v1`. Undefined for a version that is not served. */
export function resourceList(registry: ResourceRegistry, group: string, version: string) {
  const types = typesOf(registry, group, version);
  if (types.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version }),
    resources: types.flatMap(type => [
      apiResource(type),
      ...type.subresources.map(subresource => apiSubresource(type, subresource)),
    ]),
  };
}

function apiGroup({ group, versions }: ServedGroup) {
  const entries = versions.map(version => ({
    groupVersion: apiVersionOf({ group, version }),
    version,
  }));
  return { name: group, versions: entries, preferredVersion: entries[0] };
}

export function groupList(registry: ResourceRegistry) {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: servedGroups(registry).map(apiGroup),
  };
}

export function groupDocument(registry: ResourceRegistry, group: string) {
  const served = servedGroups(registry).find(candidate => candidate.group === group);
  return served === undefined
    ? undefined
    : { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(served) };
}

function aggregatedResource(type: ResourceType) {
  const own = { group: '', version: '' };
  return {
    resource: type.plural,
    responseKind:
      type.custom === undefined
        ? { ...own, kind: type.kind }
        : { group: type.group, version: type.version, kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    ...(type.subresources.length > 0
      ? {
          subresources: type.subresources.map(subresource => ({
            subresource: subresource.name,
            responseKind: {
              group: subresource.group ?? (type.custom === undefined ? '' : type.group),
              version: subresource.version ?? (type.custom === undefined ? '' : type.version),
              kind: subresource.kind,
            },
            verbs: subresource.verbs,
          })),
        }
      : {}),
  };
}

/** The aggregated document of `/api` (the core group) or `/apis` (all others). */
export function aggregatedGroups(
  registry: ResourceRegistry,
  root: 'api' | 'apis',
  version: 'v2' | 'v2beta1',
) {
  const groups: ServedGroup[] =
    root === 'api' ? [{ group: '', versions: ['v1'] }] : servedGroups(registry);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map(served => ({
        version: served,
        resources: typesOf(registry, group, served).map(aggregatedResource),
        freshness: 'Current',
      })),
    })),
  };
}
