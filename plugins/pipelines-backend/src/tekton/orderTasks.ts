import type { PipelineSpec, PipelineTask } from './schemas';

/** A task of a Pipeline and the names of those that must have ended before it starts. */
export interface OrderedTask {
  readonly task: PipelineTask;
  readonly isFinally: boolean;
  readonly after: readonly string[];
}

/** `$(tasks.build.results.digest)`, `$(tasks["build"].status)`: what Tekton takes for an order. */
const REFERENCE = /\$\(tasks(?:\.([^.)]+)\.|\[["']([^"']+)["']\]\.)/g;

/**
 * The order of a Pipeline's tasks: `runAfter`, and references to results in parameters, `when` and matrix. Finally tasks come after every task that
 * nothing else waits for.
 */
export function orderTasks({ tasks, finally: last }: PipelineSpec): readonly OrderedTask[] {
  const names = new Set(tasks?.map(({ name }) => name));
  const ordered = (tasks ?? []).map(task => ({
    task,
    isFinally: false,
    after: predecessorsOf(task).filter(name => names.has(name) && name !== task.name),
  }));
  const awaited = new Set(ordered.flatMap(({ after }) => after));
  const ends = [...names].filter(name => !awaited.has(name));
  return [...ordered, ...(last ?? []).map(task => ({ task, isFinally: true, after: ends }))];
}

function predecessorsOf({ runAfter, params, when, matrix }: PipelineTask): readonly string[] {
  const found = JSON.stringify([params, when, matrix]).replaceAll('\\"', '"');
  const referred = [...found.matchAll(REFERENCE)].flatMap(
    ([, plain, quoted]) => plain ?? quoted ?? [],
  );
  return [...new Set([...(runAfter ?? []), ...referred])];
}
