import { parseTime } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import type { Container, ContainerStatus, Pod, Probe } from '../objects/pod';
import { containerEnding, type Ending } from './containerOutcome';
import type { ImageCatalog } from './ImageCatalog';
import { missingEnvironment, missingMount } from './missingReferences';
import { isStep, stepEnding } from './stepRun';

export type StepAction =
  | 'accept'
  | 'mount-missing'
  | 'pull-fail'
  | 'pull-back-off'
  | 'config-error'
  | 'start'
  | 'ready'
  | 'probe-fail'
  | 'end'
  | 'back-off'
  | 'restart'
  | 'finish'
  | 'initialized'
  | 'debug-start'
  | 'debug-fail';

/** What the node's kubelet does next for a pod, as the stages see it under `$step`. */
export interface KubeletStep {
  readonly action: StepAction;
  /** Status list that the container stands in, its position there, and the container itself. */
  readonly list?: 'containerStatuses' | 'initContainerStatuses';
  readonly index?: number;
  readonly container?: Container;
  readonly status?: ContainerStatus;
  /** All of that list. */
  readonly statuses?: readonly ContainerStatus[];
  /** Whether every main container but this one is ready. */
  readonly othersReady?: boolean;
  /** The condition's message once this container is not ready. */
  readonly unready?: string;
  /** The condition's message before the init containers have run. */
  readonly uninitialized?: string;
  readonly isMain?: boolean;
  /** Without a readiness probe a container is ready as soon as it runs. */
  readonly readyAtStart?: boolean;
  readonly retrySeconds?: number;
  readonly fieldPath?: string;
  readonly message?: string;
  readonly volume?: string;
  readonly readySeconds?: number;
  readonly periodSeconds?: number;
  readonly ending?: Ending;
  readonly backOffSeconds?: number;
  /** Of the whole pod, for `finish`. */
  readonly phase?: 'Succeeded' | 'Failed';
}

interface Place {
  readonly pod: Pod;
  readonly container: Container;
  readonly status: ContainerStatus;
  readonly list: 'containerStatuses' | 'initContainerStatuses';
  readonly index: number;
}

/** Doubles from 10 s to 5 min, as the kubelet's back-off does. */
export function backOffSeconds(restarts: number): number {
  return Math.min(10 * 2 ** Math.min(restarts, 10), 300);
}

const FORGIVEN_MS = 600_000;

/** A container that ran well for ten minutes starts over with the shortest back-off. */
function restartDelay({ restartCount, state, lastState }: ContainerStatus): number {
  const ended = state?.terminated ?? lastState?.terminated;
  const [from, to] = [parseTime(ended?.startedAt), parseTime(ended?.finishedAt)];
  const ranLong = from !== undefined && to !== undefined && to - from >= FORGIVEN_MS;
  return backOffSeconds(ranLong ? 0 : restartCount);
}

function probeSubject(probe: Probe | undefined): string {
  return probe?.httpGet === undefined ? 'probe' : 'HTTP probe';
}

/** Reads a pod the way its kubelet would, without changing anything. */
export class Kubelet {
  constructor(
    private readonly cluster: Cluster,
    private readonly images: ImageCatalog,
  ) {}

  /** The next thing to do for the pod; undefined where all is as it should be. */
  step(pod: Pod): KubeletStep | undefined {
    if (!pod.spec.nodeName || pod.metadata.deletionTimestamp !== undefined) return undefined;
    const { phase, startTime, conditions } = pod.status ?? {};
    if (phase === 'Succeeded' || phase === 'Failed') return undefined;
    if (startTime === undefined) return acceptStep(pod);
    if (phase === 'Pending') {
      const missing = missingMount(this.cluster, pod);
      if (missing !== undefined) return { action: 'mount-missing', ...missing };
    }
    const init = this.initStep(pod);
    if (init !== undefined) return init;
    if (!conditions?.some(({ type, status }) => type === 'Initialized' && status === 'True'))
      return { action: 'initialized' };
    return this.debugStep(pod) ?? this.mainStep(pod);
  }

  /** Ephemeral containers start once, beside what runs, and never again. */
  private debugStep({ spec, status }: Pod): KubeletStep | undefined {
    if (status?.phase !== 'Running') return undefined;
    const statuses = status.ephemeralContainerStatuses ?? [];
    const known = new Set(statuses.map(({ name }) => name));
    const container = spec.ephemeralContainers?.find(({ name }) => !known.has(name));
    if (container === undefined) return undefined;
    const fieldPath = `spec.ephemeralContainers{${container.name}}`;
    const { name, image } = container;
    const added = { name, image, imageID: '', ready: false, restartCount: 0 };
    const common = {
      ...{ container, fieldPath, index: statuses.length },
      statuses: [...statuses, added],
    };
    const { refusal } = this.images.find(image);
    return refusal === undefined
      ? { action: 'debug-start', ...common }
      : { action: 'debug-fail', ...common, message: refusal };
  }

  private initStep(pod: Pod): KubeletStep | undefined {
    for (const place of places(pod, 'initContainerStatuses')) {
      const isSidecar = place.container.restartPolicy === 'Always';
      const { state, started } = place.status;
      if (isSidecar && started && state?.running) continue;
      if (state?.terminated?.exitCode === 0) continue;
      return this.containerStep(place, { restarts: pod.spec.restartPolicy !== 'Never' });
    }
    return undefined;
  }

  private mainStep(pod: Pod): KubeletStep | undefined {
    const steps = places(pod, 'containerStatuses').flatMap(place => {
      const failed = place.status.state?.terminated?.exitCode !== 0;
      const { restartPolicy = 'Always' } = pod.spec;
      const restarts = restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && failed);
      return this.containerStep(place, { restarts }) ?? [];
    });
    if (steps.length === 0) return finishedStep(pod);
    // What comes soonest first; a probe that fails for ever must not keep the others waiting.
    return steps.sort((left, right) => urgency(left) - urgency(right))[0];
  }

  private containerStep(
    place: Place,
    { restarts }: { restarts: boolean },
  ): KubeletStep | undefined {
    const { container, status, pod } = place;
    const common = describe(place);
    const { waiting, running, terminated } = status.state ?? {};
    if (running) return this.runningStep(place, common);
    if (terminated)
      return restarts
        ? { action: 'back-off', ...common, backOffSeconds: restartDelay(status) }
        : undefined;
    const { refusal } = this.images.find(container.image);
    if (refusal !== undefined)
      return {
        action: waiting?.reason === 'ErrImagePull' ? 'pull-back-off' : 'pull-fail',
        ...common,
        message: refusal,
        retrySeconds: waiting?.reason === 'ImagePullBackOff' ? 150 : 1,
      };
    const missing = missingEnvironment(this.cluster, pod, container);
    if (missing !== undefined) return { action: 'config-error', ...common, message: missing };
    if (waiting?.reason === 'CrashLoopBackOff')
      return { action: 'restart', ...common, backOffSeconds: restartDelay(status) };
    return { action: 'start', ...common };
  }

  private runningStep(place: Place, common: Omit<KubeletStep, 'action'>): KubeletStep | undefined {
    const { pod, container, status, list } = place;
    const { behaviour } = this.images.find(container.image);
    const ending = this.endingOf(place);
    const isInit = list === 'initContainerStatuses' && container.restartPolicy !== 'Always';
    if (status.ready || isInit) return ending && { action: 'end', ...common, ending };
    const probe = container.readinessProbe;
    const unready = pod.metadata.annotations?.['sandbox.kubemate.io/unready'] ?? behaviour.unready;
    if (probe !== undefined && unready !== undefined) {
      if (ending !== undefined) return { action: 'end', ...common, ending };
      const message = `Readiness probe failed: ${probeSubject(probe)} failed with ${unready}`;
      return { action: 'probe-fail', ...common, message, periodSeconds: probe.periodSeconds ?? 10 };
    }
    const readySeconds = (behaviour.readySeconds ?? 2) + (probe?.initialDelaySeconds ?? 0);
    // A program that dies before its probe would succeed is never ready.
    if (ending !== undefined && ending.reason !== 'Completed' && ending.seconds < readySeconds)
      return { action: 'end', ...common, ending };
    return { action: 'ready', ...common, readySeconds: probe === undefined ? 0 : readySeconds };
  }

  private endingOf({ pod, container, list }: Place): Ending | undefined {
    if (isStep(pod, container)) return stepEnding(this.cluster, this.images, { pod, container });
    const ending = containerEnding(this.cluster, this.images, { pod, container });
    if (ending !== undefined || list === 'containerStatuses') return ending;
    if (container.restartPolicy === 'Always') return undefined;
    return { seconds: 2, jitterSeconds: 3, exitCode: 0, reason: 'Completed', cause: 'end' };
  }
}

function describe({ pod, list, index, container, status }: Place): Omit<KubeletStep, 'action'> {
  const isMain = list === 'containerStatuses';
  const others = (pod.status?.containerStatuses ?? []).filter(
    other => !isMain || other.name !== container.name,
  );
  const unready = others.filter(({ ready }) => !ready).map(({ name }) => name);
  const all = isMain ? [...unready, container.name] : unready;
  return {
    list,
    index,
    container,
    status,
    statuses: pod.status?.[list] ?? [],
    isMain,
    othersReady: unready.length === 0,
    unready: `containers with unready status: [${all.join(' ')}]`,
    readyAtStart: container.readinessProbe === undefined,
    fieldPath: `spec.${isMain ? 'containers' : 'initContainers'}{${container.name}}`,
  };
}

function acceptStep({ spec }: Pod): KubeletStep {
  const namesOf = (containers: readonly Container[] = []) =>
    containers.map(({ name }) => name).join(' ');
  return {
    action: 'accept',
    unready: `containers with unready status: [${namesOf(spec.containers)}]`,
    uninitialized: `containers with incomplete status: [${namesOf(spec.initContainers)}]`,
  };
}

const LATE: ReadonlySet<StepAction> = new Set(['end', 'restart']);

function urgency({ action }: KubeletStep): number {
  if (action === 'probe-fail') return 2;
  return LATE.has(action) ? 1 : 0;
}

function places(pod: Pod, list: Place['list']): Place[] {
  const containers =
    list === 'containerStatuses' ? pod.spec.containers : (pod.spec.initContainers ?? []);
  const statuses = pod.status?.[list] ?? [];
  return containers.flatMap(container => {
    const index = statuses.findIndex(({ name }) => name === container.name);
    const status = statuses[index];
    return status === undefined ? [] : [{ pod, container, status, list, index }];
  });
}

function finishedStep(pod: Pod): KubeletStep | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  if (statuses.length === 0 || !statuses.every(({ state }) => state?.terminated)) return undefined;
  const succeeded = statuses.every(({ state }) => state?.terminated?.exitCode === 0);
  return { action: 'finish', phase: succeeded ? 'Succeeded' : 'Failed' };
}
