import { choiceParam, flagParam, listParam, textParam } from '@kubemate/ui';

/** What the address of the map says. */
export const MAP_PARAMS = {
  cluster: textParam(),
  /** All that the viewer sees something in where empty. */
  namespaces: listParam(),
  /** The standard ones where empty. */
  kinds: listParam(),
  search: textParam(),
  trouble: flagParam(),
  view: choiceParam(['map', 'list']),
  /** The id of the node whose panel is open. */
  node: textParam(),
  /** Groups that are folded. */
  folded: listParam(),
} as const;

/** The map's state; `useUrlState(MAP_PARAMS)` gives it. */
export type MapState = {
  readonly cluster: string;
  readonly namespaces: readonly string[];
  readonly kinds: readonly string[];
  readonly search: string;
  readonly trouble: boolean;
  readonly view: 'map' | 'list';
  readonly node: string;
  readonly folded: readonly string[];
};

export type UpdateMap = (
  patch: Partial<MapState>,
  update?: { history?: 'push' | 'replace' },
) => void;

/** Everything that hides something, off. */
export const SHOW_ALL = { kinds: [], search: '', trouble: false, folded: [] } as const;
