import type { Promotion } from '@kubemate/plugin-pipelines-common';
import type { StoredPromotion } from './PromotionStore';

/** The promotion without what only the next process needs. */
export function presentPromotion(promotion: StoredPromotion): Promotion {
  const { revision, groups, uid, timeoutMs, stableMs, overlayBefore, creates, ...told } = promotion;
  return told;
}
