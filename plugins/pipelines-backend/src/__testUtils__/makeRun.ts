import type { Run, RunDetail } from '@kubemate/plugin-pipelines-common';

/** A run of namespace `shop` on cluster `dev`, uid after its name. */
export function makeRun(name: string, fields: Partial<Run> = {}): Run {
  return {
    ref: { engine: 'tekton', place: 'dev', folder: 'shop', name },
    uid: `uid-${name}`,
    phase: 'succeeded',
    trigger: { kind: 'unknown' },
    createdAt: 0,
    tasks: { total: 0, done: 0, failed: 0 },
    isArchived: false,
    ...fields,
  };
}

/** A run with its page, of one task that has a log. */
export function makeRunDetail(name: string, fields: Partial<RunDetail> = {}): RunDetail {
  const node = {
    ...{ id: 'build', title: 'build', kind: 'task' as const, phase: 'succeeded' as const },
    ...{ retries: 0, taskRun: `${name}-build`, steps: [], params: [], results: [] },
    isCritical: true,
  };
  return {
    ...makeRun(name),
    ...{
      params: [{ name: 'revision', value: 'main' }],
      results: [],
      artifacts: [],
      workspaces: [],
    },
    graph: { nodes: [node], edges: [] },
    ...fields,
  };
}
