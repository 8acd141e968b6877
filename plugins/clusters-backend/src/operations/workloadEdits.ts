import type { KubeObject } from '@kubemate/kube-common';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { editOperation } from './editOperation';
import { nameOf } from './namedObject';

const ROLLING = ['Deployment', 'StatefulSet', 'DaemonSet'];
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

const containerSchema = z.looseObject({ name: z.string(), image: z.string().optional() });
const templateSchema = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).optional() }).optional(),
  spec: z.looseObject({
    containers: z.array(containerSchema),
    initContainers: z.array(containerSchema).optional(),
  }),
});
const workloadSchema = z.looseObject({ template: templateSchema });

function specOf(object: KubeObject): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).catch({}).parse(object.spec);
}

function withSpec(object: KubeObject, fields: Record<string, unknown>): KubeObject {
  return { ...object, spec: { ...specOf(object), ...fields } };
}

export const scaleWorkload = editOperation({
  contract: clustersOperations.scaleWorkload,
  objectOf: ({ workload }) => workload,
  subresource: 'scale',
  undoable: true,
  edit({ workload, replicas }, before) {
    const current = specOf(before).replicas ?? (isScaledByDefault(workload.kind) ? 1 : undefined);
    const values = { object: nameOf(workload), replicas };
    return {
      summary:
        current === undefined
          ? sayObject(replicas === 1 ? 'scaleUnsetToOne' : 'scaleUnset', values)
          : sayObject(replicas === 1 ? 'scaleToOne' : 'scale', {
              ...values,
              from: String(current),
            }),
      after: withSpec(before, { replicas }),
      warnings: replicas === 0 ? [sayObject('nothingRuns')] : [],
    };
  },
});

function isScaledByDefault(kind: string): boolean {
  return ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].includes(kind);
}

export const restartWorkload = editOperation({
  contract: clustersOperations.restartWorkload,
  objectOf: ({ workload }) => workload,
  kinds: ROLLING,
  undoable: false,
  edit({ workload }, before, { clock }) {
    const { template } = workloadSchema.parse(before.spec);
    const restartedAt = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const annotations = { ...template.metadata?.annotations, [RESTARTED_AT]: restartedAt };
    return {
      summary: sayObject('restart', { object: nameOf(workload) }),
      after: withSpec(before, {
        template: { ...template, metadata: { ...template.metadata, annotations } },
      }),
      warnings: [
        ...(specOf(before).paused === true ? [sayObject('isPaused')] : []),
        ...(usesOnDelete(before) ? [sayObject('onDelete')] : []),
      ],
    };
  },
});

function usesOnDelete(object: KubeObject): boolean {
  const strategy = z.looseObject({ type: z.string().optional() }).catch({});
  return strategy.parse(specOf(object).updateStrategy).type === 'OnDelete';
}

export const pauseRollout = editOperation({
  contract: clustersOperations.pauseRollout,
  objectOf: ({ workload }) => workload,
  kinds: ['Deployment'],
  undoable: true,
  edit: ({ workload }, before) => ({
    summary: sayObject('pauseRollout', { object: nameOf(workload) }),
    after: withSpec(before, { paused: true }),
  }),
});

export const resumeRollout = editOperation({
  contract: clustersOperations.resumeRollout,
  objectOf: ({ workload }) => workload,
  kinds: ['Deployment'],
  undoable: true,
  edit: ({ workload }, before) => ({
    summary: sayObject('resumeRollout', { object: nameOf(workload) }),
    after: withSpec(before, {
      paused: specOf(before).paused === true ? undefined : specOf(before).paused,
    }),
  }),
});

export const setImage = editOperation({
  contract: clustersOperations.setImage,
  objectOf: ({ workload }) => workload,
  kinds: [...ROLLING, 'CronJob'],
  undoable: true,
  edit({ workload, container, image }, before) {
    const template = podTemplateOf(before);
    const all = [...template.spec.containers, ...(template.spec.initContainers ?? [])];
    const found = all.find(({ name }) => name === container);
    const summary = sayObject('setImage', { container, object: nameOf(workload), image });
    if (found === undefined) {
      const names = all.map(({ name }) => name).join(', ');
      return { summary, after: before, refusal: sayObject('noContainer', { container, names }) };
    }
    const change = (containers: typeof all) =>
      containers.map(each => (each.name === container ? { ...each, image } : each));
    const spec = {
      ...template.spec,
      containers: change(template.spec.containers),
      ...(template.spec.initContainers && { initContainers: change(template.spec.initContainers) }),
    };
    return { summary, after: withPodTemplate(before, { ...template, spec }) };
  },
});

type PodTemplate = z.output<typeof templateSchema>;

const cronJobSchema = z.looseObject({
  jobTemplate: z.looseObject({ spec: workloadSchema }),
});

function podTemplateOf(object: KubeObject): PodTemplate {
  if (object.kind !== 'CronJob') return workloadSchema.parse(object.spec).template;
  return cronJobSchema.parse(object.spec).jobTemplate.spec.template;
}

function withPodTemplate(object: KubeObject, template: PodTemplate): KubeObject {
  if (object.kind !== 'CronJob') return withSpec(object, { template });
  const { jobTemplate } = cronJobSchema.parse(object.spec);
  return withSpec(object, {
    jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, template } },
  });
}

export const suspendCronJob = editOperation({
  contract: clustersOperations.suspendCronJob,
  objectOf: ({ cronjob }) => cronjob,
  kinds: ['CronJob'],
  undoable: true,
  edit: ({ cronjob }, before) => ({
    summary: sayObject('suspend', { object: nameOf(cronjob) }),
    after: withSpec(before, { suspend: true }),
  }),
});

export const resumeCronJob = editOperation({
  contract: clustersOperations.resumeCronJob,
  objectOf: ({ cronjob }) => cronjob,
  kinds: ['CronJob'],
  undoable: true,
  edit: ({ cronjob }, before) => ({
    summary: sayObject('resume', { object: nameOf(cronjob) }),
    after: withSpec(before, { suspend: false }),
  }),
});
