import { useEffect, useRef } from 'react';
import { isApple } from '../layout/Shortcut';
import { OPEN_EVENT } from './openCommandPalette';

/** Calls back on Ctrl-K, or ⌘-K on a Mac, wherever the focus is, and on `openCommandPalette()`. */
export function useCommandKey(callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const modifier = isApple() ? event.metaKey : event.ctrlKey;
      if (!modifier || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      latest.current();
    };
    const onOpen = () => latest.current();
    document.addEventListener('keydown', onKey);
    document.addEventListener(OPEN_EVENT, onOpen);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener(OPEN_EVENT, onOpen);
    };
  }, []);
}
