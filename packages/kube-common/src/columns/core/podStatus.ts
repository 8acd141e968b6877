import { isTrue } from '../../conditions';
import { parseTime } from '../../age';
import type { ContainerStatus, Pod, PodSpec, Terminated } from '../../shapes/pod';

/** The columns READY, STATUS and RESTARTS of `kubectl get pods`. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** Epoch milliseconds; absent where no container was restarted. */
  readonly lastRestart?: number;
}

/** Running totals; `last` is an epoch, 0 for never. */
interface Restarts {
  count: number;
  last: number;
}

function addRestarts(restarts: Restarts, container: ContainerStatus): void {
  restarts.count += container.restartCount ?? 0;
  const finished = parseTime(container.lastState?.terminated?.finishedAt);
  if (finished !== undefined && finished > restarts.last) restarts.last = finished;
}

function terminatedReason(terminated: Terminated): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function sidecarNames(spec: PodSpec | undefined): ReadonlySet<string> | undefined {
  const containers = spec?.initContainers;
  if (containers === undefined || containers.length === 0) return undefined;
  return new Set(containers.filter(c => c.restartPolicy === 'Always').map(c => c.name));
}

interface InitSummary {
  /** Set while (or because) initialisation is not over. */
  readonly reason?: string;
  readonly readySidecars: number;
  readonly all: Restarts;
  readonly sidecars: Restarts;
}

function initReason(container: ContainerStatus, position: string): string {
  const { terminated, waiting } = container.state ?? {};
  if (terminated) return `Init:${terminatedReason(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${position}`;
}

function readInit(pod: Pod, sidecarSet: ReadonlySet<string> | undefined): InitSummary {
  const all: Restarts = { count: 0, last: 0 };
  const sidecars: Restarts = { count: 0, last: 0 };
  let readySidecars = 0;
  const statuses = pod.status?.initContainerStatuses ?? [];
  for (const [index, container] of statuses.entries()) {
    const isSidecar = sidecarSet?.has(container.name) ?? false;
    addRestarts(all, container);
    if (isSidecar) addRestarts(sidecars, container);
    if (container.state?.terminated?.exitCode === 0) continue;
    if (isSidecar && container.started) {
      if (container.ready) readySidecars += 1;
      continue;
    }
    const position = `${index}/${pod.spec?.initContainers?.length ?? 0}`;
    return { reason: initReason(container, position), readySidecars, all, sidecars };
  }
  return { readySidecars, all, sidecars };
}

interface MainSummary {
  readonly reason?: string;
  readonly ready: number;
}

function readMain(pod: Pod, restarts: Restarts, before: string): MainSummary {
  let reason = before;
  let errorReason = '';
  let ready = 0;
  const statuses = pod.status?.containerStatuses ?? [];
  // From last to first, so that the first container with something to say has the last word, as in kubectl.
  for (let index = statuses.length - 1; index >= 0; index -= 1) {
    const container = statuses[index];
    if (container === undefined) continue;
    addRestarts(restarts, container);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) {
      reason = terminatedReason(terminated);
      if (terminated.exitCode !== 0) errorReason = reason;
    } else if (container.ready && running) ready += 1;
  }
  if (reason !== 'Completed') return { reason, ready };
  const hasRunning = ready > 0;
  if (hasRunning && isTrue(pod.status?.conditions, 'Ready')) return { reason: 'Running', ready };
  if (errorReason !== '') return { reason: errorReason, ready };
  return { reason: hasRunning ? 'NotReady' : reason, ready };
}

function phaseReason(pod: Pod): string {
  const { status } = pod;
  const gated = status?.conditions?.some(
    condition => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  );
  if (gated) return 'SchedulingGated';
  return status?.reason || status?.phase || 'Unknown';
}

function deletionStatus(pod: Pod): string | undefined {
  if (!pod.metadata.deletionTimestamp) return undefined;
  const { reason, phase } = pod.status ?? {};
  if (reason === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? undefined : 'Terminating';
}

/**
 * What `kubectl get pods` prints for a pod, by the same rules in the same order.
 * Source: `printPod` in k8s.io/kubernetes/pkg/printers/internalversion/printers.go (1.37).
 */
export function summarisePod(pod: Pod): PodSummary {
  const sidecars = sidecarNames(pod.spec);
  const init = readInit(pod, sidecars);
  let status = init.reason ?? phaseReason(pod);
  let restarts = init.all;
  let ready = init.readySidecars;
  if (init.reason === undefined || isTrue(pod.status?.conditions, 'Initialized')) {
    restarts = init.sidecars;
    const main = readMain(pod, restarts, status);
    status = main.reason ?? status;
    ready += main.ready;
  }
  return {
    ready,
    total: (pod.spec?.containers?.length ?? 0) + (sidecars?.size ?? 0),
    status: deletionStatus(pod) ?? status,
    restarts: restarts.count,
    lastRestart: restarts.count > 0 && restarts.last > 0 ? restarts.last : undefined,
  };
}
