import { useEffect, useRef } from 'react';

/**
 * What brings the focus back to where a dialog was opened from: to `opener`, or to what had the focus then. An opener that is gone by
 * then (a row that was deleted) gives way to the page's content, so that the keyboard is never lost at the top of the document.
 */
export function useReturnFocus(opener: HTMLElement | null | undefined): () => void {
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const active = document.activeElement;
    // Nothing had it where the address has opened the dialog.
    if (active instanceof HTMLElement && active !== document.body) before.current ??= active;
  }, []);
  return () => {
    // After the dialog has given the focus up.
    setTimeout(() => {
      const found = [opener, before.current, document.getElementById('content')].find(
        element => element?.isConnected,
      );
      found?.focus();
    }, 0);
  };
}
