import type { ApprovalRequest } from '@kubemate/plugin-pipelines-common';
import type { Promotions } from '../Promotions';
import type { Visibility } from '../Visibility';
import { groupsOf, presentApproval } from './judgeApproval';
import type { Decider } from './judgeApproval';

/** Looked through for one answer. */
const MAX_REQUESTS = 1000;

/** Requests that are the caller's own, or a matter of one of their groups; and of components that they may see. */
export async function listApprovals(
  query: { state: 'waiting' | 'all'; component?: string; limit: number },
  options: { promotions: Promotions; decider: Decider; visibility: Visibility },
): Promise<ApprovalRequest[]> {
  const { promotions, decider, visibility } = options;
  const { stores, clock, environments } = promotions;
  const isOpen = query.state === 'waiting';
  const stored = await stores.approvals.list({
    component: query.component,
    ...{ isOpen, limit: MAX_REQUESTS },
  });
  const now = clock.now();
  const items: ApprovalRequest[] = [];
  for (const request of stored) {
    const rule = environments.find(({ name }) => name === request.to)?.gates.approvals;
    if (rule === undefined) continue;
    const groups = groupsOf(rule, request.owner);
    const isMatter =
      request.requestedBy === decider.userEntityRef ||
      decider.ownershipEntityRefs.some(ref => groups.includes(ref.toLowerCase()));
    if (!isMatter || !(await visibility.component(request.component))) continue;
    const shown = presentApproval(request, { decider, rule, now });
    if (isOpen && shown.state !== 'waiting') continue;
    items.push(shown);
    if (items.length === query.limit) break;
  }
  return items;
}
