import { z } from 'zod';
import { resource, type Resource } from '../simulation/objects/resources';
import type { Cluster } from '../simulation/Cluster';
import { compileTemplate } from '../simulation/stages/Template';
import { stageFunctions } from '../simulation/stages/stageFunctions';

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

// What others need comes first: a pod is refused where its namespace, account or priority class is missing.
const DEFINITION = 'CustomResourceDefinition';
const FIRST: readonly string[] = [
  DEFINITION,
  'Namespace',
  'PriorityClass',
  'StorageClass',
  'Node',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'ConfigMap',
  'Secret',
];

function rank(kind: string): number {
  const found = FIRST.indexOf(kind);
  return found < 0 ? FIRST.length : found;
}

/** The cluster's resource type of a kind. @throws RangeError where it has none */
export function resourceOfKind(cluster: Cluster, kind: string, apiVersion?: string): Resource {
  const found = cluster.client.kinds().find(type => {
    const version = type.group === '' ? type.version : `${type.group}/${type.version}`;
    return type.kind === kind && (apiVersion === undefined || version === apiVersion);
  });
  if (found === undefined)
    throw new RangeError(`cluster ${cluster.name} has no kind ${apiVersion ?? ''} ${kind}`);
  const group = found.group === '' ? '' : `${found.group}/`;
  return resource(`${group}${found.version}`, kind, found.plural);
}

/** Whether the document defines a resource type. */
export function isDefinition(document: unknown): boolean {
  return manifestSchema.parse(document).kind === DEFINITION;
}

/** Creates objects in an order in which they are accepted. `{{ now }}` in a string is the time of creation. */
export function applyObjects(cluster: Cluster, documents: readonly unknown[]): void {
  const functions = stageFunctions((offset = 0) => cluster.timestamp(offset * 1000));
  const manifests = documents.map(document => manifestSchema.parse(document));
  manifests.sort((left, right) => rank(left.kind) - rank(right.kind));
  for (const manifest of manifests) {
    // Schemas are deep, and say nothing about now.
    const object =
      manifest.kind === DEFINITION
        ? manifest
        : compileTemplate(manifest, functions)({ root: {}, variables: {} });
    const type = resourceOfKind(cluster, manifest.kind, manifest.apiVersion);
    cluster.create(type, manifestSchema.parse(object));
  }
}
