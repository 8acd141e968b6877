import type { Result, ResultSpec } from '../objects/tekton';

/** One entry of what the entrypoint writes when a step ends. */
export interface RunResult {
  readonly key: string;
  readonly value: string;
  /** 1: a result of the task; 3: for Tekton itself. */
  readonly type: number;
}

export const TASK_RESULT = 1;
export const INTERNAL = 3;

export function parseTermination(message: string | undefined): readonly RunResult[] {
  if (message === undefined || message === '') return [];
  try {
    const parsed: unknown = JSON.parse(message);
    return Array.isArray(parsed) ? (parsed as RunResult[]) : [];
  } catch {
    return []; // what an image itself wrote is not the entrypoint's
  }
}

export function internalValue(results: readonly RunResult[], key: string): string | undefined {
  return results.find(result => result.type === INTERNAL && result.key === key)?.value;
}

/** The results of the task that a step wrote, typed as the task declares them. */
export function taskResults(
  results: readonly RunResult[],
  specs: readonly ResultSpec[] = [],
): Result[] {
  return results
    .filter(({ type }) => type === TASK_RESULT)
    .flatMap(({ key, value }) => {
      const type = specs.find(({ name }) => name === key)?.type ?? 'string';
      if (type === 'string') return [{ name: key, type, value }];
      try {
        return [{ name: key, type, value: JSON.parse(value) }];
      } catch {
        return []; // not of its type: Tekton leaves it out
      }
    });
}
