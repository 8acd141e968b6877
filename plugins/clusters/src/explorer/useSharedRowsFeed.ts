import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import type { RowQuestion } from './explorerState';
import { RowsFeed, type RowsSnapshot } from './RowsFeed';

interface Shared {
  readonly feed: RowsFeed;
  users: number;
}

const feeds = new WeakMap<object, Map<string, Shared>>();

/**
 * Follows the first rows that answer a question, by one stream for all that ask the same. A browser has six connections to a server over HTTP/1.1: cards of one page
 * that each had a stream of their own would leave none for anything else.
 */
export function useSharedRowsFeed(question: RowQuestion): RowsSnapshot & { retry(): void } {
  const client = useApi(clustersApiRef);
  const key = JSON.stringify(question);
  const shared = useMemo(() => {
    const known = feeds.get(client) ?? new Map<string, Shared>();
    feeds.set(client, known);
    const found = known.get(key) ?? { feed: new RowsFeed({ client, question }), users: 0 };
    known.set(key, found);
    return found;
    // The key stands for the question: a new but equal object must not reopen the stream.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, key]);
  const { feed } = shared;
  const snapshot = useSyncExternalStore(feed.subscribe, feed.snapshot);

  useEffect(() => {
    // Whoever left last took it away.
    feeds.get(client)?.set(key, shared);
    shared.users += 1;
    feed.open();
    window.addEventListener('online', feed.wake);
    return () => {
      window.removeEventListener('online', feed.wake);
      shared.users -= 1;
      if (shared.users > 0) return;
      feed.close();
      feeds.get(client)?.delete(key);
    };
  }, [client, key, feed, shared]);

  const retry = useCallback(() => feed.retry(), [feed]);
  return useMemo(() => ({ ...snapshot, retry }), [snapshot, retry]);
}
