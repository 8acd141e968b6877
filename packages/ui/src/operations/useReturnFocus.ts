import { useEffect, useRef } from 'react';

/**
 * What brings the focus back to where a dialog was opened from: to `opener`, or to what had the focus then. An opener that is gone by
 * then (a row that was deleted) gives way to the page's content, so that the keyboard is never lost at the top of the document.
 */
export function useReturnFocus(opener: HTMLElement | null | undefined): () => void {
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    before.current ??=
      document.activeElement instanceof HTMLElement ? document.activeElement : null;
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
