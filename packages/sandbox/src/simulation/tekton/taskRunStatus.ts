import type { ContainerStatus, Pod } from '../objects/pod';
import type { Result, StepState, TaskSpec } from '../objects/tekton';
import { INTERNAL, internalValue, parseTermination, taskResults } from './terminationMessage';

/** What a condition says. */
export interface Verdict {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

const PULL_REASONS: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ImageInspectError',
  'ErrImagePull',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'InvalidImageName',
]);

function isStep({ name }: { name: string }): boolean {
  return name.startsWith('step-');
}

function orderedSteps(pod: Pod): ContainerStatus[] {
  const statuses = pod.status?.containerStatuses ?? [];
  return pod.spec.containers
    .filter(isStep)
    .flatMap(({ name }) => statuses.find(status => status.name === name) ?? []);
}

function isOutOfMemory({ state }: ContainerStatus): boolean {
  return state?.terminated?.reason === 'OOMKilled';
}

function isComplete(pod: Pod, steps: readonly ContainerStatus[]): boolean {
  const { phase } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed' || steps.some(isOutOfMemory)) return true;
  return (
    phase === 'Running' &&
    steps.length > 0 &&
    (pod.status?.containerStatuses ?? []).every(({ state }) => state?.terminated)
  );
}

function didFail(pod: Pod, steps: readonly ContainerStatus[]): boolean {
  return (
    pod.status?.phase === 'Failed' ||
    steps.some(({ state }) => state?.terminated && state.terminated.exitCode !== 0)
  );
}

function failureOf({ name, state }: ContainerStatus): string | undefined {
  const { terminated } = state ?? {};
  if (!terminated) return undefined;
  const reason = internalValue(parseTermination(terminated.message), 'Reason');
  if (reason === 'TimeoutExceeded')
    return `"${name}" exited because the step exceeded the specified timeout limit`;
  if (terminated.exitCode === 0) return undefined;
  const why = terminated.reason ? `: ${terminated.reason}` : '';
  return `"${name}" exited with code ${terminated.exitCode}${why}`;
}

function failureMessage(pod: Pod): string {
  const { initContainerStatuses = [], message } = pod.status ?? {};
  const first = initContainerStatuses.map(failureOf).find(text => text !== undefined);
  if (first !== undefined) return `init container failed, ${first}`;
  const steps = orderedSteps(pod);
  const texts = [...steps.filter(isOutOfMemory), ...steps].map(failureOf);
  return (
    texts.find(text => text !== undefined) ?? (message || 'build failed for unspecified reasons.')
  );
}

function waitingMessage({ status }: Pod): string {
  const waiting = status?.containerStatuses?.find(({ state }) => state?.waiting?.message);
  if (waiting !== undefined)
    return `build step "${waiting.name}" is pending with reason "${waiting.state?.waiting?.message}"`;
  const condition = status?.conditions?.find(entry => entry.status !== 'True');
  if (condition !== undefined)
    return `pod status "${condition.type}":"${condition.status}"; message: "${condition.message ?? ''}"`;
  return status?.message || 'Pending';
}

function pendingVerdict(pod: Pod): Verdict {
  const { conditions = [], containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const reasons = [...initContainerStatuses, ...containerStatuses].map(
    ({ state }) => state?.waiting?.reason ?? '',
  );
  const lacks = conditions.some(
    ({ reason, message }) => reason === 'Unschedulable' && message?.includes('Insufficient'),
  );
  if (lacks)
    return {
      status: 'Unknown',
      reason: 'ExceededNodeResources',
      message: 'TaskRun Pod exceeded available resources',
    };
  if (reasons.includes('CreateContainerConfigError'))
    return {
      status: 'False',
      reason: 'CreateContainerConfigError',
      message: 'Failed to create pod due to config error',
    };
  const isPull = reasons.some(reason => PULL_REASONS.has(reason));
  return {
    status: 'Unknown',
    reason: isPull ? 'TaskRunImagePullFailed' : 'Pending',
    message: waitingMessage(pod),
  };
}

/** What the pod means for its TaskRun. */
export function verdictOf(pod: Pod): Verdict {
  const steps = orderedSteps(pod);
  if (isComplete(pod, steps))
    return didFail(pod, steps)
      ? { status: 'False', reason: 'Failed', message: failureMessage(pod) }
      : { status: 'True', reason: 'Succeeded', message: 'All Steps have completed executing' };
  if (pod.status?.phase === 'Running')
    return {
      status: 'Unknown',
      reason: 'Running',
      message: 'Not all Steps in the Task have finished executing',
    };
  return pendingVerdict(pod);
}

/** The step that waits for an image that cannot be had. */
export function pullFailure(
  pod: Pod,
): { step: string; image: string; message: string } | undefined {
  const status = orderedSteps(pod).find(({ state }) =>
    PULL_REASONS.has(state?.waiting?.reason ?? ''),
  );
  if (status === undefined) return undefined;
  const message = status.state?.waiting?.message ?? '';
  return { step: status.name.slice('step-'.length), image: status.imageID, message };
}

function stepState(status: ContainerStatus): StepState {
  const { name, imageID, state = {} } = status;
  const common = { name: name.slice('step-'.length), container: name, imageID };
  const { terminated } = state;
  if (!terminated) return { ...common, ...state };
  const results = parseTermination(terminated.message);
  const shown = results.filter(({ type }) => type !== INTERNAL);
  const { message: _message, ...rest } = terminated;
  const startedAt = internalValue(results, 'StartedAt');
  const exitCode = internalValue(results, 'ExitCode');
  const reason =
    internalValue(results, 'Reason') ?? (exitCode === undefined ? terminated.reason : 'Continued');
  return {
    ...common,
    terminated: {
      ...rest,
      ...(startedAt === undefined ? {} : { startedAt: `${startedAt.slice(0, 19)}Z` }),
      ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
      ...(shown.length === 0 ? {} : { message: JSON.stringify(shown) }),
    },
    ...(results.length === 0 || reason === undefined ? {} : { terminationReason: reason }),
  };
}

export function stepStates(pod: Pod): StepState[] {
  return orderedSteps(pod).map(stepState);
}

/** The results that the steps wrote; the last one to write a name wins. */
export function resultsOf(pod: Pod, spec: TaskSpec): Result[] {
  const found = new Map<string, Result>();
  for (const { state } of orderedSteps(pod))
    for (const result of taskResults(parseTermination(state?.terminated?.message), spec.results))
      found.set(result.name, result);
  return [...found.values()];
}
