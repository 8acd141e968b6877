import { choiceParam, textParam } from '@kubemate/ui';

export const REPOSITORY_TABS = ['files', 'commits', 'branches', 'pulls'] as const;

/** The page of a repository as it stands in the address. */
export const REPOSITORY_PARAMS = {
  tab: choiceParam(REPOSITORY_TABS),
  ref: textParam(),
  path: textParam(),
  state: choiceParam(['open', 'merged', 'closed', 'all'] as const),
};
