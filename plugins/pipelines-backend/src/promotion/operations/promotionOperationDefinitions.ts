import type { AnyOperation } from '@kubemate/operations-node';
import type { Promotions } from '../Promotions';
import { approvalOperations } from './approvalOperations';
import { freezeOperations } from './freezeOperations';
import { promote } from './promote';
import { rollback } from './rollback';
import { steerOperations } from './steerPromotion';

/** Everything that changes what runs in environments, and who may. */
export function promotionOperationDefinitions(promotions: Promotions): readonly AnyOperation[] {
  return [
    promote(promotions),
    ...steerOperations(promotions),
    rollback(promotions),
    ...approvalOperations(promotions),
    ...freezeOperations(promotions),
  ] as unknown as readonly AnyOperation[];
}
