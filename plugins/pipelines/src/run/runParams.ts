import { choiceParam, numberParam, textParam } from '@kubemate/ui';

/** The page of a run as it stands in the address. */
export const RUN_PARAMS = {
  view: choiceParam(['graph', 'timeline']),
  task: textParam(),
  step: textParam(),
  /** The marked line of the log; 0 where none is. */
  line: numberParam(0),
  find: textParam(),
};
