import type { Run, RunDetail } from '@kubemate/plugin-pipelines-common';

/** The line of the list that a page begins with. */
export function lineOfDetail(detail: RunDetail): Run {
  const {
    params: _p,
    results: _r,
    artifacts: _a,
    workspaces: _w,
    graph: _g,
    failure: _f,
    ...run
  } = detail;
  return run;
}
