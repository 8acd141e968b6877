import { isError } from '@backstage/errors';
import type { ObjectRef } from '@kubemate/kube-common';
import { getIfThere } from '@kubemate/kube-node';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { Manifest } from '@kubemate/kustomize-node';
import { diffObjects } from '@kubemate/operations-node';
import type { TriedChange } from '../promotions/planPromotion';

/** Where an object of a first release is, or will be. */
export async function refOfObject(
  { apiVersion, kind, metadata }: Manifest,
  { cluster, kube, viewer }: { cluster: string; kube: KubeService; viewer: Viewer },
): Promise<ObjectRef> {
  const { group, version, plural } = await kube.typeOf({ cluster, apiVersion, kind }, viewer);
  const { name, namespace } = metadata;
  return { cluster, resource: { group, version, plural }, namespace, name };
}

/** Makes the objects by dry runs, so that admission and quota are asked. */
export async function tryFirst(
  objects: readonly Manifest[],
  place: { cluster: string; kube: KubeService; viewer: Viewer },
): Promise<TriedChange> {
  const { cluster, kube, viewer } = place;
  const diff = [];
  const warnings = [];
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    const target = { cluster, apiVersion, kind, namespace, name };
    try {
      const ref = await refOfObject(object, place);
      const before = await getIfThere(ref, place);
      const patch = { type: 'apply' as const, value: object };
      const tried = await kube.write({ ...ref, verb: 'patch', patch, dryRun: true }, viewer);
      diff.push(diffObjects(target, { before, after: tried.object }));
      warnings.push(...tried.warnings);
    } catch (error) {
      if (!isError(error) || error.name === 'ServiceUnavailableError') throw error;
      return { diff: [], warnings: [], refusal: error.message };
    }
  }
  return { diff, warnings };
}
