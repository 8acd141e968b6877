import { formatDuration, parseTime } from '../age';
import type { Evidence, Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind } from '../shapes/isKind';
import type { ContainerStatus, Pod, Terminated } from '../shapes/pod';
import { exitPhrase, explainExit } from './exitCode';
import { explainImagePull, IMAGE_REASONS } from './imagePull';
import { advice, describe, readLog } from './nextSteps';
import { explainProbes } from './probes';
import { missingReference, parseMissingReference } from './references';
import type { WhyContext } from './WhyContext';
import { eventEvidence, fieldSaid, finding, nameOf, placeAt, say } from './WhyContext';

/** A container of a pod with all that an explanation of it needs. */
interface Subject {
  readonly pod: Pod;
  readonly status: ContainerStatus;
  readonly isInit: boolean;
  readonly context: WhyContext;
}

/** An out-of-memory kill counts for this long after the container came back. */
const RECENT = 60 * 60_000;
const TAIL = 8;

const DISK_FULL = /no space left on device|ENOSPC|disk quota exceeded|database or disk is full/i;

function logEvidence({ pod, status, context }: Subject): Evidence | undefined {
  const tail = context.input.logs.find(
    log =>
      log.pod === pod.metadata.name &&
      log.namespace === (pod.metadata.namespace ?? '') &&
      log.container === status.name,
  );
  const lines = tail?.lines.slice(-TAIL).join('\n') ?? '';
  if (tail === undefined || lines === '') return undefined;
  const place = { owner: nameOf(pod, 'Pod'), container: status.name };
  return {
    kind: 'log',
    text: lines,
    ...placeAt(tail.previous ? 'container-previous' : 'container', place),
  };
}

/** What the exit code says already. */
const PLAIN_ENDS = new Set(['Error', 'Completed']);

/** How a container ended, and what it or the kubelet said of it. */
function exitEvidence({ pod, status }: Subject, terminated: Terminated): Evidence[] {
  const place = {
    kind: 'field' as const,
    ...placeAt('container-terminated', { owner: nameOf(pod, 'Pod'), container: status.name }),
    at: parseTime(terminated.finishedAt),
  };
  const { reason = '', message } = terminated;
  const said = [PLAIN_ENDS.has(reason) ? '' : reason, message].filter(Boolean).join(': ');
  const { code, params } = exitPhrase(terminated);
  return [{ ...place, ...say(code, params) }, ...(said === '' ? [] : [{ ...place, text: said }])];
}

function memoryLimit({ pod, status }: Subject): string | undefined {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const limit = containers.find(({ name }) => name === status.name)?.resources?.limits?.memory;
  return limit === undefined ? undefined : String(limit);
}

function outOfMemory(subject: Subject, terminated: Terminated): Finding {
  const { pod, status } = subject;
  const limit = memoryLimit(subject);
  const restarts = status.restartCount ?? 0;
  return finding('out-of-memory', status.ready ? 'warning' : 'failed', {
    summary: limit
      ? `Container ${status.name} used more memory than its limit of ${limit} and was killed`
      : `Container ${status.name} was killed because the node ran out of memory`,
    code: limit ? 'out-of-memory' : 'node-out-of-memory',
    params: { container: status.name, limit: limit ?? '', restarts, reason: 'OOMKilled' },
    evidence: [
      ...exitEvidence(subject, terminated),
      limit ? fieldSaid(pod, 'memory-limit', { container: status.name, value: limit }) : undefined,
      logEvidence(subject),
    ],
    nextSteps: [
      limit
        ? advice('raise-memory', 'Raise the memory limit, or find what uses so much')
        : advice('set-memory', 'Set a memory request, so that the scheduler keeps room for it'),
      readLog(pod, status.name, { previous: true }),
    ],
  });
}

function diskFull(subject: Subject): Finding | undefined {
  const { pod, status } = subject;
  const log = logEvidence(subject);
  const line = log?.text.split('\n').find(text => DISK_FULL.test(text));
  if (log === undefined || line === undefined) return undefined;
  return finding('volume-full', 'failed', {
    summary: `Container ${status.name} cannot write: no space is left on its disk`,
    code: 'disk-full',
    params: { container: status.name, reason: 'NoSpaceLeft' },
    evidence: [{ ...log, text: line }],
    nextSteps: [
      advice('expand-volume', 'Expand the claim if its storage class allows it, or free space'),
      readLog(pod, status.name, { previous: true }),
    ],
  });
}

function ended(subject: Subject, terminated: Terminated): Finding[] {
  if (terminated.reason === 'OOMKilled') return [outOfMemory(subject, terminated)];
  const { pod, status, isInit, context } = subject;
  const restarts = status.restartCount ?? 0;
  const looping = status.state?.waiting?.reason === 'CrashLoopBackOff';
  const container = isInit ? `Init container ${status.name}` : `Container ${status.name}`;
  const again = looping ? `crashes again and again (${restarts} restarts)` : 'ended';
  const mainCause = looping ? 'crash-loop' : 'container-failed';
  const backOff = context
    .eventsOf('Pod', pod)
    .find(({ reason, message }) => reason === 'BackOff' && message.includes(status.name));
  const crash = finding(isInit ? 'init-failing' : mainCause, 'failed', {
    summary: `${container} ${again}: ${explainExit(terminated)}`,
    ...(isInit || looping ? {} : { code: 'container-ended' as const }),
    params: {
      container: status.name,
      exitCode: terminated.exitCode,
      restarts,
      reason: terminated.reason ?? '',
    },
    evidence: [
      ...exitEvidence(subject, terminated),
      logEvidence(subject),
      backOff && eventEvidence(backOff),
    ],
    nextSteps: [
      readLog(pod, status.name, { previous: status.state?.terminated === undefined }),
      ...(terminated.exitCode === 127 || terminated.exitCode === 126
        ? [advice('check-command', 'Check command and args against what the image contains')]
        : []),
      describe(pod),
    ],
  });
  const full = diskFull(subject);
  return full === undefined ? [crash] : [full, crash];
}

function notCreated(subject: Subject, reason: string, message: string): Finding {
  const { pod, status } = subject;
  const evidence = [
    fieldSaid(pod, 'container-waiting', {
      container: status.name,
      value: `${reason}: ${message}`,
    }),
  ];
  const reference = parseMissingReference(message);
  if (reference !== undefined) return missingReference(pod, reference, evidence);
  return finding('container-failed', 'failed', {
    summary: `Container ${status.name} cannot be started: ${message || reason}`,
    params: { container: status.name, reason },
    evidence,
    nextSteps: [describe(pod)],
  });
}

const NORMAL_WAITING = new Set(['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff']);

function explainContainer(subject: Subject): Finding[] {
  const { pod, status, context } = subject;
  const { waiting, terminated } = status.state ?? {};
  const last = status.lastState?.terminated;
  if (waiting?.reason && IMAGE_REASONS.has(waiting.reason))
    return [explainImagePull(pod, status, context)];
  if (waiting?.reason && !NORMAL_WAITING.has(waiting.reason))
    return [notCreated(subject, waiting.reason, waiting.message ?? '')];
  if (waiting?.reason === 'CrashLoopBackOff')
    return ended(subject, last ?? { exitCode: 0, reason: 'CrashLoopBackOff' });
  if (terminated && terminated.exitCode !== 0) return ended(subject, terminated);
  const finished = parseTime(last?.finishedAt) ?? 0;
  const recent = context.input.now - finished < RECENT;
  return last?.reason === 'OOMKilled' && recent ? [outOfMemory(subject, last)] : [];
}

/** An init container that has been running for long holds the pod back without failing. */
const LONG_INIT = 5 * 60_000;

function explainWaiting({ pod, status, isInit, context }: Subject): Finding[] {
  const isSidecar = pod.spec?.initContainers?.some(
    ({ name, restartPolicy }) => name === status.name && restartPolicy === 'Always',
  );
  const started = parseTime(status.state?.running?.startedAt);
  if (!isInit || isSidecar || started === undefined) return [];
  const running = context.input.now - started;
  if (running < LONG_INIT) return [];
  return [
    finding('not-ready', 'warning', {
      summary: `The pod waits for init container ${status.name}, which has been running for ${formatDuration(running)}`,
      code: 'init-running',
      params: {
        container: status.name,
        running: formatDuration(running),
        reason: 'InitRunning',
      },
      evidence: [fieldSaid(pod, 'init-running', { container: status.name })],
      nextSteps: [readLog(pod, status.name, { previous: false })],
    }),
  ];
}

function sandboxFailure(pod: Pod, context: WhyContext): Finding[] {
  const event = context
    .eventsOf('Pod', pod)
    .find(({ reason }) => reason === 'FailedCreatePodSandBox' || reason === 'NetworkNotReady');
  const creating = pod.status?.containerStatuses?.some(
    ({ state }) => state?.waiting?.reason === 'ContainerCreating',
  );
  if (event === undefined || !creating) return [];
  return [
    finding('container-failed', 'failed', {
      summary: `The node cannot set up the pod's network or sandbox: ${event.message}`,
      code: 'sandbox-failed',
      params: { container: '', reason: event.reason, message: event.message },
      evidence: [eventEvidence(event)],
      nextSteps: [
        advice('check-cni', `Check the network plugin on node ${pod.spec?.nodeName ?? ''}`),
        describe(pod),
      ],
    }),
  ];
}

/** Why containers of a pod do not start, do not stay up, or are not ready. */
export function explainContainers(object: KubeObject, context: WhyContext): Finding[] {
  if (!isKind(object, 'Pod')) return [];
  const pod = object;
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const subjects: Subject[] = [
    ...initContainerStatuses.map(status => ({ pod, status, isInit: true, context })),
    ...containerStatuses.map(status => ({ pod, status, isInit: false, context })),
  ];
  const deleting = Boolean(pod.metadata.deletionTimestamp);
  return [
    ...subjects.flatMap(explainContainer),
    ...(deleting ? [] : subjects.flatMap(explainWaiting)),
    ...(deleting ? [] : explainProbes(pod, context)),
    ...sandboxFailure(pod, context),
  ];
}
