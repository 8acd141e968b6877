import { formatAge } from '../time/formatAge';
import { useNow } from '../time/useNow';
import { endOf, type GraphTask } from './TaskGraphModel';

/** How long something took, or takes so far: new each second while it goes on. Undefined before it has started, and where nobody saw its end. */
export function useTaskDuration(
  task: Pick<GraphTask, 'phase' | 'startedAt' | 'finishedAt'>,
): string | undefined {
  const { startedAt } = task;
  const text = useNow(now => {
    const end = endOf(task, now);
    return startedAt === undefined || end === undefined ? '' : formatAge(end - startedAt);
  });
  return text === '' ? undefined : text;
}
