import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import type { RowQuestion } from './explorerState';
import { RowsFeed, type RowsSnapshot } from './RowsFeed';
import { windowFor, type RowWindow } from './rowWindow';

/** A person who scrolls stops for longer than this; who drags the scroll bar does not. */
const SETTLE = 90;

export interface LiveRows extends RowsSnapshot {
  /** True while rows of the question before are shown, until the first page of this one. */
  readonly outdated: boolean;
  /** Tells which rows the table needs, so that the stream follows them. */
  onRangeChange(range: RowWindow): void;
  retry(): void;
}

/** Follows the rows that answer a question, in the window that is on the screen. */
export function useRowsFeed(question: RowQuestion): LiveRows {
  const client = useApi(clustersApiRef);
  const key = JSON.stringify(question);
  // The key stands for the question: a new but equal object must not reopen the stream.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const feed = useMemo(() => new RowsFeed({ client, question }), [client, key]);
  const snapshot = useSyncExternalStore(feed.subscribe, feed.snapshot);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  useEffect(() => {
    feed.open();
    window.addEventListener('online', feed.wake);
    return () => {
      window.removeEventListener('online', feed.wake);
      clearTimeout(timer.current);
      feed.close();
    };
  }, [feed]);

  const onRangeChange = useCallback(
    (range: RowWindow) => {
      clearTimeout(timer.current);
      const next = windowFor(range, feed.window);
      if (next !== feed.window) timer.current = setTimeout(() => feed.setWindow(next), SETTLE);
    },
    [feed],
  );
  const retry = useCallback(() => feed.retry(), [feed]);
  const shown = useLastReady(snapshot, `${question.resource.group}/${question.resource.plural}`);
  return useMemo(
    () => ({ ...shown, outdated: shown !== snapshot, onRangeChange, retry }),
    [shown, snapshot, onRangeChange, retry],
  );
}

/** The rows before while the new ones load, as long as they are of the same type: typing does not blank the table. */
function useLastReady(snapshot: RowsSnapshot, type: string): RowsSnapshot {
  const [last, setLast] = useState<{ type: string; snapshot: RowsSnapshot }>();
  useEffect(() => {
    if (snapshot.state === 'ready') setLast({ type, snapshot });
  }, [snapshot, type]);
  const usable = snapshot.state === 'loading' && last?.type === type;
  return usable ? last.snapshot : snapshot;
}
