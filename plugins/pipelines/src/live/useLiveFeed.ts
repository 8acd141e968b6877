import { useEffect, useSyncExternalStore } from 'react';
import type { LiveFeed, LiveSnapshot } from './LiveFeed';

/** Follows a feed for as long as the component lives, and at once again when the network is back. */
export function useLiveFeed<E, S>(feed: LiveFeed<E, S>): LiveSnapshot<S> {
  useEffect(() => {
    feed.open();
    const wake = () => {
      if (feed.snapshot().connection === 'offline') feed.open();
    };
    window.addEventListener('online', wake);
    return () => {
      window.removeEventListener('online', wake);
      feed.close();
    };
  }, [feed]);
  return useSyncExternalStore(feed.subscribe, feed.snapshot);
}
