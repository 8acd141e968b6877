import { useApi } from '@backstage/frontend-plugin-api';
import type { RunDetail, RunDetailEvent, RunRef } from '@kubemate/plugin-pipelines-common';
import { useMemo } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { LiveFeed, type LiveSnapshot } from '../live/LiveFeed';
import { useLiveFeed } from '../live/useLiveFeed';

export interface LiveRun extends LiveSnapshot<RunDetail> {
  retry(): void;
}

/** One run as it changes, until it has ended. */
export function useRun({ engine, place, folder, name }: RunRef): LiveRun {
  const api = useApi(pipelinesApiRef);
  const feed = useMemo(
    () =>
      new LiveFeed<RunDetailEvent, RunDetail>({
        open: signal => api.watchRun({ engine, place, folder, name }, { signal }),
        apply: (run, event) => (event.type === 'run' ? event.run : run),
        isEnd: ({ type }) => type === 'end',
      }),
    [api, engine, place, folder, name],
  );
  const snapshot = useLiveFeed(feed);
  return useMemo(() => ({ ...snapshot, retry: () => feed.open() }), [snapshot, feed]);
}
