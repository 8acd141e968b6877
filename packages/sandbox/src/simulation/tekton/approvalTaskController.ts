import { parseTime } from '@kubemate/kube-common';
import { keyOf, type Cluster } from '../Cluster';
import { Controller } from '../controllers/Controller';
import { ownerReference } from '../controllers/PodControl';
import { withCondition } from '../controllers/podState';
import { APPROVAL_TASKS, type ApprovalTask, type ApprovalTaskApprover } from '../objects/approvals';
import { CUSTOM_RUNS, type TaskRun } from '../objects/tekton';
import { durationMs } from './naming';
import { isDone } from './taskRunController';

const DEFAULT_TIMEOUT = '1h';
const GROUP = 'group:';

function paramOf(run: TaskRun, name: string) {
  return run.spec.params?.find(param => param.name === name)?.value;
}

function approverOf(named: string): ApprovalTaskApprover {
  return named.startsWith(GROUP)
    ? { name: named.slice(GROUP.length), input: 'pending', type: 'Group' }
    : { name: named, input: 'pending', type: 'User' };
}

/** Everybody who has answered, by what they said. */
function peopleOf({ spec }: ApprovalTask, input: 'approve' | 'reject'): string[] {
  const entries = spec.approvers.flatMap(entry =>
    entry.type === 'Group' ? (entry.users ?? []) : [entry],
  );
  return [...new Set(entries.filter(entry => entry.input === input).map(({ name }) => name))];
}

function stateOf(task: ApprovalTask): 'pending' | 'approved' | 'rejected' {
  if (peopleOf(task, 'reject').length > 0) return 'rejected';
  const needed = task.spec.numberOfApprovalsRequired;
  return peopleOf(task, 'approve').length >= needed ? 'approved' : 'pending';
}

class ApprovalReconciler {
  constructor(private readonly cluster: Cluster) {}

  /** @returns milliseconds after which to look again */
  reconcile(run: TaskRun): number | undefined {
    const { apiVersion, kind } = { apiVersion: undefined, kind: undefined, ...customRef(run) };
    if (apiVersion !== APPROVAL_TASKS.apiVersion || kind !== APPROVAL_TASKS.kind) return undefined;
    if (isDone(run) || run.metadata.deletionTimestamp !== undefined) return undefined;
    const task = this.cluster.get(APPROVAL_TASKS, keyOf(run)) ?? this.ask(run);
    if (run.spec.status === 'RunCancelled')
      return this.end(run, task, { state: 'rejected', message: 'Approval Task cancelled' });
    const startedAt = parseTime(run.status?.startTime ?? undefined) ?? this.cluster.clock.now();
    const timeout = durationMs(run.spec.timeout ?? DEFAULT_TIMEOUT);
    const left = startedAt + timeout - this.cluster.clock.now();
    if (left < 0) {
      const message = `Approval task ${run.metadata.name} is failed because of timeout`;
      return this.end(run, task, { state: 'rejected', message });
    }
    const state = stateOf(task);
    if (state === 'approved') return this.end(run, task, { state, message: 'TaskRun succeeded' });
    if (state === 'rejected')
      return this.end(run, task, { state, message: 'Approval Task denied' });
    this.report(task, state);
    return left + 1_000;
  }

  private ask(run: TaskRun): ApprovalTask {
    const { name, namespace, labels } = run.metadata;
    const approvers = [paramOf(run, 'approvers') ?? []].flat().map(String);
    const now = this.cluster.timestamp();
    const task = this.cluster.create<ApprovalTask>(APPROVAL_TASKS, {
      metadata: {
        ...{ name, namespace },
        labels: { ...labels, 'tekton.dev/customRun': name },
        ownerReferences: ownerReference(run),
      },
      spec: {
        approvers: approvers.map(approverOf),
        numberOfApprovalsRequired: Number(paramOf(run, 'numberOfApprovalsRequired') ?? 1),
        description: String(paramOf(run, 'description') ?? ''),
      },
    });
    this.cluster.patchStatus(APPROVAL_TASKS, keyOf(run), { startTime: now });
    this.tell(run, { startTime: run.status?.startTime ?? now }, ['Unknown', 'Running', 'Running']);
    return task;
  }

  private report(task: ApprovalTask, state: string): void {
    this.cluster.patchStatus(APPROVAL_TASKS, keyOf(task), {
      state,
      approvers: task.spec.approvers.map(({ name }) => name),
      approvalsRequired: task.spec.numberOfApprovalsRequired,
      approvalsReceived: peopleOf(task, 'approve').length,
    });
  }

  private end(
    run: TaskRun,
    task: ApprovalTask,
    { state, message }: { state: 'approved' | 'rejected'; message: string },
  ): undefined {
    this.report(task, state);
    const verdict =
      state === 'approved'
        ? (['True', 'Succeeded', message] as const)
        : (['False', 'Failed', message] as const);
    this.tell(run, { completionTime: this.cluster.timestamp() }, verdict);
  }

  private tell(
    run: TaskRun,
    times: object,
    [status, reason, message]: readonly ['True' | 'False' | 'Unknown', string, string],
  ): void {
    const next = { type: 'Succeeded', status, reason, message };
    const conditions = withCondition(run.status?.conditions, next, this.cluster.timestamp());
    this.cluster.patchStatus(CUSTOM_RUNS, keyOf(run), { ...times, conditions });
  }
}

/** What a CustomRun refers to; the type of a TaskRun knows no such field. */
function customRef({ spec }: TaskRun): { apiVersion?: unknown; kind?: unknown } {
  const { customRef: ref }: { customRef?: unknown } = spec as object;
  return typeof ref === 'object' && ref !== null ? ref : {};
}

/** Asks people where a pipeline has an ApprovalTask, and ends its CustomRun by what they answer. */
export function startApprovalTaskController(cluster: Cluster): Controller<TaskRun> {
  const reconciler = new ApprovalReconciler(cluster);
  return new Controller(cluster, {
    name: 'approvaltask-controller',
    resource: CUSTOM_RUNS,
    reconcile(run, queue) {
      const again = reconciler.reconcile(run);
      if (again !== undefined) queue.add(keyOf(run), again);
    },
  }).owns(APPROVAL_TASKS);
}
