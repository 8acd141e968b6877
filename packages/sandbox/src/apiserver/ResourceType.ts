import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { ColumnDefinition, JsonObject } from './publishedDocuments';
import type { SchemaNode } from './schema/SchemaNode';

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** What a CustomResourceDefinition adds to a type beyond a built-in one. */
export interface CustomVersion {
  readonly columns: readonly (ColumnDefinition & { readonly jsonPath: string })[];
  readonly hasStatus: boolean;
  readonly scale?: {
    readonly specReplicasPath: string;
    readonly statusReplicasPath: string;
    readonly labelSelectorPath?: string;
  };
  readonly selectableFields: readonly string[];
  /** The schema as the CRD gives it, for `/openapi/v3`. */
  readonly openAPIV3Schema: JsonObject;
}

/** How a version that is not the stored one is written and read. */
export interface VersionConversion {
  fromStored(object: KubeObject): KubeObject;
  toStored(object: KubeObject): KubeObject;
}

/** One version of one resource, as requests name it. */
export interface ResourceType extends ResourceId {
  readonly kind: string;
  readonly listKind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
  readonly storageVersionHash?: string;
  /** Name of the collection that holds the objects: the same for all versions. */
  readonly collection: string;
  readonly conversion?: VersionConversion;
  readonly custom?: CustomVersion;
  schema(): SchemaNode | undefined;
}

export function apiVersionOf({ group, version }: { group: string; version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

export function hasSubresource(type: ResourceType, name: string): boolean {
  return type.subresources.some(subresource => subresource.name === name);
}

/** Name of the collection of a resource, like `deployments.apps` or `pods`. */
export function collectionName(group: string, plural: string): string {
  return group === '' ? plural : `${plural}.${group}`;
}
