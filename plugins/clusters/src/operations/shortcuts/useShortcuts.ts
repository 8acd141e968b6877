import { useEffect, useRef } from 'react';
import { useSingleKeys } from './useSingleKeys';

/** What keys do, by their names: `s`, `.`, `?`, `Ctrl-d`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** The name of a key press; undefined where it is none of a shortcut's. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>) {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (altKey || metaKey || key.length > 1) return undefined;
  return ctrlKey ? `Ctrl-${key.toLowerCase()}` : key;
}

/** True where the key belongs to what has the focus: somebody types, or a dialog or a menu is open. */
export function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable=true], .cm-editor') !== null)
    return true;
  return target.closest('[role=dialog], [role=menu], [role=grid]') !== null;
}

/** Listens on the whole page while the component is there. Letters alone are off where the person has switched them off. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const { on } = useSingleKeys();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const name = keyName(event);
      if (name === undefined || event.defaultPrevented || isTaken(event.target)) return;
      if (!on && !name.startsWith('Ctrl-')) return;
      const run = latest.current[name];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [on]);
}
