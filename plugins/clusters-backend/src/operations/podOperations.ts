import { InputError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { objectInputSchema } from '@kubemate/operations-common';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { JOBS } from '../commonKinds';
import { nameObject, nameOf, needOn, targetOf } from './namedObject';
import type { NamedObject } from './namedObject';

const { evictPod: evictContract, runCronJobNow: runContract } = clustersOperations;

interface Eviction extends Pick<OperationContext, 'kube' | 'viewer' | 'signal'> {
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: boolean;
}

/**
 * Asks the API server to take a pod off its node.
 * @throws TooManyRequestsError where its disruption budget does not allow it now
 */
export function evict(
  { ref }: Pick<NamedObject, 'ref'>,
  { kube, viewer, signal, gracePeriodSeconds, dryRun }: Eviction,
) {
  const { name, namespace } = ref;
  const object = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    ...(gracePeriodSeconds === undefined ? {} : { deleteOptions: { gracePeriodSeconds } }),
  };
  return kube.write(
    { ...ref, verb: 'create', subresource: 'eviction', object, dryRun, signal },
    viewer,
  );
}

export const evictPod = defineOperation({
  contract: evictContract,
  target: ({ pod }) => targetOf(pod),
  async needs({ pod }, context) {
    if (pod.kind !== 'Pod') throw new InputError('Invalid field "pod.kind": it is for Pod');
    return [needOn(await nameObject(pod, context), 'create', 'eviction')];
  },
  async plan({ pod, gracePeriodSeconds }, context) {
    const named = await nameObject(pod, context);
    const before = await context.kube.get(named.ref, context.viewer);
    const { warnings } = await evict(named, { ...context, gracePeriodSeconds, dryRun: true });
    const owned = before.metadata.ownerReferences?.some(owner => owner.controller);
    return {
      summary: sayObject('evict', { object: nameOf(pod) }),
      diff: [diffObjects(named.target, { before })],
      warnings: [...warnings, ...(owned ? [] : [sayObject('noController')])],
      state: named,
    };
  },
  async run({ gracePeriodSeconds }, { state, ...context }) {
    const { warnings } = await evict(state, { ...context, gracePeriodSeconds });
    return { warnings };
  },
});

const cronJobSchema = z.looseObject({
  jobTemplate: z.looseObject({
    metadata: z
      .looseObject({
        labels: z.record(z.string(), z.string()).optional(),
        annotations: z.record(z.string(), z.string()).optional(),
      })
      .optional(),
    spec: z.looseObject({}),
  }),
});

/** As `kubectl create job --from=cronjob/…` does. */
export const runCronJobNow = defineOperation({
  contract: runContract,
  target: ({ cronjob }) => targetOf(cronjob),
  async needs({ cronjob }, context) {
    if (cronjob.kind !== 'CronJob')
      throw new InputError('Invalid field "cronjob.kind": it is for CronJob');
    const named = await nameObject(cronjob, context);
    const { cluster, namespace } = cronjob;
    const access = { cluster, namespace, resource: JOBS, verb: 'create' };
    return [needOn(named, 'get'), { access, target: targetOf(cronjob) }];
  },
  async plan({ cronjob }, context) {
    const { kube, viewer, signal } = context;
    const named = await nameObject(cronjob, context);
    const owner = await kube.get(named.ref, viewer);
    const { jobTemplate } = cronJobSchema.parse(owner.spec);
    // The API server adds five characters, and the controller more to the pods' names; 63 at most.
    const generateName = `${cronjob.name.slice(0, 40)}-manual-`;
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        generateName,
        namespace: cronjob.namespace,
        labels: jobTemplate.metadata?.labels,
        annotations: {
          ...jobTemplate.metadata?.annotations,
          'cronjob.kubernetes.io/instantiate': 'manual',
        },
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: 'CronJob',
            name: owner.metadata.name,
            uid: owner.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: jobTemplate.spec,
    };
    const { cluster, namespace } = cronjob;
    const { group, version, plural } = JOBS;
    const write = {
      cluster,
      namespace,
      resource: { group, version, plural },
      verb: 'create' as const,
      object: job,
      signal,
    };
    const { object: after, warnings } = await kube.write({ ...write, dryRun: true }, viewer);
    const target = { cluster, namespace, apiVersion: 'batch/v1', kind: 'Job' };
    return {
      summary: sayObject('startJob', { object: nameOf(cronjob) }),
      // Each trial gets another name.
      diff: [diffObjects({ ...target, name: generateName }, { after: after && unnamed(after) })],
      seen: jobTemplate,
      warnings: [...warnings],
      state: { write, target },
    };
  },
  async run(_input, { state, kube, viewer }) {
    const { object, warnings } = await kube.write(state.write, viewer);
    if (object === undefined) throw new Error('The API server made no Job');
    const { name } = object.metadata;
    return { warnings, output: { job: name }, undo: { job: { ...state.target, name } } };
  },
  /** Takes the Job away again, with its pods. */
  async undo(data, context) {
    const { job } = z.object({ job: objectInputSchema }).parse(data);
    const { ref } = await nameObject(job, context);
    const { kube, viewer, signal } = context;
    await kube.write({ ...ref, verb: 'delete', propagation: 'Background', signal }, viewer);
    return {};
  },
});

function unnamed(job: KubeObject): KubeObject {
  const { generateName, name } = job.metadata;
  return { ...job, metadata: { ...job.metadata, name: generateName ?? name } };
}
