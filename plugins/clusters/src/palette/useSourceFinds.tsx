import type { PaletteFinds, PaletteSource } from '@kubemate/ui';
import { useMemo, useState, type ReactNode } from 'react';

/** What all sources have found so far; `readers` must be drawn for them to be asked. */
export function useSourceFinds(sources: readonly PaletteSource[]): {
  finds: readonly PaletteFinds[];
  readers: ReactNode;
} {
  const [found, setFound] = useState<ReadonlyMap<string, PaletteFinds>>(new Map());
  const readers = useMemo(
    () =>
      sources.map(({ id, Reader }) => (
        <Reader key={id} onFinds={finds => setFound(now => new Map(now).set(id, finds))} />
      )),
    [sources],
  );
  const finds = useMemo(() => sources.flatMap(({ id }) => found.get(id) ?? []), [sources, found]);
  return { finds, readers };
}
