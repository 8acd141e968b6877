import { findCondition } from '../../conditions';
import { intern, internCell } from '../../intern';
import { podRequest } from '../../podResources';
import type { Pod } from '../../shapes/pod';
import { forKind, hidden, listCell, shown, wide } from '../Projection';
import type { HealthReport } from '../Projection';
import { summarisePod } from './podStatus';
import type { PodSummary } from './podStatus';

const STARTING = new Set(['ContainerCreating', 'PodInitializing', 'Pending', 'SchedulingGated']);
const INIT_PROGRESS = /^Init:\d+\/\d+$/;

function pendingHealth(pod: Pod, status: string): HealthReport {
  const scheduled = findCondition(pod.status?.conditions, 'PodScheduled');
  if (scheduled?.status === 'False' && scheduled.reason !== 'SchedulingGated')
    return { health: 'warning', reason: intern(scheduled.reason ?? 'Unschedulable') };
  if (STARTING.has(status) || INIT_PROGRESS.test(status))
    return { health: 'progressing', reason: status };
  return { health: 'failed', reason: status };
}

function runningHealth(pod: Pod, summary: PodSummary): HealthReport {
  const { status } = summary;
  if (STARTING.has(status) || INIT_PROGRESS.test(status))
    return { health: 'progressing', reason: status };
  if (status !== 'Running' && status !== 'NotReady' && status !== 'Completed')
    return { health: 'failed', reason: status };
  if (findCondition(pod.status?.conditions, 'Ready')?.status === 'True') return { health: 'ok' };
  // A container under a startup probe is not late yet; one past it that is not ready should be.
  const starting = pod.status?.containerStatuses?.some(container => container.started === false);
  return { health: starting ? 'progressing' : 'warning', reason: 'NotReady' };
}

/** How a pod is doing, given what kubectl would print for it. */
export function podHealth(pod: Pod, summary: PodSummary): HealthReport {
  const { status } = summary;
  const phase = pod.status?.phase;
  if (phase === 'Failed') return { health: 'failed', reason: status };
  if (phase === 'Succeeded') return { health: 'idle', reason: status };
  if (status === 'Terminating') return { health: 'progressing', reason: status };
  if (pod.status?.reason === 'NodeLost') return { health: 'failed', reason: 'NodeLost' };
  if (status === 'Unknown') return { health: 'unknown', reason: status };
  return phase === 'Pending' ? pendingHealth(pod, status) : runningHealth(pod, summary);
}

function images(pod: Pod): string | null {
  const containers = pod.spec?.containers;
  const [only] = containers ?? [];
  const text = containers?.length === 1 ? only?.image : listCell(containers?.map(c => c.image));
  return internCell(text);
}

/** `v1/pods` */
export const pods = forKind<Pod>({
  columns: [
    shown('ready', 'Ready', 'fraction'),
    shown('status', 'Status'),
    shown('restarts', 'Restarts', 'number'),
    shown('lastRestart', 'Last restart', 'time'),
    shown('node', 'Node'),
    wide('ip', 'IP'),
    wide('images', 'Images', 'list'),
    wide('cpuRequest', 'CPU request', 'cores'),
    wide('memoryRequest', 'Memory request', 'bytes'),
    hidden('gpuRequest', 'GPU request', 'number'),
    wide('phase', 'Phase'),
    wide('qosClass', 'QoS class'),
    wide('serviceAccount', 'Service account'),
    wide('priorityClass', 'Priority class'),
    wide('nominatedNode', 'Nominated node'),
  ],
  read(pod) {
    const { spec, status } = pod;
    const summary = summarisePod(pod);
    const text = intern(summary.status);
    const { health, reason } = podHealth(pod, { ...summary, status: text });
    return {
      health,
      reason,
      cells: {
        ready: intern(`${summary.ready}/${summary.total}`),
        status: text,
        restarts: summary.restarts,
        lastRestart: summary.lastRestart ?? null,
        node: internCell(spec?.nodeName),
        ip: (status?.podIPs?.[0]?.ip ?? status?.podIP) || null,
        images: images(pod),
        cpuRequest: podRequest(spec, 'cpu'),
        memoryRequest: podRequest(spec, 'memory'),
        gpuRequest: podRequest(spec, 'gpu'),
        phase: internCell(status?.phase),
        qosClass: internCell(status?.qosClass),
        serviceAccount: internCell(spec?.serviceAccountName),
        priorityClass: internCell(spec?.priorityClassName),
        nominatedNode: internCell(status?.nominatedNodeName),
      },
    };
  },
});
