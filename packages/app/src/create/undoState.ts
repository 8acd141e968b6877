import type { Health } from '@kubemate/kube-common';
import type { UndoItem } from '@kubemate/plugin-template-runs-common';

/** Whether there is something to do that the person may do. */
export function canUndo({ undoes, allowed }: UndoItem): boolean {
  return undoes !== undefined && allowed;
}

/** What is taken back where nobody chooses: all that nobody has changed since. */
export function chosenAtFirst(items: readonly UndoItem[]): ReadonlySet<string> {
  return new Set(
    items.filter(each => canUndo(each) && each.state === 'as-made').map(({ id }) => id),
  );
}

/** The texts that guards of the chosen ask for, each once. */
export function textsToType(
  items: readonly UndoItem[],
  chosen: ReadonlySet<string>,
): readonly string[] {
  const texts = items.flatMap(({ id, guard }) =>
    chosen.has(id) && guard?.kind === 'typed' ? [guard.text] : [],
  );
  return [...new Set(texts)];
}

/** How an item is drawn: what is gone or goes along needs nobody's attention. */
export function lookOf(item: UndoItem): {
  health: Health;
  word: 'goes' | 'changed' | 'denied' | 'gone' | 'along' | 'stays';
} {
  if (item.state === 'gone') return { health: 'idle', word: 'gone' };
  if (item.state === 'goes-along') return { health: 'idle', word: 'along' };
  if (item.undoes === undefined) return { health: 'unknown', word: 'stays' };
  if (!item.allowed) return { health: 'failed', word: 'denied' };
  return item.state === 'changed'
    ? { health: 'warning', word: 'changed' }
    : { health: 'ok', word: 'goes' };
}
