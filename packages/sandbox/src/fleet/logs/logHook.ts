import { parseTime, type KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../../apiserver/ApiStatusError';
import type { PodLogOptions } from '../../apiserver/hooks';
import type { Clock } from '../../Clock';
import type { Cluster } from '../../simulation/Cluster';
import { keyOf } from '../../simulation/Cluster';
import { PODS } from '../../simulation/objects/resources';
import type { Container, ContainerStatus, Pod, Terminated } from '../../simulation/objects/pod';
import { containerEnding } from '../../simulation/runtime/containerOutcome';
import { isStep, runScript, scriptOf, stepStart } from '../../simulation/runtime/stepRun';
import type { ImageCatalog } from '../../simulation/runtime/ImageCatalog';
import { BUILD_VOICES } from './buildVoices';
import { ContainerLog, type ContainerRun, type LoggedLine } from './ContainerLog';
import type { LogVoice } from './LogVoice';
import { PROGRAM_VOICES } from './programVoices';
import { WEB_VOICES } from './webVoices';

const VOICES: Readonly<Record<string, LogVoice>> = {
  ...WEB_VOICES,
  ...PROGRAM_VOICES,
  ...BUILD_VOICES,
};

const QUIET: LogVoice = {
  perMinute: 2,
  start: ({ time, container }) => `${new Date(time).toISOString()} ${container} started`,
  line: ({ time }) => `${new Date(time).toISOString()} ok`,
};

const LONG_RUN_MINUTES = 1_000;
/** A step that waits for its turn has nothing to say for as long as anyone reads. */
const NOT_YET = Date.UTC(9999, 0);

const DISK_FULL: Readonly<Record<string, readonly string[]>> = {
  kafka: [
    'ERROR Error while appending records to orders-3 in dir /var/lib/kafka (org.apache.kafka.storage.internals.log.LogDirFailureChannel)',
    'java.io.IOException: No space left on device',
    '\tat java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)',
    '\tat org.apache.kafka.common.record.MemoryRecords.writeFullyTo(MemoryRecords.java:93)',
    'ERROR Shutdown broker because all log dirs in /var/lib/kafka have failed (kafka.log.LogManager)',
  ],
  postgres: [
    'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
    'LOG:  startup process (PID 29) was terminated by signal 6: Aborted',
    'LOG:  database system is shut down',
  ],
};

interface Subject {
  readonly pod: Pod;
  readonly container: Container;
  readonly status: ContainerStatus | undefined;
}

function find(pod: Pod, name: string): Subject | undefined {
  const container = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(
    candidate => candidate.name === name,
  );
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find(
    candidate => candidate.name === name,
  );
  return container && { pod, container, status };
}

/** The kubelet's answer for a container that has not run yet. */
function waitingError({ pod, container, status }: Subject): ApiStatusError {
  const reason = status?.state?.waiting?.reason ?? 'ContainerCreating';
  const why = /Image/.test(reason) ? 'trying and failing to pull image' : reason;
  return ApiStatusError.badRequest(
    `container "${container.name}" in pod "${pod.metadata.name}" is waiting to start: ${why}`,
  );
}

/** A script says what it echoes. */
function scriptVoice({ pod, container }: Subject): LogVoice | undefined {
  const script = isStep(pod, container) ? scriptOf(pod, container) : undefined;
  if (script === undefined) return undefined;
  const { output } = runScript(script);
  return { perMinute: 1 / LONG_RUN_MINUTES, start: () => output, line: () => [] };
}

/** Logs of the sandbox's containers, in the voice of their image. */
class LogSource {
  constructor(
    private readonly cluster: Cluster,
    private readonly images: ImageCatalog,
  ) {}

  /** @throws ApiStatusError where the container has no such run */
  open(pod: Pod, name: string, previous: boolean): ContainerLog {
    const subject = find(pod, name);
    if (subject === undefined)
      throw ApiStatusError.badRequest(
        `container ${name} is not valid for pod ${pod.metadata.name}`,
      );
    const run = previous ? this.previousRun(subject) : this.currentRun(subject);
    const voice = VOICES[this.images.behaviourIn(subject.container).log ?? ''];
    return new ContainerLog(run, voice ?? scriptVoice(subject) ?? QUIET);
  }

  private previousRun(subject: Subject): ContainerRun {
    const { pod, container, status } = subject;
    const ended = status?.lastState?.terminated;
    // While it waits for its restart, the run that ended last is the current one.
    if (!ended || status?.state?.waiting)
      if (!ended || (status?.restartCount ?? 0) === 0)
        throw ApiStatusError.badRequest(
          `previous terminated container "${container.name}" in pod "${pod.metadata.name}" not found`,
        );
    return this.endedRun(subject, ended);
  }

  private currentRun(subject: Subject): ContainerRun {
    const { state, lastState } = subject.status ?? {};
    const ended = state?.terminated ?? (state?.waiting ? lastState?.terminated : undefined);
    if (ended) return this.endedRun(subject, ended);
    const startedAt = parseTime(state?.running?.startedAt);
    if (startedAt === undefined) throw waitingError(subject);
    const begin = this.begin(subject, startedAt);
    return { ...this.name(subject, begin), startedAt: begin };
  }

  private endedRun(subject: Subject, { startedAt, finishedAt }: Terminated): ContainerRun {
    const start = this.begin(subject, parseTime(startedAt) ?? 0);
    const end = (parseTime(finishedAt) ?? start) + 900;
    return {
      ...this.name(subject, start),
      startedAt: start,
      endedAt: end,
      lastWords: this.lastWords(subject),
    };
  }

  /** All steps of a task start together; the entrypoint holds each back until the one before it has ended. */
  private begin({ pod, container }: Subject, startedAt: number): number {
    return isStep(pod, container) ? (stepStart(pod, container) ?? NOT_YET) : startedAt;
  }

  private name({ pod, container }: Subject, startedAt: number) {
    return {
      id: `${pod.metadata.uid}/${container.name}/${startedAt}`,
      pod: pod.metadata.name,
      container: container.name,
    };
  }

  private lastWords({ pod, container }: Subject): readonly string[] | undefined {
    const ending = containerEnding(this.cluster, this.images, { pod, container });
    if (ending?.cause === 'disk-full')
      return DISK_FULL[container.name] ?? ['write failed: No space left on device'];
    // The kernel kills without asking: no last words.
    return ending?.cause === 'out-of-memory' ? [] : undefined;
  }
}

function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    const cancel = clock.after(ms, done);
    function done() {
      signal.removeEventListener('abort', done);
      cancel();
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

function sinceOf({ sinceSeconds, sinceTime }: PodLogOptions, now: number): number {
  if (sinceSeconds !== undefined) return now - sinceSeconds * 1000;
  return parseTime(sinceTime) ?? -Infinity;
}

function format({ time, text }: LoggedLine, { timestamps }: PodLogOptions): string {
  // The runtime stamps nanoseconds.
  const stamp = new Date(time).toISOString().replace('Z', '000000Z');
  return timestamps ? `${stamp} ${text}\n` : `${text}\n`;
}

/** Supplies `kubectl logs`. */
export function logHook(cluster: Cluster, images: ImageCatalog) {
  const source = new LogSource(cluster, images);
  return async function* log(
    object: KubeObject,
    container: string,
    options: PodLogOptions,
  ): AsyncGenerator<string> {
    const pod = object as Pod;
    const current = source.open(pod, container, options.previous);
    let read = cluster.clock.now();
    const lines = current.between(sinceOf(options, read), read);
    const tail =
      options.tailLines === undefined
        ? lines
        : lines.slice(Math.max(0, lines.length - options.tailLines));
    for (const line of tail) yield format(line, options);
    while (options.follow && !options.previous && !options.signal.aborted) {
      const latest = cluster.get(PODS, keyOf(pod));
      if (latest === undefined || latest.metadata.uid !== pod.metadata.uid) return;
      let following: ContainerLog;
      try {
        following = source.open(latest, container, false);
      } catch (error) {
        if (error instanceof ApiStatusError) return; // between two runs there is nothing to read
        throw error;
      }
      const now = cluster.clock.now();
      for (const line of following.between(read, now)) yield format(line, options);
      read = now;
      const next = following.nextAfter(now);
      // A run that has ended ends its log, as on a node.
      if (next === undefined) return;
      await wait(cluster.clock, Math.min(Math.max(next - now, 50), 5_000), options.signal);
    }
  };
}
