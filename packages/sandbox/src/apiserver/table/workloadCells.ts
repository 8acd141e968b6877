import type { KubeObject } from '@kubemate/kube-common';
import { formatDuration, parseTime } from '@kubemate/kube-common';
import { selectorText } from '../selectorText';
import { listAt, numberAt, objectAt, objectsAt, stringAt } from '../json';
import { ageOf, containerCells, labelsText, orNone, type CellValue } from './cellText';

export type Cells = (object: KubeObject, now: number) => CellValue[];

function count(object: KubeObject, part: 'spec' | 'status', field: string): number {
  return numberAt(object[part], field) ?? 0;
}

function age(object: KubeObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

function wide(object: KubeObject): string[] {
  const template = objectAt(object.spec, 'template', 'spec');
  return [...containerCells(template), orNone(selectorText(objectAt(object.spec).selector))];
}

const deployment: Cells = (object, now) => [
  object.metadata.name,
  `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
  count(object, 'status', 'updatedReplicas'),
  count(object, 'status', 'availableReplicas'),
  age(object, now),
  ...wide(object),
];

const replicaSet: Cells = (object, now) => [
  object.metadata.name,
  count(object, 'spec', 'replicas'),
  count(object, 'status', 'replicas'),
  count(object, 'status', 'readyReplicas'),
  age(object, now),
  ...wide(object),
];

const replicationController: Cells = (object, now) => [
  ...replicaSet(object, now).slice(0, 7),
  labelsText(objectAt(object.spec, 'selector')),
];

const statefulSet: Cells = (object, now) => [
  object.metadata.name,
  `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
  age(object, now),
  ...containerCells(objectAt(object.spec, 'template', 'spec')),
];

const daemonSet: Cells = (object, now) => [
  object.metadata.name,
  count(object, 'status', 'desiredNumberScheduled'),
  count(object, 'status', 'currentNumberScheduled'),
  count(object, 'status', 'numberReady'),
  count(object, 'status', 'updatedNumberScheduled'),
  count(object, 'status', 'numberAvailable'),
  labelsText(objectAt(object.spec, 'template', 'spec', 'nodeSelector')),
  age(object, now),
  ...wide(object),
];

const JOB_CONDITIONS = [
  ['Complete', 'Complete'],
  ['Failed', 'Failed'],
  ['', 'Terminating'],
  ['Suspended', 'Suspended'],
  ['FailureTarget', 'FailureTarget'],
  ['SuccessCriteriaMet', 'SuccessCriteriaMet'],
] as const;

function jobStatus(object: KubeObject): string {
  const conditions = objectsAt(object.status, 'conditions');
  const found = JOB_CONDITIONS.find(([type]) =>
    type === ''
      ? object.metadata.deletionTimestamp !== undefined
      : conditions.some(item => item.type === type && item.status === 'True'),
  );
  return found?.[1] ?? 'Running';
}

function jobCompletions(object: KubeObject): string {
  const succeeded = count(object, 'status', 'succeeded');
  const completions = numberAt(object.spec, 'completions');
  if (completions !== undefined) return `${succeeded}/${completions}`;
  const parallelism = count(object, 'spec', 'parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

const job: Cells = (object, now) => {
  const start = parseTime(stringAt(object.status, 'startTime'));
  const end = parseTime(stringAt(object.status, 'completionTime')) ?? now;
  return [
    object.metadata.name,
    jobStatus(object),
    jobCompletions(object),
    start === undefined ? '' : formatDuration(end - start),
    age(object, now),
    ...wide(object),
  ];
};

const cronJob: Cells = (object, now) => {
  const last = stringAt(object.status, 'lastScheduleTime');
  const template = objectAt(object.spec, 'jobTemplate', 'spec');
  return [
    object.metadata.name,
    stringAt(object.spec, 'schedule') ?? '',
    orNone(stringAt(object.spec, 'timeZone')),
    objectAt(object.spec).suspend === true ? 'True' : 'False',
    listAt(object.status, 'active').length,
    last === undefined ? '<none>' : ageOf(last, now),
    age(object, now),
    ...containerCells(objectAt(template, 'template', 'spec')),
    orNone(selectorText(template.selector)),
  ];
};

function hpaMetric(spec: unknown, status: unknown): string {
  const name = stringAt(spec, 'resource', 'name') ?? '';
  const target = objectAt(spec, 'resource', 'target');
  const current = objectAt(status, 'resource', 'current');
  if (target.averageValue !== undefined)
    return `${name}: ${current.averageValue ?? '<unknown>'}/${target.averageValue}`;
  const used = current.averageUtilization;
  const shown = used === undefined ? '<unknown>' : `${used}%`;
  return `${name}: ${shown}/${target.averageUtilization ?? '<auto>'}%`;
}

const MAX_METRICS = 2;

function hpaMetrics(object: KubeObject): string {
  const statuses = listAt(object.status, 'currentMetrics');
  const texts = objectsAt(object.spec, 'metrics').map((metric, index) =>
    metric.type === 'Resource' ? hpaMetric(metric, statuses[index]) : '<unknown type>',
  );
  const shown = texts.slice(0, MAX_METRICS).join(', ');
  const more = texts.length - MAX_METRICS;
  return more > 0 ? `${shown} + ${more} more...` : orNone(shown);
}

const autoscaler: Cells = (object, now) => [
  object.metadata.name,
  `${stringAt(object.spec, 'scaleTargetRef', 'kind')}/${stringAt(object.spec, 'scaleTargetRef', 'name')}`,
  hpaMetrics(object),
  String(numberAt(object.spec, 'minReplicas') ?? '<unset>'),
  count(object, 'spec', 'maxReplicas'),
  count(object, 'status', 'currentReplicas'),
  age(object, now),
];

function intOrString(value: unknown): string {
  return value === undefined ? 'N/A' : String(value);
}

const budget: Cells = (object, now) => [
  object.metadata.name,
  intOrString(objectAt(object.spec).minAvailable),
  intOrString(objectAt(object.spec).maxUnavailable),
  count(object, 'status', 'disruptionsAllowed'),
  age(object, now),
];

/** Cells of workloads, in the order of the published column definitions. */
export const workloadCells: Readonly<Record<string, Cells>> = {
  'deployments.apps': deployment,
  'replicasets.apps': replicaSet,
  replicationcontrollers: replicationController,
  'statefulsets.apps': statefulSet,
  'daemonsets.apps': daemonSet,
  'jobs.batch': job,
  'cronjobs.batch': cronJob,
  'horizontalpodautoscalers.autoscaling': autoscaler,
  'poddisruptionbudgets.policy': budget,
};
