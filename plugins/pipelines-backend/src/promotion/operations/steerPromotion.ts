import { NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { promotionOperations, say } from '@kubemate/plugin-pipelines-common';
import { needOn } from '../promotions/planPromotion';
import type { Steering } from '../promotions/PromotionStore';
import type { Promotions } from '../Promotions';
import { nameOf } from '../imageRef';

/** What may be wanted of a promotion that goes in steps. It goes on as whoever began it. */
export function steerOperations(promotions: Promotions) {
  return [
    steer(promotions, { contract: promotionOperations.promoteNow, what: 'now' }),
    steer(promotions, { contract: promotionOperations.abortPromotion, what: 'abort' }),
  ];
}

type Contract = typeof promotionOperations.promoteNow | typeof promotionOperations.abortPromotion;

function steer(
  promotions: Promotions,
  { contract, what }: { contract: Contract; what: Steering['what'] },
) {
  const { stores } = promotions;
  const find = async (id: string) => {
    const found = await stores.promotions.get(id);
    if (found === undefined) throw new NotFoundError(`There is no promotion ${id}`);
    return found;
  };
  return defineOperation<typeof contract.input, undefined>({
    contract,
    target: ({ promotion }) => ({ kind: 'Promotion', name: promotion }),
    async needs({ promotion }, { credentials }) {
      const { component, workload } = await find(promotion);
      await promotions.components.get(component, credentials);
      return [needOn(workload, 'get'), needOn(workload, 'patch')];
    },
    async plan({ promotion }) {
      const { component, to, after, state, canary } = await find(promotion);
      const { step = 0, steps = [], weight = 0 } = canary ?? {};
      const values = { image: nameOf(after), component, environment: to };
      const at = { step: step + 1, steps: steps.length, weight };
      const summary = say(what === 'now' ? 'nowSummary' : 'abortSummary', { ...values, ...at });
      const refusal = state === 'shifting' ? undefined : say('notShifting');
      return { summary, diff: [], refusal, state: undefined };
    },
    async run({ promotion }, { viewer, clock }) {
      await stores.promotions.steer(promotion, {
        ...{ what, by: viewer.userEntityRef, at: clock.now() },
      });
      return {};
    },
  });
}
