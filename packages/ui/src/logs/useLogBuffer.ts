import { useSyncExternalStore } from 'react';
import type { LogBuffer, LogSnapshot } from './LogBuffer';

/** The lines of a buffer, new at most once per frame. */
export function useLogBuffer(buffer: LogBuffer): LogSnapshot {
  return useSyncExternalStore(buffer.subscribe, buffer.snapshot);
}
