import type { KubeObject } from '@kubemate/kube-common';
import { formatLabelSelector, labelSelectorOf } from '@kubemate/kube-common';
import type { OperationContext } from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { REPLICA_SETS } from '../commonKinds';
import { editOperation } from './editOperation';
import { nameOf } from './namedObject';

const REVISION = 'deployment.kubernetes.io/revision';
const POD_TEMPLATE_HASH = 'pod-template-hash';
const CONTROLLER_REVISIONS = { group: 'apps', version: 'v1', plural: 'controllerrevisions' };

const metadataSchema = z.looseObject({ labels: z.record(z.string(), z.string()).optional() });
const templateSchema = z.looseObject({ metadata: metadataSchema.optional() });
const specSchema = z.looseObject({
  template: templateSchema,
  selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
});
/** A ControllerRevision keeps a patch of its owner: `{ spec: { template: { $patch: replace, … } } }`. */
const revisionSchema = z.looseObject({
  revision: z.number(),
  data: z.looseObject({ spec: z.looseObject({ template: templateSchema }) }),
});

/** One earlier pod template of a workload. */
export interface Revision {
  readonly revision: number;
  readonly template: z.output<typeof templateSchema>;
  /** RFC 3339 */
  readonly created: string;
  readonly changeCause?: string;
}

/**
 * The revisions that the cluster still has of a workload, newest first: the ReplicaSets of a Deployment, the ControllerRevisions of a StatefulSet or
 * DaemonSet.
 */
export async function listRevisions(
  workload: KubeObject,
  { cluster, kube, viewer }: Pick<OperationContext, 'kube' | 'viewer'> & { cluster: string },
): Promise<readonly Revision[]> {
  const { selector } = specSchema.parse(workload.spec);
  const labelSelector = formatLabelSelector(labelSelectorOf(selector) ?? []);
  const resource = workload.kind === 'Deployment' ? REPLICA_SETS : CONTROLLER_REVISIONS;
  const { namespace, uid } = workload.metadata;
  const objects = await kube.list({ cluster, resource, namespace, labelSelector }, viewer);
  return objects
    .filter(object => object.metadata.ownerReferences?.some(owner => owner.uid === uid))
    .map(object => (workload.kind === 'Deployment' ? ofReplicaSet(object) : ofRevision(object)))
    .sort((left, right) => right.revision - left.revision);
}

function ofReplicaSet(object: KubeObject): Revision {
  const { template } = specSchema.parse(object.spec);
  const { [POD_TEMPLATE_HASH]: hash, ...labels } = template.metadata?.labels ?? {};
  return {
    revision: Number(object.metadata.annotations?.[REVISION] ?? 0),
    template: { ...template, metadata: { ...template.metadata, labels } },
    created: object.metadata.creationTimestamp,
    changeCause: object.metadata.annotations?.['kubernetes.io/change-cause'],
  };
}

function ofRevision(object: KubeObject): Revision {
  const { revision, data } = revisionSchema.parse(object);
  const { $patch, ...template } = data.spec.template;
  return {
    revision,
    template,
    created: object.metadata.creationTimestamp,
    changeCause: object.metadata.annotations?.['kubernetes.io/change-cause'],
  };
}

export const rollbackWorkload = editOperation({
  contract: clustersOperations.rollbackWorkload,
  objectOf: ({ workload }) => workload,
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
  undoable: true,
  async edit({ workload, revision }, before, context) {
    const summary = sayObject('rollBack', { object: nameOf(workload), revision });
    const { cluster } = workload;
    const revisions = await listRevisions(before, { ...context, cluster });
    const wanted = revisions.find(each => each.revision === revision);
    if (wanted === undefined) {
      const known = revisions.map(each => each.revision).join(', ');
      return {
        summary,
        after: before,
        refusal: sayObject(known === '' ? 'noRevisions' : 'noRevision', { revision, known }),
      };
    }
    const spec = specSchema.parse(before.spec);
    return {
      summary,
      after: { ...before, spec: { ...spec, template: wanted.template } },
      warnings: [
        ...(spec.paused === true ? [sayObject('isPaused')] : []),
        sayObject('configStays'),
      ],
    };
  },
});
