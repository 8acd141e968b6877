import { formatAge } from '../time/formatAge';
import { useNow } from '../time/useNow';

/** How long something took, or takes so far: new each second while it goes on. Undefined before it has started. */
export function useTaskDuration({
  startedAt,
  finishedAt,
}: {
  readonly startedAt?: number;
  readonly finishedAt?: number;
}): string | undefined {
  const text = useNow(now =>
    startedAt === undefined ? '' : formatAge((finishedAt ?? now) - startedAt),
  );
  return text === '' ? undefined : text;
}
