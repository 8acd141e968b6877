import type { FailureCause, RunFailure, RunPhase } from '@kubemate/plugin-pipelines-common';
import type { TaskNode } from '@kubemate/plugin-pipelines-common';

const FAILED = new Set<string>(['failed', 'timed-out', 'cancelled']);

/** First match counts: what Jenkins says of the step, then the end of its log. */
const CAUSES: readonly (readonly [RegExp, FailureCause])[] = [
  [/Timeout has been exceeded|Cancelling nested steps due to timeout/i, 'timeout'],
  [/OOMKilled|OutOfMemoryError|heap out of memory|Cannot allocate memory/i, 'oom'],
  [/ImagePullBackOff|ErrImagePull|pull access denied|manifest unknown/i, 'image-pull'],
  [/exceeded quota/i, 'quota'],
  [
    /There are no nodes with the label|Still waiting to schedule task|nodes are available|offline before the task/i,
    'unschedulable',
  ],
  [
    /Unable to find .*Jenkinsfile|No item named|Couldn.t find any revision to build|ERROR: Library .* not found|Could not find credentials/i,
    'missing-definition',
  ],
  [
    /MultipleCompilationErrorsException|WorkflowScript: \d+|No such DSL method|RejectedAccessException|MissingPropertyException/i,
    'invalid',
  ],
];

export interface EndedBuild {
  readonly phase: RunPhase;
  /** `UNSTABLE`, `FAILURE`, … */
  readonly result?: string;
  readonly nodes: readonly TaskNode[];
  /** Lines at the end of the failed step's log, or of the console where there are no stages. */
  readonly tail: readonly string[];
}

/** The first stage that failed, or was stopped where nothing failed. */
export function failedStage(nodes: readonly TaskNode[]): TaskNode | undefined {
  const first = (phase: string) =>
    nodes
      .filter(node => node.phase === phase)
      .sort((a, b) => (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity))[0];
  return first('failed') ?? first('cancelled');
}

/** Why a build did not succeed; undefined where it did, or is not over. */
export function classifyBuild(build: EndedBuild): RunFailure | undefined {
  const { phase, result, nodes, tail } = build;
  if (!FAILED.has(phase)) return undefined;
  const stage = failedStage(nodes);
  const step = stage?.steps.findLast(each => FAILED.has(each.phase));
  const said = [step?.reason, stage?.message].filter(text => text && text !== 'null');
  const evidence = [...new Set([...said, ...tail, ...(said.length ? [] : [result])])];
  const known = CAUSES.find(([pattern]) => evidence.some(text => text && pattern.test(text)))?.[1];
  return {
    cause: known ?? plainCause(build, step?.exitCode),
    ...(stage === undefined ? {} : { task: stage.id }),
    ...(step === undefined ? {} : { step: step.name }),
    ...(step?.exitCode === undefined ? {} : { exitCode: step.exitCode }),
    evidence: evidence.flatMap(text => text || []),
  };
}

function plainCause({ phase, result }: EndedBuild, exitCode?: number): FailureCause {
  if (phase === 'cancelled') return 'cancelled';
  return exitCode !== undefined || result === 'UNSTABLE' ? 'step-failed' : 'unknown';
}
