import type { LogEvent, Viewer } from '@kubemate/kube-node';
import type { PlaceFailure, Run, RunDetail, RunRef } from '@kubemate/plugin-pipelines-common';

/** Where to look; everywhere where absent. */
export interface RunScope {
  readonly places?: readonly string[];
  readonly folders?: readonly string[];
}

export interface EngineRuns {
  readonly items: readonly Run[];
  readonly failures: readonly PlaceFailure[];
  /** Epoch milliseconds of the oldest data in the answer. */
  readonly asOf: number;
}

/** Where the output of one task is to be had, and whether more may come. */
export interface TaskLogs {
  readonly events: AsyncIterable<LogEvent>;
  /** The step that a container's lines belong to; undefined for what is no step. */
  stepOf(container: string): string | undefined;
  /** Where they come from; the pod where absent. */
  readonly from?: 'pod' | 'jenkins';
}

export interface Following {
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

/**
 * What runs pipelines. Everything is read as the viewer: what they may not see is not there.
 *
 * @throws NotFoundError, NotAllowedError, ServiceUnavailableError of `@backstage/errors`
 */
export interface Engine {
  readonly name: RunRef['engine'];
  /** Whether a place is this engine's. */
  has(place: string): boolean;
  /** Every run that the viewer may see. */
  runs(scope: RunScope, viewer: Viewer): Promise<EngineRuns>;
  /** Calls back when runs of the scope may have changed, and at once; ends with the signal, or fails when no right is left. */
  followRuns(scope: RunScope, viewer: Viewer, following: Following): Promise<void>;
  run(ref: RunRef, viewer: Viewer): Promise<RunDetail>;
  /** As {@link followRuns} for one run and its tasks. */
  followRun(ref: RunRef, viewer: Viewer, following: Following): Promise<void>;
  logs(
    request: { ref: RunRef; task: string; step?: string; tailLines: number },
    viewer: Viewer,
    options: { signal: AbortSignal },
  ): Promise<TaskLogs>;
}
