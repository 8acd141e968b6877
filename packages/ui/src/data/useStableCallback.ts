import { useCallback, useLayoutEffect, useRef } from 'react';

/** One function for as long as the component lives, which calls the one of the latest render. For events, not for drawing. */
export function useStableCallback<A extends unknown[], R>(callback: (...args: A) => R) {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...args: A): R => latest.current(...args), []);
}
