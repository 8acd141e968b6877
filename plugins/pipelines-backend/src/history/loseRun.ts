import type { LostReason, Run, RunDetail, TaskNode } from '@kubemate/plugin-pipelines-common';
import { hasEnded } from './hasEnded';
import type { RunRecord } from './RunStore';

interface Loss {
  readonly reason: LostReason;
  readonly message: string;
}

const DELETED: Loss = {
  reason: 'DeletedWhileRunning',
  message: 'It was deleted while it ran: what its tasks did until then is all that is known',
};
const MISSED: Loss = {
  reason: 'GoneUnseen',
  message:
    'It ran when the portal last saw it, and was gone when it looked again: how it ended is not known',
};

/** What is known of a run that went before anybody saw its end. `wasFollowed`: its deletion was seen. */
export function loseRun(
  { run, detail, template }: RunRecord,
  { wasFollowed }: { wasFollowed: boolean },
): RunRecord {
  const lost = { phase: 'unknown' as const, ...(wasFollowed ? DELETED : MISSED) };
  return {
    run: { ...run, ...lost },
    detail: detail && { ...detail, ...lost, graph: loseTasks(detail.graph) },
    template,
  };
}

function loseTasks({ nodes, edges }: RunDetail['graph']): RunDetail['graph'] {
  return { nodes: nodes.map(loseTask), edges };
}

function loseTask(node: TaskNode): TaskNode {
  return {
    ...node,
    phase: lostPhase(node.phase),
    steps: node.steps.map(step => ({ ...step, phase: lostPhase(step.phase) })),
  };
}

function lostPhase(phase: TaskNode['phase']): TaskNode['phase'] {
  return phase === 'skipped' || hasEnded({ phase }) ? phase : 'unknown';
}

/** The page of a run of which only the line in the list was kept. */
export function detailOfRun(run: Run): RunDetail {
  const none = { params: [], results: [], artifacts: [], workspaces: [] };
  return { ...run, ...none, graph: { nodes: [], edges: [] } };
}
