import { choiceParam, textParam } from '@kubemate/ui';

export const REPOSITORY_TABS = ['files', 'commits', 'branches', 'pulls', 'settings'] as const;

/** The page of a repository as it stands in the address. */
export const REPOSITORY_PARAMS = {
  tab: choiceParam(REPOSITORY_TABS),
  ref: textParam(),
  path: textParam(),
  /** A webhook whose deliveries are shown, and one of these. */
  webhook: textParam(),
  delivery: textParam(),
  state: choiceParam(['open', 'merged', 'closed', 'all'] as const),
};
