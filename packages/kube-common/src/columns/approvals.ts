import type { KubeObject } from '../kubeObject';
import { internCell } from '../intern';
import type { Health } from '../row';
import { forKind, shown, wide } from './Projection';

/** The approval task of openshift-pipelines/manual-approval-gate. */
interface ApprovalTask extends KubeObject {
  readonly spec?: { readonly numberOfApprovalsRequired?: number; readonly description?: string };
  readonly status?: { readonly state?: string; readonly approvalsReceived?: number };
}

const HEALTH: Readonly<Record<string, Health>> = { approved: 'ok', rejected: 'failed' };

const approvaltasks = forKind<ApprovalTask>({
  columns: [
    shown('state', 'State'),
    shown('approvals', 'Approvals', 'fraction'),
    shown('pipelineRun', 'PipelineRun'),
    wide('description', 'Description'),
  ],
  read({ metadata: { labels }, spec, status }) {
    // Its controller writes the state a moment after it has made the task.
    const state = status?.state || 'pending';
    return {
      health: HEALTH[state] ?? 'progressing',
      cells: {
        state: internCell(state),
        approvals: `${status?.approvalsReceived ?? 0}/${spec?.numberOfApprovalsRequired ?? 1}`,
        pipelineRun: internCell(labels?.['tekton.dev/pipelineRun']),
        description: spec?.description?.slice(0, 300) ?? null,
      },
    };
  },
});

/** Projections of the group `openshift-pipelines.org`, by plural. */
export const approvals = { approvaltasks };
