import { ENVIRONMENTS, subjectRefSchema } from '@kubemate/plugin-tenants-common';
import type { Environment, TenantMember, TenantRole } from '@kubemate/plugin-tenants-common';

/** One line of the editor; the subject is empty until chosen. */
export interface MemberDraft {
  readonly id: number;
  readonly subject: string;
  readonly role: TenantRole;
  /** Everywhere where empty. */
  readonly environments: readonly Environment[];
}

export type MemberProblem = 'subject' | 'duplicate';

export function draftMembers(members: readonly TenantMember[]): readonly MemberDraft[] {
  return members.map(({ subject, role, environments = [] }, id) => ({
    id,
    subject,
    role,
    environments,
  }));
}

export function addMember(drafts: readonly MemberDraft[]): readonly MemberDraft[] {
  const id = Math.max(-1, ...drafts.map(draft => draft.id)) + 1;
  return [...drafts, { id, subject: '', role: 'developer', environments: [] }];
}

/** What is wrong with each line, by its id. The same person twice in the same role would only confuse. */
export function memberProblems(drafts: readonly MemberDraft[]): ReadonlyMap<number, MemberProblem> {
  const problems = new Map<number, MemberProblem>();
  const seen = new Set<string>();
  for (const { id, subject, role } of drafts) {
    const key = `${subject} ${role}`;
    if (!subjectRefSchema.safeParse(subject).success) problems.set(id, 'subject');
    else if (seen.has(key)) problems.set(id, 'duplicate');
    seen.add(key);
  }
  return problems;
}

export function toMembers(drafts: readonly MemberDraft[]): TenantMember[] {
  return drafts.map(({ subject, role, environments }) => ({
    subject,
    role,
    ...(environments.length === 0
      ? {}
      : { environments: ENVIRONMENTS.filter(each => environments.includes(each)) }),
  }));
}
