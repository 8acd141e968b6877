import { useApi } from '@backstage/frontend-plugin-api';
import type { RunEvent, RunPage, RunsRequest } from '@kubemate/plugin-pipelines-common';
import { useEffect, useMemo, useState } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { LiveFeed, type LiveSnapshot } from '../live/LiveFeed';
import { useLiveFeed } from '../live/useLiveFeed';
import { applyRunEvent } from './applyRunEvent';

export interface LiveRuns extends LiveSnapshot<RunPage> {
  retry(): void;
}

/** The runs that a request asks for, live. While another request is on its way the answer before stays. */
export function useRuns(request: RunsRequest): LiveRuns {
  const api = useApi(pipelinesApiRef);
  const key = JSON.stringify(request);
  const feed = useMemo(
    () =>
      new LiveFeed<RunEvent, RunPage>({
        open: signal => api.watchRuns(request, { signal }),
        apply: applyRunEvent,
      }),
    // The key stands for the request: an equal one must not open the stream again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, key],
  );
  const snapshot = useLiveFeed(feed);
  const [last, setLast] = useState<RunPage>();
  useEffect(() => {
    if (snapshot.data !== undefined) setLast(snapshot.data);
  }, [snapshot.data]);
  return useMemo(
    () => ({
      ...snapshot,
      data: snapshot.data ?? (snapshot.connection === 'connecting' ? last : undefined),
      retry: () => feed.open(),
    }),
    [snapshot, last, feed],
  );
}
