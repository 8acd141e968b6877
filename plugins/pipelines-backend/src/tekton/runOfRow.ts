import type { Cell, Row } from '@kubemate/kube-common';
import { RUN_PHASES, TRIGGER_KINDS } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';

/** A row is the same object until it changes, and every page of a list reads all of them. */
const known = new WeakMap<Row, Run>();

/** The row of a PipelineRun as a run: the projection of `tekton.dev` has every field in a cell. */
export function runOfRow(row: Row): Run {
  let run = known.get(row);
  if (run === undefined) known.set(row, (run = readRow(row)));
  return run;
}

function readRow(row: Row): Run {
  const { cells } = row;
  const source = {
    repository: text(cells.repository),
    branch: text(cells.branch),
    commit: text(cells.commit),
  };
  const [done = 0, total = 0] = String(cells.tasks ?? '')
    .split('/')
    .map(Number);
  return {
    ref: { engine: 'tekton', place: row.cluster, folder: row.namespace ?? '', name: row.name },
    uid: row.uid,
    pipeline: text(cells.pipeline),
    phase: RUN_PHASES.find(phase => phase === cells.phase) ?? 'pending',
    reason: text(cells.status),
    message: text(cells.message),
    trigger: {
      kind: TRIGGER_KINDS.find(kind => kind === cells.trigger) ?? 'unknown',
      by: text(cells.by),
    },
    source: Object.values(source).some(value => value !== undefined) ? source : undefined,
    component: text(cells.component),
    createdAt: row.created,
    startedAt: number(cells.started),
    finishedAt: number(cells.finished),
    tasks: { total, done, failed: number(cells.failed) ?? 0 },
    isArchived: false,
  };
}

function text(cell: Cell | undefined): string | undefined {
  return typeof cell === 'string' && cell !== '' ? cell : undefined;
}

function number(cell: Cell | undefined): number | undefined {
  return typeof cell === 'number' ? cell : undefined;
}
