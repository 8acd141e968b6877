import { NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { promotionOperations, say } from '@kubemate/plugin-pipelines-common';
import { randomUUID } from 'node:crypto';
import type { StoredFreeze } from '../freezes/FreezeStore';
import type { Promotions } from '../Promotions';

const MAX_MS = 366 * 86_400_000;

/** The freeze calendar. */
export function freezeOperations(promotions: Promotions) {
  return [freeze(promotions), unfreeze(promotions)];
}

/** There may be fifty; a record keeps a thousand letters. */
const named = (environments: readonly string[]) => environments.join(', ').slice(0, 350);
const day = (at: number) => new Date(at).toISOString();

function freeze(promotions: Promotions) {
  const { stores } = promotions;
  return defineOperation({
    contract: promotionOperations.freeze,
    target: ({ environments }) => ({ kind: 'ChangeFreeze', name: environments.join(', ') }),
    needs: async () => [],
    async plan({ environments, startsAt, endsAt }, { clock }) {
      for (const name of environments) promotions.environment(name);
      const refusal =
        endsAt <= startsAt
          ? say('endsBefore')
          : endsAt <= clock.now()
            ? say('overAlready')
            : endsAt - startsAt > MAX_MS
              ? say('tooLong')
              : undefined;
      const summary = say('freeze', {
        ...{ environments: named(environments), from: day(startsAt), to: day(endsAt) },
      });
      return { summary, diff: [], refusal, state: {} };
    },
    async run(input, { clock, viewer }) {
      const window: StoredFreeze = {
        ...input,
        id: randomUUID(),
        components: input.components ?? [],
        createdBy: viewer.userEntityRef,
        createdAt: clock.now(),
      };
      await stores.freezes.insert(window);
      return { output: { window: window.id } };
    },
  });
}

function unfreeze(promotions: Promotions) {
  const { stores } = promotions;
  return defineOperation({
    contract: promotionOperations.unfreeze,
    target: ({ window }) => ({ kind: 'ChangeFreeze', name: window }),
    needs: async () => [],
    async plan({ window: id }, { clock }) {
      const window = await stores.freezes.get(id, clock.now());
      if (window === undefined) throw new NotFoundError(`There is no window ${id}, or it is over`);
      const { environments, endsAt, reason } = window;
      const summary = say('unfreeze', {
        ...{ environments: named(environments), until: day(endsAt), reason },
      });
      return { summary, diff: [], state: window };
    },
    async run({ window: id }, { clock }) {
      await stores.freezes.remove({ id, at: clock.now() });
      return {};
    },
  });
}
