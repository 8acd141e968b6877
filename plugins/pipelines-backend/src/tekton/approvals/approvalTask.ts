import type { KubeObject } from '@kubemate/kube-common';
import type { RunInput, WaitingInput } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

/** Who the API server takes somebody for. */
export interface Approver {
  readonly user: string;
  readonly groups: readonly string[];
}

const text = z.string().nullish();

const approverSchema = z.looseObject({
  name: z.string(),
  /** `pending`, `approve` or `reject`. */
  input: text,
  message: text,
  /** Versions up to 0.6 know people only, and write nothing. */
  type: text,
  users: z.array(z.looseObject({ name: z.string(), input: text, message: text })).nullish(),
});

/** An ApprovalTask of `openshift-pipelines.org/v1alpha1` as far as the portal reads it. */
export const approvalTaskSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string().optional(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.looseObject({
    approvers: z.array(approverSchema).nullish(),
    numberOfApprovalsRequired: z.number().nullish(),
    description: text,
  }),
  status: z.looseObject({ state: text, startTime: text }).nullish(),
});

export type ApprovalTask = z.output<typeof approvalTaskSchema>;
type ApproverEntry = z.output<typeof approverSchema>;

export function readApprovalTask(object: KubeObject): ApprovalTask {
  return approvalTaskSchema.parse(object);
}

export function isGroup({ type }: ApproverEntry): boolean {
  return type === 'Group';
}

/** Nothing has been decided for good. */
export function isOpen({ status }: ApprovalTask): boolean {
  return !['approved', 'rejected'].includes(status?.state ?? 'pending');
}

const DECISIONS: Readonly<Record<string, 'proceed' | 'abort'>> = {
  approve: 'proceed',
  reject: 'abort',
};

/** Who has answered what. A group has no answer of its own: its members have. */
export function answersOf({ spec }: ApprovalTask): WaitingInput['answers'] {
  return (spec.approvers ?? [])
    .flatMap(entry => (isGroup(entry) ? (entry.users ?? []) : [entry]))
    .flatMap(({ name, input, message }) => {
      const decision = DECISIONS[input ?? ''];
      return decision === undefined
        ? []
        : [{ by: name, decision, ...(message ? { reason: message } : {}) }];
    });
}

/** People who have approved, once each, as the task's controller counts them. */
export function countGiven(task: ApprovalTask): number {
  const given = answersOf(task).filter(({ decision }) => decision === 'proceed');
  return new Set(given.map(({ by }) => by)).size;
}

/** As the webhook of the task judges it; undefined where they may answer. */
export function whyNotAnswer(
  task: ApprovalTask,
  { user, groups }: Approver,
): 'not-approver' | 'answered' | undefined {
  const isAmong = (task.spec.approvers ?? []).some(entry =>
    isGroup(entry)
      ? groups.includes(entry.name) || entry.users?.some(({ name }) => name === user)
      : entry.name === user,
  );
  if (!isAmong) return 'not-approver';
  return answersOf(task).some(({ by }) => by === user) ? 'answered' : undefined;
}

/** The approvers with the answer of one of them, as its own command line writes it. */
export function withAnswer(
  { spec }: ApprovalTask,
  answer: Approver & { readonly input: 'approve' | 'reject'; readonly message?: string },
): ApproverEntry[] {
  const { user, groups, input, message } = answer;
  const told = { input, ...(message ? { message } : {}) };
  const approvers = spec.approvers ?? [];
  const isNamed = approvers.some(entry => !isGroup(entry) && entry.name === user);
  return approvers.map(entry => {
    if (!isGroup(entry)) return entry.name === user ? { ...entry, ...told } : entry;
    const users = entry.users ?? [];
    const isMember = groups.includes(entry.name) || users.some(({ name }) => name === user);
    if (isNamed || !isMember) return entry;
    return {
      ...entry,
      ...told,
      users: [...users.filter(({ name }) => name !== user), { name: user, ...told }],
    };
  });
}

/** What is asked, as a run's page shows it. */
export function inputOf({ metadata, spec }: ApprovalTask): RunInput {
  const task = metadata.labels?.['tekton.dev/pipelineTask'] ?? metadata.name;
  return {
    id: metadata.name,
    message: spec.description || task,
    proceedText: 'Approve',
    submitters: (spec.approvers ?? []).map(entry =>
      isGroup(entry) ? `group:${entry.name}` : entry.name,
    ),
    params: [],
  };
}
