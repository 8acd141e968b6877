import { useApi } from '@backstage/frontend-plugin-api';
import type { Run, RunsRequest } from '@kubemate/plugin-pipelines-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';

/** Pages that are held at once: with the live one 10 000 runs. */
const MOST_PAGES = 19;

const NO_RUNS: readonly Run[] = [];

export interface OlderRuns {
  readonly items: readonly Run[];
  readonly error: unknown;
  /** All that a list holds is loaded, and there is more. */
  readonly isFull: boolean;
  /** Asks for the next page, unless one is on its way. */
  more(): void;
}

/**
 * Runs after those of the live page, page by page as somebody scrolls to them. They start where the live page ended when the first of them was asked
 * for: what it has pushed out since stands between, and is held beside them.
 */
export function useOlderRuns(request: RunsRequest, live: LivePage | undefined): OlderRuns {
  const api = useApi(pipelinesApiRef);
  const key = JSON.stringify(request);
  const [start, setStart] = useState<{ key: string; cursor: string }>();
  const cursor = start?.key === key ? start.cursor : undefined;
  const pushedOut = usePushedOut(cursor === undefined ? undefined : live?.items, cursor);
  const query = useInfiniteQuery({
    queryKey: ['pipelines', 'older', key, cursor],
    queryFn: ({ pageParam, signal }) => api.listRuns({ ...request, cursor: pageParam }, { signal }),
    initialPageParam: cursor,
    getNextPageParam: page => page.nextCursor,
    enabled: cursor !== undefined,
    staleTime: Infinity,
  });
  const { data, hasNextPage, isFetching, fetchNextPage, error } = query;
  const pages = data?.pages.length ?? 0;
  const items = useMemo(() => {
    if (cursor === undefined) return NO_RUNS;
    const shown = new Set(live?.items.map(({ uid }) => uid));
    const older = [...pushedOut, ...(data?.pages.flatMap(page => page.items) ?? [])];
    const known = new Map(older.map(run => [run.uid, run]));
    return [...known.values()].filter(({ uid }) => !shown.has(uid));
  }, [cursor, data, live?.items, pushedOut]);
  return {
    ...{ items, error },
    isFull: pages >= MOST_PAGES && hasNextPage,
    more: () => {
      if (cursor === undefined && live?.nextCursor !== undefined)
        setStart({ key, cursor: live.nextCursor });
      else if (hasNextPage && !isFetching && pages < MOST_PAGES) void fetchNextPage();
    },
  };
}

interface LivePage {
  readonly items: readonly Run[];
  readonly nextCursor?: string;
}

/** Runs that left the end of the live page since its end was fixed, newest first. */
function usePushedOut(items: readonly Run[] | undefined, cursor: string | undefined) {
  const [held, setHeld] = useState<{
    cursor: string | undefined;
    last: readonly Run[];
    out: readonly Run[];
  }>({ cursor, last: NO_RUNS, out: NO_RUNS });
  useEffect(() => {
    setHeld(before => {
      if (before.cursor !== cursor) return { cursor, last: items ?? NO_RUNS, out: NO_RUNS };
      if (items === undefined || items === before.last) return before;
      return { cursor, last: items, out: [...leftEnd(before.last, items), ...before.out] };
    });
  }, [items, cursor]);
  return held.out;
}

/** What stood at the end of a page and stands there no more; what went from its middle was deleted. */
export function leftEnd(before: readonly Run[], now: readonly Run[]): readonly Run[] {
  const uids = new Set(now.map(({ uid }) => uid));
  const kept = before.findLastIndex(({ uid }) => uids.has(uid));
  return kept < 0 ? [] : before.slice(kept + 1);
}
