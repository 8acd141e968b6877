import { SourceBoundary, type PaletteFinds, type PaletteSource } from '@kubemate/ui';
import { Suspense, useMemo, useState, type ReactNode } from 'react';

export interface SourceFinds {
  /** What all sources have found so far. */
  readonly finds: readonly PaletteFinds[];
  /** Sources that could not be loaded or have thrown. */
  readonly failed: readonly Pick<PaletteSource, 'id' | 'title'>[];
}

/** Asks every source; `readers` must be drawn for them to be asked. */
export function useSourceFinds(
  sources: readonly PaletteSource[],
): SourceFinds & { readers: ReactNode } {
  const [found, setFound] = useState<ReadonlyMap<string, PaletteFinds | 'failed'>>(new Map());
  const readers = useMemo(() => {
    const note = (id: string, finds: PaletteFinds | 'failed') =>
      setFound(now => new Map(now).set(id, finds));
    return sources.map(({ id, Reader }) => (
      <SourceBoundary key={id} onFailure={() => note(id, 'failed')}>
        <Suspense fallback={null}>
          <Reader onFinds={finds => note(id, finds)} />
        </Suspense>
      </SourceBoundary>
    ));
  }, [sources]);
  const told = useMemo(
    () => ({
      finds: sources.flatMap(({ id }) => {
        const finds = found.get(id);
        return finds === undefined || finds === 'failed' ? [] : [finds];
      }),
      failed: sources.filter(({ id }) => found.get(id) === 'failed'),
    }),
    [sources, found],
  );
  return { ...told, readers };
}
