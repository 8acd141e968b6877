import { InputError, isError, NotAllowedError } from '@backstage/errors';
import { DECISION_MS } from '../access/DecisionCache';
import { inParallel } from '../access/inParallel';
import type { ClusterPool } from '../clusters/ClusterPool';
import type { Caller } from '../gateway/ClusterGateway';
import type { LogEvent, LogRequest } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import { followContainer } from './followContainer';
import { LogQueue } from './LogQueue';
import { podContainers } from './podContainers';

/** Each followed container holds a connection. */
const MAX_CONTAINERS = 100;
const MAX_PODS = 100;
const PARALLEL = 8;
const PODS = { group: '', version: 'v1', plural: 'pods' };

type PodRef = LogRequest['pods'][number];

interface LogContext {
  readonly viewer: Caller;
  readonly clusters: ClusterPool;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * The logs of pods and their containers as one stream in the order of time, read as the viewer.
 * What cannot be read is a `problem` in the stream; rights are asked again every 30 s.
 *
 * @throws NotFoundError or NotAllowedError where only one pod is asked for and it cannot be read; NotAllowedError when no right is left
 */
export async function* followLogs(
  request: LogRequest,
  context: LogContext,
): AsyncGenerator<LogEvent, void, undefined> {
  checkRequest(request);
  const { clock, clusters, viewer } = context;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const queue = new LogQueue({
    signal,
    untilEnd: !request.follow,
    after: (delay, callback) => clock.after(delay, callback),
  });
  const pods = request.pods.map(pod => {
    const revoked = new AbortController();
    return { ...pod, revoked, signal: AbortSignal.any([signal, revoked.signal]) };
  });
  const targets = await containersOf(request, { ...context, signal });
  const problems = targets.problems;
  let failure: unknown;
  const work = Promise.all([
    queue.push(problems),
    ...targets.found.map(({ pod, container }) => {
      const index = request.pods.indexOf(pod);
      return followContainer(
        {
          gateway: () => clusters.get(pod.cluster).gateway,
          viewer,
          namespace: pod.namespace,
          pod: pod.name,
          container,
        },
        { ...request, queue, clock, signal: pods[index]?.signal ?? signal },
      );
    }),
  ]).then(
    () => queue.end(),
    error => {
      failure = error;
      queue.end();
    },
  );
  const leaveMembership = clusters.onMembershipChange(name => {
    if (clusters.has(name)) return;
    for (const pod of pods) {
      if (pod.cluster !== name || pod.revoked.signal.aborted) continue;
      pod.revoked.abort();
      const reason = `cluster ${name} was removed from the portal`;
      void queue.push([{ type: 'problem', pod: pod.name, reason }]);
    }
  });
  const cancel = everyDecision(clock, async () => {
    const lost = await revokedPods(request.pods, context);
    for (const pod of pods) {
      if (!lost.has(`${pod.cluster}\n${pod.namespace}\n${pod.name}`) || pod.revoked.signal.aborted)
        continue;
      pod.revoked.abort();
      const reason = 'you may no longer read the logs of this pod';
      void queue.push([{ type: 'problem', pod: pod.name, reason }]);
    }
    if (lost.size < pods.length) return;
    failure = new NotAllowedError('you may no longer read these logs');
    queue.end();
  });
  try {
    yield* queue.read();
    if (failure !== undefined && !context.signal.aborted) throw failure;
  } finally {
    cancel();
    leaveMembership();
    stop.abort();
    await work;
  }
}

function checkRequest({ pods, sinceSeconds, tailLines }: LogRequest): void {
  if (pods.length === 0) throw new InputError('pods must name a pod');
  if (pods.length > MAX_PODS) throw new InputError(`pods must name at most ${MAX_PODS} pods`);
  for (const [name, value] of Object.entries({ sinceSeconds, tailLines }))
    if (value !== undefined && (!Number.isInteger(value) || value < 0))
      throw new InputError(`${name} must be a whole number from 0`);
}

interface Targets {
  readonly found: { readonly pod: PodRef; readonly container: string }[];
  readonly problems: LogEvent[];
}

async function containersOf(request: LogRequest, context: LogContext): Promise<Targets> {
  const targets: Targets = { found: [], problems: [] };
  await inParallel(request.pods, PARALLEL, async pod => {
    let names: readonly string[];
    try {
      const { gateway } = context.clusters.get(pod.cluster);
      const { namespace, name } = pod;
      names = podContainers(await gateway.get({ resource: PODS, namespace, name }, context.viewer));
    } catch (error) {
      if (request.pods.length === 1) throw error;
      const reason = isError(error) ? error.message : String(error);
      targets.problems.push({ type: 'problem', pod: pod.name, reason });
      return;
    }
    const { container } = request;
    if (container === undefined || names.includes(container)) {
      for (const name of container === undefined ? names : [container])
        targets.found.push({ pod, container: name });
      return;
    }
    const reason = `the pod has no container named ${container}`;
    if (request.pods.length === 1) throw new InputError(`container: ${reason}`);
    targets.problems.push({ type: 'problem', pod: pod.name, container, reason });
  });
  for (const { pod, container } of targets.found.splice(MAX_CONTAINERS))
    targets.problems.push({
      type: 'problem',
      pod: pod.name,
      container,
      reason: `left out: at most ${MAX_CONTAINERS} containers are read at once`,
    });
  return targets;
}

/** Pods whose logs the viewer may read no more; a cluster that does not answer revokes nothing, and its streams end by themselves. */
async function revokedPods(
  pods: readonly PodRef[],
  { clusters, viewer }: LogContext,
): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  await inParallel(pods, PARALLEL, async ({ cluster, namespace, name }) => {
    const question = { verb: 'get', group: '', plural: 'pods', subresource: 'log', namespace };
    const allowed = await Promise.resolve()
      .then(async () => {
        const { access } = clusters.get(cluster);
        return (await access.may(question, viewer)) || access.may({ ...question, name }, viewer);
      })
      .catch(error => !(error instanceof NotAllowedError));
    if (!allowed) lost.add(`${cluster}\n${namespace}\n${name}`);
  });
  return lost;
}

function everyDecision(clock: Clock, check: () => Promise<void>): () => void {
  let stopped = false;
  let cancel = clock.after(DECISION_MS, run);
  function run() {
    void check().then(() => {
      if (!stopped) cancel = clock.after(DECISION_MS, run);
    });
  }
  return () => {
    stopped = true;
    cancel();
  };
}
