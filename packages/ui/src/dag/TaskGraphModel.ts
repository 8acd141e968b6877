/** What a task of a run, or the run itself, is doing. */
export type TaskPhase =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'timed-out'
  | 'unknown'
  | 'skipped';

/** A task as it is drawn. */
export interface GraphTask {
  readonly id: string;
  readonly title: string;
  /** `finally` tasks run after all others, whatever became of them, and stand in a section of their own. */
  readonly kind: 'task' | 'finally' | 'custom' | 'pipeline';
  /** Absent in a definition, where nothing has run. */
  readonly phase?: TaskPhase;
  /** Epoch milliseconds. */
  readonly startedAt?: number;
  /** Epoch milliseconds. */
  readonly finishedAt?: number;
  /** On the chain of tasks that the length of the run hangs on. */
  readonly isCritical?: boolean;
  /** A short word more: `2 retries`, `Task build-image`. */
  readonly note?: string;
}

/**
 * When something ended, in epoch ms; `now` while it goes on.
 * Undefined where it is over and nobody saw when: what would be counted from now on has not happened.
 */
export function endOf(
  { phase, finishedAt }: Pick<GraphTask, 'phase' | 'finishedAt'>,
  now: number,
): number | undefined {
  return finishedAt ?? (phase === 'unknown' ? undefined : now);
}

/** `to` begins when `from` has ended. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

/** Tasks and the order between them. */
export interface TaskGraphData {
  readonly nodes: readonly GraphTask[];
  readonly edges: readonly GraphEdge[];
}
