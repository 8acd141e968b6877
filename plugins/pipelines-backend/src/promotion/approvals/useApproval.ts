import { ConflictError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { isSameImage } from '../imageRef';
import type { StoredPromotion } from '../promotions/PromotionStore';
import type { ApprovalStore } from './ApprovalStore';

/**
 * Takes the approvals of a request for a promotion, so that they let nothing else through. For the same promotion it may be done again.
 * @throws ConflictError where they were taken for another, are for something else, or do not count any more
 */
export async function useApproval(
  { approvals, clock }: { approvals: ApprovalStore; clock: Clock },
  { id, request, component, to, after }: StoredPromotion,
): Promise<void> {
  if (request === undefined) return;
  await approvals.update(request, current => {
    if (current.promotion === id) return undefined;
    if (current.promotion !== undefined)
      throw new ConflictError('Its approval has been used for another promotion');
    const isFor =
      current.component === component && current.to === to && isSameImage(current.image, after);
    if (!isFor) throw new ConflictError('Its approval is for something else');
    const isRejected = current.decisions.some(({ decision }) => decision === 'rejected');
    if (isRejected || current.expiresAt <= clock.now())
      throw new ConflictError('Its approval does not count any more');
    return { promotion: id };
  });
}
