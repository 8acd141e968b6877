import type { Knex } from 'knex';
import { KnexDeliveryStore } from '../hooks/KnexDeliveryStore';

const PLACE = { place: 'dev', folder: 'shop', listener: 'git' };
const delivery = (digest: string) => ({
  ...{ digest, delivery: `id-${digest}`, event: 'push', ref: 'refs/heads/main' },
});
const outcome = (made: 'started' | 'failed' | 'stopped') => ({
  ...{ name: 'main', folder: 'shop', outcome: made, text: '', runs: [] },
});
const DAY = 86_400_000;

/** What the store of deliveries promises, on whatever database. */
export const deliveryStoreCases: Readonly<Record<string, (knex: Knex) => Promise<void>>> = {
  async 'one of those who get a delivery at once evaluates it'(knex) {
    const store = new KnexDeliveryStore(knex);
    const claims = await Promise.all([1, 2, 3].map(now => store.claim(PLACE, delivery('a'), now)));
    expect(claims.map(({ as }) => as).sort()).toEqual(['busy', 'busy', 'claimed']);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(1);
    const elsewhere = { ...PLACE, listener: 'other' };
    expect(await store.claim(elsewhere, delivery('a'), 1)).toMatchObject({ as: 'claimed' });
  },

  async 'one is evaluated again where nothing was started, something failed, or its evaluator died'(
    knex,
  ) {
    const store = new KnexDeliveryStore(knex);
    const { id } = await store.claim(PLACE, delivery('a'), 1);
    expect(await store.claim(PLACE, delivery('a'), 100_000)).toMatchObject({ id, as: 'busy' });
    expect(await store.list(PLACE, 1, 119_000)).toMatchObject([{ state: 'working' }]);
    expect(await store.list(PLACE, 1, 130_000)).toMatchObject([{ state: 'cut-off' }]);
    expect(await store.claim(PLACE, delivery('a'), 130_000)).toMatchObject({ id, as: 'claimed' });
    expect(await store.list(PLACE, 1, 140_000)).toMatchObject([{ state: 'working' }]);
    await store.finish(id, [outcome('started'), outcome('failed')]);
    expect(await store.claim(PLACE, delivery('a'), 130_001)).toEqual({
      ...{ id, as: 'claimed', outcomes: [outcome('started'), outcome('failed')] },
    });
    await store.finish(id, [outcome('stopped')]);
    expect(await store.claim(PLACE, delivery('a'), 130_002)).toMatchObject({ id, as: 'claimed' });
    await store.finish(id, [outcome('started'), outcome('stopped')]);
    expect(await store.claim(PLACE, delivery('a'), 900_000)).toMatchObject({ id, as: 'again' });
    expect(await store.list(PLACE, 5, 900_000)).toEqual([
      {
        ...{ ...delivery('a'), id, receivedAt: 1, attempts: 6, state: 'done' },
        outcomes: [outcome('started'), outcome('stopped')],
      },
    ]);
  },

  async 'the newest are kept, for a month, by listener'(knex) {
    const store = new KnexDeliveryStore(knex, 5);
    for (let at = 1; at <= 8; at += 1) await store.claim(PLACE, delivery(`d${at}`), at);
    const kept = await store.list(PLACE, 1000, 1);
    expect(kept).toHaveLength(5);
    expect(kept[0]).toMatchObject({ digest: 'd8', receivedAt: 8 });
    await store.claim({ ...PLACE, folder: 'pay' }, delivery('x'), 31 * DAY);
    expect(await store.list(PLACE, 1000, 1)).toHaveLength(5);
    await store.claim(PLACE, delivery('new'), 31 * DAY);
    expect(await store.list(PLACE, 1000, 1)).toHaveLength(1);
  },

  async 'of refusals the last is kept, and their number'(knex) {
    const store = new KnexDeliveryStore(knex);
    expect(await store.refusal(PLACE)).toBeUndefined();
    await store.refuse(PLACE, { reason: 'unsigned', at: 1 });
    await store.refuse(PLACE, { reason: 'differs', at: 2 });
    expect(await store.refusal(PLACE)).toEqual({ reason: 'differs', at: 2, count: 2 });
    expect(await store.refusal({ ...PLACE, place: 'prod' })).toBeUndefined();
  },
};
