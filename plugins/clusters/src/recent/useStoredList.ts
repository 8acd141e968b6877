import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMemo, useSyncExternalStore } from 'react';

export interface StoredList<T> {
  readonly items: readonly T[];
  /** Writes what `change` makes of the newest list. */
  update(change: (items: readonly T[]) => readonly T[]): void;
}

export interface StoredListOptions<T> {
  readonly key: string;
  /** Reads one stored item; undefined drops what an older version wrote. */
  parse(item: unknown): T | undefined;
}

/** A list of the signed-in person, kept in Backstage's storage and the same in all their tabs. `options` is a constant. */
export function useStoredList<T>(options: StoredListOptions<T>): StoredList<T> {
  const storage = useApi(storageApiRef);
  const store = useMemo(() => {
    const bucket = storage.forBucket('clusters');
    const read = (value: unknown): readonly T[] =>
      Array.isArray(value) ? value.flatMap(item => options.parse(item) ?? []) : [];
    let items = read(bucket.snapshot(options.key).value);
    return {
      snapshot: () => items,
      subscribe: (listener: () => void) => {
        const subscription = bucket.observe$(options.key).subscribe(({ value }) => {
          items = read(value);
          listener();
        });
        return () => subscription.unsubscribe();
      },
      write: (change: (items: readonly T[]) => readonly T[]) => {
        const next = change(items);
        if (next === items) return;
        items = next;
        // A list that cannot be stored is a comfort lost, not an error to stop for.
        // Every item is made of plain JSON, which `parse` checks on the way back.
        void bucket.set(options.key, next as unknown as null).catch(() => undefined);
      },
    };
  }, [storage, options]);
  const items = useSyncExternalStore(store.subscribe, store.snapshot);
  return useMemo(() => ({ items, update: store.write }), [items, store]);
}
