import type { ApprovalRequest } from '@kubemate/plugin-pipelines-common';
import type { Component } from '../environments/Components';
import type { ApprovalRule } from '../environments/Environment';
import type { StoredApproval } from './ApprovalStore';

/** Who asks whether they may decide. */
export interface Decider {
  readonly userEntityRef: string;
  readonly ownershipEntityRefs: readonly string[];
  /** The portal's permission to approve. */
  readonly isOffered: boolean;
}

/** The groups whose members may approve for this component. */
export function groupsOf(rule: ApprovalRule, owner: Component['owner']): string[] {
  const groups = rule.groups.flatMap(group => (group === 'owner' ? (owner ?? []) : [group]));
  return [...new Set(groups.map(group => group.toLowerCase()))];
}

/** How many approvals count now. */
export function countApprovals({ decisions }: StoredApproval, now: number): number {
  const people = decisions
    .filter(({ decision, expiresAt }) => decision === 'approved' && expiresAt > now)
    .map(({ by }) => by);
  return new Set(people).size;
}

/** Where a request stands by the rule that holds now. */
export function stateOf(
  request: StoredApproval,
  { needed, now }: { needed: number; now: number },
): ApprovalRequest['state'] {
  if (request.promotion !== undefined) return 'used';
  if (request.decisions.some(({ decision }) => decision === 'rejected')) return 'rejected';
  if (request.expiresAt <= now) return 'expired';
  return countApprovals(request, now) >= needed ? 'approved' : 'waiting';
}

/** Why somebody may not decide on a request; undefined where they may. */
export function whyNotDecide(
  request: StoredApproval,
  { decider, rule, now }: { decider: Decider; rule: ApprovalRule; now: number },
): ApprovalRequest['whyNot'] {
  const { userEntityRef, ownershipEntityRefs, isOffered } = decider;
  if (!isOffered) return 'no-permission';
  const groups = groupsOf(rule, request.owner);
  if (!ownershipEntityRefs.some(ref => groups.includes(ref.toLowerCase()))) return 'not-in-group';
  if (rule.notBy.includes('requester') && userEntityRef === request.requestedBy) return 'requester';
  if (rule.notBy.includes('author') && request.authors.some(each => isPerson(each, userEntityRef)))
    return 'author';
  const state = stateOf(request, { needed: rule.count, now });
  if (state !== 'waiting') return 'over';
  return request.decisions.some(({ by, expiresAt }) => by === userEntityRef && expiresAt > now)
    ? 'decided'
    : undefined;
}

/** An engine names who started a run by an entity ref, or by a login that people have as their name. */
export function isPerson(author: string, userEntityRef: string): boolean {
  const name = userEntityRef.slice(userEntityRef.lastIndexOf('/') + 1).toLowerCase();
  const told = author.toLowerCase();
  return told === userEntityRef.toLowerCase() || told === name;
}

/** The request as the caller may see it. */
export function presentApproval(
  request: StoredApproval,
  { decider, rule, now }: { decider: Decider; rule: ApprovalRule; now: number },
): ApprovalRequest {
  const { revision, authors, decisions, ...told } = request;
  const whyNot = whyNotDecide(request, { decider, rule, now });
  return {
    ...told,
    state: stateOf(request, { needed: rule.count, now }),
    needed: rule.count,
    given: countApprovals(request, now),
    groups: groupsOf(rule, request.owner),
    decisions: decisions.map(each => ({ ...each, isExpired: each.expiresAt <= now })),
    mayDecide: whyNot === undefined,
    ...(whyNot === undefined ? {} : { whyNot }),
  };
}
