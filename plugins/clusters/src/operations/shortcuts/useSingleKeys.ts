import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

const KEY = 'singleKeys';

/** Whether letters alone do something: they get in the way of speech input, so everybody can switch them off. */
export function useSingleKeys(): { readonly on: boolean; set(on: boolean): void } {
  const storage = useApi(storageApiRef).forBucket('clusters');
  const [on, setOn] = useState(() => storage.snapshot(KEY).value !== false);
  useEffect(() => {
    const subscription = storage
      .observe$<boolean>(KEY)
      .subscribe(({ value }) => setOn(value !== false));
    return () => subscription.unsubscribe();
    // The bucket is made anew by each call and is always the same one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return { on, set: value => void storage.set(KEY, value) };
}
