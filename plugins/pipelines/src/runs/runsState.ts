import { ENGINES, RUN_PHASES, RUN_SORTS } from '@kubemate/plugin-pipelines-common';
import type { RunPhase, RunsRequest } from '@kubemate/plugin-pipelines-common';
import { choiceParam, listParam, textParam } from '@kubemate/ui';

export const RANGES = ['all', '1h', '24h', '7d'] as const;
const RANGE_MS = { all: undefined, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;

/** How long a run took at least. */
export const LONGER = ['any', '1m', '5m', '15m', '1h'] as const;
const LONGER_MS = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 } as const;

/** Runs of one page; the first is live. */
export const PAGE_RUNS = 500;

/** The list as it stands in the address. */
export const RUNS_PARAMS = {
  search: textParam(),
  engines: listParam(),
  places: listParam(),
  folders: listParam(),
  phases: listParam(),
  pipeline: textParam(),
  component: textParam(),
  branch: textParam(),
  author: textParam(),
  range: choiceParam(RANGES),
  longer: choiceParam(LONGER),
  sort: textParam('-created'),
};

export interface RunsState {
  readonly search: string;
  readonly engines: readonly string[];
  readonly places: readonly string[];
  readonly folders: readonly string[];
  readonly phases: readonly string[];
  readonly pipeline: string;
  readonly component: string;
  readonly branch: string;
  readonly author: string;
  readonly range: (typeof RANGES)[number];
  readonly longer: (typeof LONGER)[number];
  readonly sort: string;
}

export const NO_FILTER = {
  ...{ search: '', engines: [], places: [], folders: [], phases: [], range: 'all' as const },
  ...{ pipeline: '', component: '', branch: '', author: '', longer: 'any' as const },
} as const;

export function isFiltered(state: RunsState): boolean {
  return (
    state.range !== 'all' ||
    state.longer !== 'any' ||
    [state.search, state.pipeline, state.component, state.branch, state.author].some(Boolean) ||
    [state.engines, state.places, state.folders, state.phases].some(chosen => chosen.length > 0)
  );
}

const SORTS = RUN_SORTS.flatMap(field => [field, `-${field}`] as const);

/** What the server is asked. What stands in an old or mistyped address and means nothing is left out. */
export function runsRequest(state: RunsState, now: number): RunsRequest {
  const phases = state.phases.filter((phase): phase is RunPhase =>
    RUN_PHASES.some(known => known === phase),
  );
  const engines = ENGINES.filter(engine => state.engines.includes(engine));
  const range = RANGE_MS[state.range];
  const texts = {
    ...{ search: state.search.trim(), pipeline: state.pipeline, component: state.component },
    ...{ branch: state.branch, author: state.author },
  };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...(engines.length > 0 && { engines }),
    ...(state.places.length > 0 && { places: [...state.places] }),
    ...(state.folders.length > 0 && { folders: [...state.folders] }),
    ...(phases.length > 0 && { phases }),
    ...(range !== undefined && { since: now - range }),
    ...(state.longer !== 'any' && { minDuration: LONGER_MS[state.longer] }),
    sort: SORTS.find(sort => sort === state.sort) ?? '-created',
    limit: PAGE_RUNS,
  };
}
