import { ConflictError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { objectInputSchema, textOf } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { defineOperation, diffObjects, writtenPart } from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { nameObject, nameOf, needOn, targetOf } from './namedObject';

const { deleteObject: contract } = clustersOperations;

/**
 * Kinds that come back as they were when they are made again from their manifest: no data, identity or values of a Secret go with them.
 */
const RESTORABLE = new Set([
  'apps/v1 Deployment',
  'apps/v1 DaemonSet',
  'autoscaling/v2 HorizontalPodAutoscaler',
  'batch/v1 CronJob',
  'gateway.networking.k8s.io/v1 HTTPRoute',
  'networking.k8s.io/v1 Ingress',
  'networking.k8s.io/v1 NetworkPolicy',
  'policy/v1 PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 ClusterRole',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1 Role',
  'rbac.authorization.k8s.io/v1 RoleBinding',
  'v1 ConfigMap',
  'v1 LimitRange',
  'v1 ResourceQuota',
]);

const undoSchema = z.object({
  object: objectInputSchema,
  manifest: z.looseObject({ metadata: z.looseObject({}) }),
});

export const deleteObject = defineOperation({
  contract,
  target: ({ object }) => targetOf(object),
  async needs({ object }, context) {
    const named = await nameObject(object, context);
    return [needOn(named, 'get'), needOn(named, 'delete')];
  },
  async plan({ object, uid: expected, propagation, gracePeriodSeconds }, context) {
    const { kube, viewer, signal } = context;
    const named = await nameObject(object, context);
    const before = await kube.get(named.ref, viewer);
    const { uid, resourceVersion } = before.metadata;
    if (expected !== undefined && expected !== uid)
      throw new ConflictError(`${nameOf(object)} is another one by now`);
    const options = { propagation, gracePeriodSeconds, signal };
    const { warnings } = await kube.write(
      { ...named.ref, verb: 'delete', dryRun: true, preconditions: { uid }, ...options },
      viewer,
    );
    return {
      summary: sayObject('delete', { object: nameOf(object) }),
      diff: [diffObjects(named.target, { before })],
      warnings: [...warnings, ...warningsOf(before, propagation)],
      state: { named, before, options, uid, resourceVersion },
    };
  },
  async run({ object }, { state, kube, viewer }) {
    const { named, before, options, uid } = state;
    const { object: left, warnings } = await kube.write(
      { ...named.ref, verb: 'delete', preconditions: { uid }, ...options },
      viewer,
    );
    const waiting = left?.metadata.finalizers ?? [];
    const names = waiting.join(', ');
    const later = waiting.length > 0 ? [sayObject('goesWhenDone', { names })] : [];
    const restorable = RESTORABLE.has(`${before.apiVersion} ${before.kind}`) && !waiting.length;
    return {
      warnings: [...warnings, ...later.map(textOf)],
      said: later,
      undo: restorable ? { object, manifest: manifestOf(before) } : undefined,
    };
  },
  /** Makes the object anew. What referred to it by uid does not find it again. */
  async undo(data, context) {
    const { object, manifest } = undoSchema.parse(data);
    const { kube, viewer, signal } = context;
    const { ref } = await nameObject(object, context);
    const { cluster, resource, namespace } = ref;
    try {
      const { warnings } = await kube.write(
        { cluster, resource, namespace, verb: 'create', object: manifest, signal },
        viewer,
      );
      return { warnings };
    } catch (error) {
      if (error instanceof ConflictError)
        throw new ConflictError(`Somebody has made ${nameOf(object)} again`, error);
      throw error;
    }
  },
});

function manifestOf(object: KubeObject) {
  const { metadata, ...rest } = writtenPart(object);
  const { ownerReferences, deletionTimestamp, deletionGracePeriodSeconds, ...kept } = z
    .looseObject({})
    .parse(metadata);
  return { ...rest, metadata: kept };
}

function warningsOf(
  { kind, metadata }: KubeObject,
  propagation: 'Foreground' | 'Background' | 'Orphan' | undefined,
): Phrase[] {
  const controller = metadata.ownerReferences?.find(owner => owner.controller);
  const finalizers = metadata.finalizers ?? [];
  return [
    ...(controller ? [sayObject('madeAgain', { owner: nameOf(controller) })] : []),
    ...(finalizers.length > 0
      ? [sayObject('hasFinalizers', { names: finalizers.join(', ') })]
      : []),
    ...(metadata.deletionTimestamp ? [sayObject('isGoing')] : []),
    ...(kind === 'Namespace' ? [sayObject('namespaceGoes')] : []),
    ...(kind === 'PersistentVolumeClaim' ? [sayObject('volumeGoes')] : []),
    ...(kind === 'CustomResourceDefinition' ? [sayObject('kindGoes')] : []),
    ...(propagation === 'Orphan' ? [sayObject('orphans')] : []),
  ];
}
