import type { KubeObject } from '@kubemate/kube-common';
import { parseQuantity } from '@kubemate/kube-common';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { editOperation } from './editOperation';
import { nameOf } from './namedObject';

const { editMetadata: metadataContract } = clustersOperations;

type Change = { readonly set: Record<string, string>; readonly remove: readonly string[] };

function changed(
  values: Record<string, string> | undefined,
  change: Change | undefined,
): Record<string, string> | undefined {
  if (change === undefined) return values;
  const removed = new Set(change.remove);
  const kept = Object.entries(values ?? {}).filter(([key]) => !removed.has(key));
  const next = { ...Object.fromEntries(kept), ...change.set };
  return Object.keys(next).length > 0 ? next : undefined;
}

export const editMetadata = editOperation({
  contract: metadataContract,
  objectOf: ({ object }) => object,
  undoable: true,
  edit({ object, labels, annotations }, before) {
    const { metadata } = before;
    const what = annotations ? (labels ? 'editMetadata' : 'editAnnotations') : 'editLabels';
    return {
      summary: sayObject(what, { object: nameOf(object) }),
      after: {
        ...before,
        metadata: {
          ...metadata,
          labels: changed(metadata.labels, labels),
          annotations: changed(metadata.annotations, annotations),
        },
      },
    };
  },
});

const claimSchema = z.looseObject({
  storageClassName: z.string().optional(),
  resources: z.looseObject({ requests: z.record(z.string(), z.string()).optional() }).optional(),
});
const STORAGE_CLASSES = { group: 'storage.k8s.io', version: 'v1', plural: 'storageclasses' };

export const resizeVolumeClaim = editOperation({
  contract: clustersOperations.resizeVolumeClaim,
  objectOf: ({ claim }) => claim,
  kinds: ['PersistentVolumeClaim'],
  undoable: false,
  async edit({ claim, size }, before, { kube, viewer }) {
    const spec = claimSchema.parse(before.spec);
    const current = spec.resources?.requests?.storage ?? '0';
    const summary = sayObject('resize', { object: nameOf(claim), from: current, size });
    if ((parseQuantity(size) ?? 0) < (parseQuantity(current) ?? 0))
      return {
        summary,
        after: before,
        refusal: sayObject('notSmaller', { size: current }),
      };
    const name = spec.storageClassName;
    const storageClass: KubeObject | undefined = name
      ? await kube
          .get({ cluster: claim.cluster, resource: STORAGE_CLASSES, name }, viewer)
          // Whoever may not read classes hears from the API server whether it can grow.
          .catch(() => undefined)
      : undefined;
    const resources = {
      ...spec.resources,
      requests: { ...spec.resources?.requests, storage: size },
    };
    return {
      summary,
      after: { ...before, spec: { ...spec, resources } },
      refusal:
        storageClass !== undefined && storageClass.allowVolumeExpansion !== true
          ? sayObject('doesNotGrow', { name: name ?? '' })
          : undefined,
      warnings: [sayObject('neverSmaller')],
    };
  },
});
