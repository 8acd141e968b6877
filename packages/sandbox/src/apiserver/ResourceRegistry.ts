import { formatResourceId, type ResourceId, type ResourceKind } from '@kubemate/kube-common';
import { customTypes } from './customTypes';
import { publishedDiscovery, type JsonObject } from './publishedDocuments';
import { collectionName, type ResourceType, type Subresource } from './ResourceType';
import { builtInSchema } from './schema/openApiSchemas';
import { storedElsewhere } from './versionConversions';

type PublishedResource = ReturnType<
  typeof publishedDiscovery
>['resourceLists'][number]['resources'][number];

function builtInType(
  id: { group: string; version: string },
  resource: PublishedResource,
  all: readonly PublishedResource[],
): ResourceType {
  const subresources = all
    .filter(other => other.name.startsWith(`${resource.name}/`))
    .map((other): Subresource => ({ ...other, name: other.name.slice(resource.name.length + 1) }));
  const elsewhere = storedElsewhere({ ...id, plural: resource.name });
  return {
    ...id,
    plural: resource.name,
    kind: resource.kind,
    listKind: `${resource.kind}List`,
    singular: resource.singularName,
    namespaced: resource.namespaced,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    verbs: resource.verbs,
    subresources,
    ...(resource.storageVersionHash === undefined
      ? {}
      : { storageVersionHash: resource.storageVersionHash }),
    collection: elsewhere?.collection ?? collectionName(id.group, resource.name),
    ...(elsewhere === undefined ? {} : { conversion: elsewhere.conversion }),
    schema: () => builtInSchema({ ...id, kind: resource.kind }),
  };
}

function builtInTypes(): ResourceType[] {
  return publishedDiscovery().resourceLists.flatMap(({ groupVersion, resources }) => {
    const [group, version] = groupVersion.includes('/')
      ? groupVersion.split('/')
      : ['', groupVersion];
    const id = { group: group ?? '', version: version ?? '' };
    return resources
      .filter(resource => !resource.name.includes('/'))
      .map(resource => builtInType(id, resource, resources));
  });
}

/** Which resources this cluster serves: the built-in ones and those of its CustomResourceDefinitions. */
export class ResourceRegistry {
  private readonly types = new Map<string, ResourceType>();
  private readonly byKind = new Map<string, ResourceType>();
  private readonly customByCrd = new Map<string, readonly ResourceType[]>();
  private readonly listeners = new Set<() => void>();

  /** @param aggregated - types of API servers behind this one, such as a metrics server */
  constructor(aggregated: readonly ResourceType[] = []) {
    for (const type of [...builtInTypes(), ...aggregated]) this.add(type);
  }

  find(id: ResourceId): ResourceType | undefined {
    return this.types.get(formatResourceId(id));
  }

  /** The type that objects of `apiVersion` and `kind` belong to. */
  findKind(apiVersion: string, kind: string): ResourceType | undefined {
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  all(): Iterable<ResourceType> {
    return this.types.values();
  }

  /** All versions of one stored resource. */
  ofCollection(collection: string): readonly ResourceType[] {
    return [...this.types.values()].filter(type => type.collection === collection);
  }

  kinds(): readonly ResourceKind[] {
    return [...this.types.values()].map(type => ({
      group: type.group,
      version: type.version,
      plural: type.plural,
      kind: type.kind,
      singular: type.singular,
      namespaced: type.namespaced,
      shortNames: type.shortNames,
      categories: type.categories,
      verbs: type.verbs,
      subresources: type.subresources.map(subresource => subresource.name),
      custom: type.custom !== undefined || type.group === 'metrics.k8s.io',
    }));
  }

  /** Serves what an established CustomResourceDefinition describes; replaces what it described before. */
  setCustom(crd: JsonObject, crdName: string): void {
    const types = customTypes(crd);
    this.dropCustom(crdName);
    this.customByCrd.set(crdName, types);
    for (const type of types) this.add(type);
    this.changed();
  }

  removeCustom(crdName: string): void {
    if (!this.customByCrd.has(crdName)) return;
    this.dropCustom(crdName);
    this.changed();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private add(type: ResourceType): void {
    this.types.set(formatResourceId(type), type);
    const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
    this.byKind.set(`${apiVersion}/${type.kind}`, type);
  }

  private dropCustom(crdName: string): void {
    for (const type of this.customByCrd.get(crdName) ?? []) {
      this.types.delete(formatResourceId(type));
      this.byKind.delete(`${type.group}/${type.version}/${type.kind}`);
    }
    this.customByCrd.delete(crdName);
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
