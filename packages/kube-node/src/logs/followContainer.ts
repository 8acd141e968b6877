import { InputError, isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { Caller, ClusterGateway } from '../gateway/ClusterGateway';
import type { LogRequest } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import { LogLineReader, type StampedLine } from './LogLineReader';
import { containerRun } from './podContainers';
import type { LogQueue } from './LogQueue';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 15_000;

export interface ContainerTarget {
  /** Asked for anew for each request: the cluster's credential may have been changed since. Throws where the cluster is gone. */
  readonly gateway: () => ClusterGateway;
  readonly viewer: Caller;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

type Options = Pick<LogRequest, 'follow' | 'previous' | 'sinceSeconds' | 'tailLines'> & {
  readonly queue: LogQueue;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Reads one container's log into the queue; while following, goes on after each restart until the pod is done. */
export async function followContainer(target: ContainerTarget, options: Options): Promise<void> {
  const { signal, follow = false, queue } = options;
  let last: string | undefined;
  let wait = FIRST_WAIT_MS;
  let said: string | undefined;
  while (!signal.aborted) {
    const before = last;
    try {
      for await (const lines of readOnce(target, { ...options, after: last })) {
        last = lines.at(-1)?.stamp ?? last;
        said = undefined;
        await queue.push(lines.map(line => lineEvent(target, line)));
      }
    } catch (error) {
      if (signal.aborted) return;
      const reason = isError(error) ? error.message : String(error);
      if (reason !== said) await queue.push([problem(target, reason)]);
      said = reason;
      if (error instanceof NotFoundError || error instanceof NotAllowedError) return;
    }
    if (!follow || (await isDone(target))) return;
    wait = last === before ? Math.min(wait * 2, LAST_WAIT_MS) : FIRST_WAIT_MS;
    await pause(wait, options);
  }
}

async function* readOnce(
  target: ContainerTarget,
  options: Options & { after: string | undefined },
): AsyncGenerator<StampedLine[], void, undefined> {
  const { gateway, viewer, namespace, pod } = target;
  const { after, signal } = options;
  const response = await gateway().send(
    {
      target: { resource: PODS, namespace, name: pod, subresource: 'log' },
      query: logQuery(target.container, options),
      accept: '*/*',
      signal,
      stream: true,
    },
    viewer,
  );
  const reader = new LogLineReader();
  // `sinceTime` counts whole seconds: what was read before comes again.
  const isNew = ({ stamp }: StampedLine) => !after || !stamp || stamp > after;
  for await (const chunk of response.body) {
    const lines = reader.push(chunk).filter(isNew);
    if (lines.length > 0) yield lines;
  }
  const lines = reader.end().filter(isNew);
  if (lines.length > 0) yield lines;
}

function logQuery(
  container: string,
  options: Options & { after: string | undefined },
): Record<string, string> {
  const { after, follow, previous, sinceSeconds, tailLines } = options;
  return {
    container,
    timestamps: 'true',
    ...(follow ? { follow: 'true' } : {}),
    ...(previous ? { previous: 'true' } : {}),
    ...(after
      ? { sinceTime: `${after.slice(0, 19)}Z` }
      : {
          ...(sinceSeconds === undefined ? {} : { sinceSeconds: String(sinceSeconds) }),
          ...(tailLines === undefined ? {} : { tailLines: String(tailLines) }),
        }),
  };
}

/** Whether nothing more can come: the pod is gone, or the container ran its last time. */
async function isDone({ gateway, viewer, namespace, pod, container }: ContainerTarget) {
  let object: KubeObject;
  try {
    object = await gateway().get({ resource: PODS, namespace, name: pod }, viewer);
  } catch (error) {
    // Whoever may read logs but not pods goes on; the log itself will say when the pod is gone.
    return error instanceof NotFoundError || error instanceof InputError;
  }
  return containerRun(object, container) === 'ended';
}

function pause(delayMs: number, { clock, signal }: Options): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(delayMs, done);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
    return undefined;
  });
}

function lineEvent({ pod, container }: ContainerTarget, { at, text }: StampedLine) {
  return { type: 'line' as const, line: { pod, container, at, text } };
}

function problem({ pod, container }: ContainerTarget, reason: string) {
  return { type: 'problem' as const, pod, container, reason };
}
