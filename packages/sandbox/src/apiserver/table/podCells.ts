import type { KubeObject } from '@kubemate/kube-common';
import { numberAt, objectAt, objectsAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { ageOf, orNone, type CellValue } from './cellText';

interface Summary {
  reason: string;
  restarts: number;
  ready: number;
  lastRestart: string;
}

function terminatedText(terminated: JsonObject): string {
  const reason = stringAt(terminated, 'reason') ?? '';
  if (reason !== '') return reason;
  const signal = numberAt(terminated, 'signal') ?? 0;
  return signal === 0 ? `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}` : `Signal:${signal}`;
}

function countRestarts(status: JsonObject, summary: Summary): void {
  summary.restarts += numberAt(status, 'restartCount') ?? 0;
  const finished = stringAt(status, 'lastState', 'terminated', 'finishedAt') ?? '';
  if (finished > summary.lastRestart) summary.lastRestart = finished;
}

function sidecars(pod: KubeObject): Set<string> {
  const restartable = objectsAt(pod.spec, 'initContainers').filter(
    container => container.restartPolicy === 'Always',
  );
  return new Set(restartable.map(container => stringAt(container, 'name') ?? ''));
}

/** What keeps the pod initialising, if anything; counts sidecars that are ready. */
function initialising(pod: KubeObject, summary: Summary): string | undefined {
  const always = sidecars(pod);
  const statuses = objectsAt(pod.status, 'initContainerStatuses');
  for (const [index, status] of statuses.entries()) {
    countRestarts(status, summary);
    const { terminated, waiting } = objectAt(status, 'state');
    if (terminated !== undefined && numberAt(terminated, 'exitCode') === 0) continue;
    if (always.has(stringAt(status, 'name') ?? '') && status.started === true) {
      if (status.ready === true) summary.ready += 1;
      continue;
    }
    if (terminated !== undefined) return `Init:${terminatedText(objectAt(terminated))}`;
    const reason = stringAt(waiting, 'reason') ?? '';
    if (reason !== '' && reason !== 'PodInitializing') return `Init:${reason}`;
    return `Init:${index}/${objectsAt(pod.spec, 'initContainers').length}`;
  }
  return undefined;
}

function hasCondition(pod: KubeObject, type: string): boolean {
  return objectsAt(pod.status, 'conditions').some(
    condition => condition.type === type && condition.status === 'True',
  );
}

/** kubectl's STATUS of the main containers: the first one that has a reason wins. */
function summariseContainers(pod: KubeObject, summary: Summary): void {
  let hasRunning = false;
  let failure = '';
  for (const status of objectsAt(pod.status, 'containerStatuses').toReversed()) {
    countRestarts(status, summary);
    const { waiting, terminated, running } = objectAt(status, 'state');
    const waitingFor = stringAt(waiting, 'reason') ?? '';
    if (waitingFor !== '') {
      summary.reason = waitingFor;
    } else if (terminated !== undefined) {
      summary.reason = terminatedText(objectAt(terminated));
      if ((numberAt(terminated, 'exitCode') ?? 0) !== 0) failure = summary.reason;
    } else if (status.ready === true && running !== undefined) {
      hasRunning = true;
      summary.ready += 1;
    }
  }
  if (summary.reason !== 'Completed') return;
  if (hasRunning && hasCondition(pod, 'Ready')) summary.reason = 'Running';
  else if (failure !== '') summary.reason = failure;
  else if (hasRunning) summary.reason = 'NotReady';
}

function summarise(pod: KubeObject): Summary {
  const phase = stringAt(pod.status, 'phase') ?? '';
  const summary = {
    reason: stringAt(pod.status, 'reason') || phase,
    restarts: 0,
    ready: 0,
    lastRestart: '',
  };
  const isGated = objectsAt(pod.status, 'conditions').some(
    condition => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  );
  if (isGated) summary.reason = 'SchedulingGated';
  const waitsFor = initialising(pod, summary);
  if (waitsFor === undefined || hasCondition(pod, 'Initialized')) {
    summary.restarts = 0;
    summary.lastRestart = '';
    for (const status of objectsAt(pod.status, 'initContainerStatuses'))
      if (sidecars(pod).has(stringAt(status, 'name') ?? '')) countRestarts(status, summary);
    summariseContainers(pod, summary);
  } else {
    summary.reason = waitsFor;
  }
  if (pod.metadata.deletionTimestamp === undefined) return summary;
  if (stringAt(pod.status, 'reason') === 'NodeLost') summary.reason = 'Unknown';
  else if (phase !== 'Succeeded' && phase !== 'Failed') summary.reason = 'Terminating';
  return summary;
}

function readinessGates(pod: KubeObject): string {
  const gates = objectsAt(pod.spec, 'readinessGates');
  if (gates.length === 0) return '<none>';
  const met = gates.filter(gate => hasCondition(pod, stringAt(gate, 'conditionType') ?? ''));
  return `${met.length}/${gates.length}`;
}

/** Cells of a pod, as `kubectl get pods -o wide` shows them. */
export function podCells(pod: KubeObject, now: number): CellValue[] {
  const { reason, restarts, ready, lastRestart } = summarise(pod);
  const total = objectsAt(pod.spec, 'containers').length + sidecars(pod).size;
  const since = restarts > 0 && lastRestart !== '' ? ` (${ageOf(lastRestart, now)} ago)` : '';
  return [
    pod.metadata.name,
    `${ready}/${total}`,
    reason,
    `${restarts}${since}`,
    ageOf(pod.metadata.creationTimestamp, now),
    orNone(stringAt(objectsAt(pod.status, 'podIPs')[0], 'ip')),
    orNone(stringAt(pod.spec, 'nodeName')),
    orNone(stringAt(pod.status, 'nominatedNodeName')),
    readinessGates(pod),
  ];
}
