import { parseRecentObject } from './recentObjects';
import type { RecentObject } from './recentObjects';
import { useStoredList, type StoredList } from './useStoredList';

const OPTIONS = { key: 'recentObjects', parse: parseRecentObject };

/** Objects that the signed-in person opened, newest first. */
export function useRecentObjects(): StoredList<RecentObject> {
  return useStoredList(OPTIONS);
}
