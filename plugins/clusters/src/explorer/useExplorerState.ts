import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { formatExplorerState, parseExplorerState, type ExplorerState } from './explorerState';

export interface ExplorerStateHandle {
  readonly state: ExplorerState;
  /** Changes a part. `push` makes a step that Back undoes; typing and sorting replace. */
  update(patch: Partial<ExplorerState>, history?: 'push' | 'replace'): void;
  replaceAll(state: ExplorerState): void;
}

/** The explorer's state, which lives in the address. */
export function useExplorerState(): ExplorerStateHandle {
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => parseExplorerState(params), [params]);
  const update = useCallback(
    (patch: Partial<ExplorerState>, history: 'push' | 'replace' = 'replace') =>
      setParams(
        current => formatExplorerState({ ...parseExplorerState(current), ...patch }, current),
        { replace: history === 'replace' },
      ),
    [setParams],
  );
  const replaceAll = useCallback(
    (next: ExplorerState) => setParams(current => formatExplorerState(next, current)),
    [setParams],
  );
  return useMemo(() => ({ state, update, replaceAll }), [state, update, replaceAll]);
}
