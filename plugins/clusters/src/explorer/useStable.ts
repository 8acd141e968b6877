import { useMemo } from 'react';

const NONE: never[] = [];

/** The same array while its content is the same: each page event brings new but equal columns. */
export function useStable<T>(items: readonly T[] | undefined): readonly T[] {
  const key = JSON.stringify(items);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => items ?? NONE, [key]);
}
