import type { TaskInterface, TaskLookup } from './LintFinding';
import type { Part } from './Part';
import { taskInterface } from './taskInterface';

/** A task of a Pipeline, and what is known of what it runs. */
export interface PipelineTask {
  readonly name: string;
  readonly part: Part;
  readonly isFinally: boolean;
  readonly isMatrix: boolean;
  /** The Task of the namespace that it names, where it is one. */
  readonly reference?: string;
  readonly definition: TaskInterface | 'missing' | undefined;
}

export function tasksOf(spec: Part, taskOf: TaskLookup): readonly PipelineTask[] {
  const read = (isFinally: boolean) => (part: Part, index: number) => {
    const reference = referenceOf(part);
    const embedded = part.at('taskSpec');
    return {
      ...{ part, isFinally, reference },
      name: part.at('name').text ?? `#${index + 1}`,
      isMatrix: part.at('matrix').isThere,
      definition: part.at('taskRef').isThere
        ? reference === undefined || embedded.isThere
          ? undefined
          : taskOf(reference)
        : isPlainSpec(embedded)
          ? taskInterface(embedded)
          : undefined,
    };
  };
  return [...spec.at('tasks').items.map(read(false)), ...spec.at('finally').items.map(read(true))];
}

/** A Task's own, and not what another controller runs. */
export function isPlainSpec(taskSpec: Part): boolean {
  return (
    taskSpec.isThere &&
    !taskSpec.at('apiVersion').isThere &&
    taskSpec.at('kind').text !== 'CustomTask'
  );
}

/** The Task of the same namespace that a task of a Pipeline names. */
export function referenceOf(task: Part): string | undefined {
  const reference = task.at('taskRef');
  const kind = reference.at('kind').text ?? 'Task';
  const group = reference.at('apiVersion').text ?? 'tekton.dev/v1';
  const isOwn =
    kind === 'Task' && group.startsWith('tekton.dev/') && !reference.at('resolver').isThere;
  const name = reference.at('name').text;
  // A bundle of old has a name as well.
  return isOwn && !reference.at('bundle').isThere && !name?.includes('$(') ? name : undefined;
}
