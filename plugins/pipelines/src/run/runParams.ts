import { choiceParam, textParam } from '@kubemate/ui';

/** The page of a run as it stands in the address. */
export const RUN_PARAMS = {
  view: choiceParam(['graph', 'timeline']),
  task: textParam(),
  step: textParam(),
  /** The marked line of the log, as the log view names it. */
  line: textParam(),
  find: textParam(),
};
