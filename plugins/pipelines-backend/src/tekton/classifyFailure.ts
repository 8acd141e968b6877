import type {
  FailureCause,
  RunFailure,
  Step,
  TaskNode,
  TaskPhase,
} from '@kubemate/plugin-pipelines-common';

const FAILED: ReadonlySet<TaskPhase> = new Set(['failed', 'timed-out', 'cancelled']);

/** First match counts: reasons of Tekton's conditions, then words of Kubernetes in the messages. */
const CAUSES: readonly (readonly [RegExp, FailureCause])[] = [
  [/OOMKilled/, 'oom'],
  [
    /ImagePullBackOff|ErrImagePull|TaskRunImagePullFailed|InvalidImageName|failed to pull (the )?image/i,
    'image-pull',
  ],
  [/ExceededResourceQuota|exceeded quota/i, 'quota'],
  [
    /ExceededNodeResources|Insufficient (cpu|memory)|Unschedulable|nodes are available/i,
    'unschedulable',
  ],
  [/Timeout|TimedOut|failed to finish within/i, 'timeout'],
  [
    /CouldntGet(Task|Pipeline|CustomTask)|TaskRunResolutionFailed|PipelineRunCouldntGet|not found/i,
    'missing-definition',
  ],
  [
    /^(Cancelled|CancelledRunFinally|StoppedRunFinally|TaskRunCancelled|PipelineRunCancelled)$/,
    'cancelled',
  ],
  [
    /Invalid|Validation|ParameterMissing|ParamKeyMissing|ParameterTypeMismatch|ObjectParameterMissKeys|MatrixParameterTypes|WorkspaceBindings/i,
    'invalid',
  ],
];

export interface EndedRun {
  readonly phase: TaskPhase;
  readonly reason?: string;
  readonly message?: string;
}

/** Why a run did not succeed, by the first task that failed; undefined where it did, or is not over. */
export function classifyFailure(run: EndedRun, nodes: readonly TaskNode[]): RunFailure | undefined {
  if (!FAILED.has(run.phase)) return undefined;
  const failed = firstFailed(run, nodes);
  if (failed === undefined)
    return {
      cause: causeOf([run.reason, run.message]),
      evidence: evidenceOf([run.message, run.reason]),
    };
  const step = failed.steps.find(({ phase, exitCode }) => FAILED.has(phase) && exitCode !== 0);
  const isLate = run.phase === 'timed-out' && failed.phase === 'cancelled';
  const words = [step?.reason, failed.reason, failed.message];
  const known = isLate ? 'timeout' : causeOf(words);
  return {
    cause: known === 'unknown' && step?.exitCode !== undefined ? 'step-failed' : known,
    task: failed.id,
    step: step?.name,
    exitCode: step?.exitCode,
    evidence: evidenceOf([stepText(step), failed.message, failed.reason, run.message]),
  };
}

/** Tasks that are stopped because another one failed end later than it, and are cancelled rather than failed; so are those of a run whose time is up. */
function firstFailed({ phase }: EndedRun, nodes: readonly TaskNode[]): TaskNode | undefined {
  const wanted = (['failed', 'timed-out', 'cancelled'] as const).filter(
    each => each !== 'cancelled' || phase !== 'failed',
  );
  const order = phase === 'cancelled' ? [...wanted].reverse() : wanted;
  for (const each of order) {
    const found = nodes.filter(node => node.phase === each && node.kind !== 'finally');
    const [first] = (found.length > 0 ? found : nodes.filter(node => node.phase === each)).sort(
      (a, b) => (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity),
    );
    if (first !== undefined) return first;
  }
  return undefined;
}

function causeOf(words: readonly (string | undefined)[]): FailureCause {
  const present = words.filter(word => word !== undefined);
  return CAUSES.find(([pattern]) => present.some(word => pattern.test(word)))?.[1] ?? 'unknown';
}

function stepText(step: Step | undefined): string | undefined {
  if (step?.exitCode === undefined) return undefined;
  return `step ${step.name} exited with ${step.exitCode}${step.reason ? `: ${step.reason}` : ''}`;
}

function evidenceOf(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap(text => text || []))];
}
