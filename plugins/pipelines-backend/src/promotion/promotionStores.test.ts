import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import type { StoredApproval } from './approvals/ApprovalStore';
import { parseImage } from './imageRef';
import { promotionMigrations } from './migratePromotions';
import { openPromotionStores } from './openPromotionStores';
import type { StoredPromotion } from './promotions/PromotionStore';
import { testPromotion } from './__testUtils__/testPromotion';

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const image = (tag: string) => parseImage(`registry.example.com/shop/cart:${tag}`);
const COMPONENT = 'component:default/cart';

function approval(over: Partial<StoredApproval> = {}): StoredApproval {
  return {
    ...{ id: id(1), component: COMPONENT, from: 'staging', to: 'prod', image: image('2') },
    ...{ requestedBy: 'user:default/dana', requestedAt: 10, expiresAt: 100 },
    ...{ revision: 1, decisions: [], authors: [] },
    ...over,
  };
}

describe.each(testDatabases)('promotion stores on $name', ({ skipped, start: startDatabases }) => {
  // Skipped, and counted as that, where the database is not to be had.
  const it = skipped === undefined ? test : test.skip;
  let running: RunningDatabases | undefined;

  beforeAll(async () => {
    if (skipped === undefined) running = await startDatabases();
  }, 60_000);
  afterAll(() => running?.stop());

  async function start() {
    const { knex } = (await running?.create()) ?? {};
    if (knex === undefined) throw new Error('no database');
    return { knex, stores: await openPromotionStores({ getClient: async () => knex }) };
  }

  it('keeps one promotion at a time of a component in an environment, and each change once', async () => {
    const { promotions } = (await start()).stores;
    const first = testPromotion({ id: id(1) });
    await promotions.insert(first);
    const second = testPromotion({ id: id(2) });
    await expect(promotions.insert(second)).rejects.toMatchObject({ name: 'ConflictError' });
    await promotions.insert(testPromotion({ id: id(3), to: 'staging' }));
    expect(await promotions.active(COMPONENT)).toHaveLength(2);
    const next: StoredPromotion = { ...first, state: 'rolling-out', revision: 2 };
    await promotions.replace(next);
    await expect(promotions.replace(next)).rejects.toMatchObject({ name: 'ConflictError' });
    await promotions.replace({ ...next, state: 'succeeded', finishedAt: 30, revision: 3 });
    await promotions.insert(second);
    expect(await promotions.get(id(1))).toMatchObject({ state: 'succeeded', revision: 3 });
    expect(await promotions.get(id(9))).toBeUndefined();
  }, 60_000);

  it('answers promotions newest first, in pages that overlap nowhere', async () => {
    const { promotions } = (await start()).stores;
    for (const [at, startedAt] of [10, 20, 20, 30, 40].entries())
      await promotions.insert(testPromotion({ id: id(at), startedAt, finishedAt: startedAt + 5 }));
    const ids = (page: readonly StoredPromotion[]) => page.map(each => each.id);
    const first = await promotions.list({ component: COMPONENT, limit: 3 });
    const second = await promotions.list({ component: COMPONENT, limit: 3, before: first[2] });
    expect([...ids(first), ...ids(second)]).toEqual([id(4), id(3), id(2), id(1), id(0)]);
    expect(ids(await promotions.list({ environment: 'prod', since: 30, limit: 9 }))).toEqual([
      id(4),
      id(3),
    ]);
    expect(await promotions.list({ environment: 'dev', limit: 9 })).toEqual([]);
  }, 60_000);

  it('takes down what runs: a new release for another image, more about the same one otherwise', async () => {
    const { releases } = (await start()).stores;
    const place = { component: COMPONENT, environment: 'prod', replicas: 3 };
    const seen = { ...place, via: 'seen' as const, isGood: false };
    await releases.note({ ...seen, image: image('1'), since: 10 });
    await releases.note({ ...seen, image: image('1'), since: 20, isGood: true });
    const digest = `sha256:${'a'.repeat(64)}`;
    const promoted = { via: 'promotion' as const, by: 'user:default/dana', promotion: id(7) };
    await releases.note({
      ...{ ...place, ...promoted, isGood: true, since: 30 },
      image: { ...image('2'), digest },
    });
    // What was looked at before that, and comes late, changes nothing.
    await releases.note({ ...seen, image: image('1'), since: 25 });
    const list = await releases.list({ component: COMPONENT, environment: 'prod', limit: 9 });
    expect(list).toMatchObject([
      { image: { tag: '2', digest }, since: 30, isCurrent: true, ...promoted },
      { image: { tag: '1' }, since: 10, isCurrent: false, isGood: true, via: 'seen' },
    ]);
    expect(await releases.current([COMPONENT, 'component:default/other'])).toEqual([list[0]]);
    expect(await releases.get(list[1]?.id ?? '')).toEqual(list[1]);
  }, 60_000);

  it('keeps one release as what runs now, however many look at once', async () => {
    const { releases } = (await start()).stores;
    const sighting = {
      ...{ component: COMPONENT, environment: 'prod', replicas: 1, since: 5 },
      ...{ image: image('1'), via: 'seen' as const, isGood: true },
    };
    await Promise.all(Array.from({ length: 8 }, () => releases.note(sighting)));
    expect(await releases.list({ component: COMPONENT, limit: 9 })).toHaveLength(1);
  }, 60_000);

  it('keeps one open request for the same, until it is over', async () => {
    const { approvals } = (await start()).stores;
    await approvals.insert(approval());
    const again = approval({ id: id(2), requestedAt: 20 });
    await expect(approvals.insert(again)).rejects.toMatchObject({ name: 'ConflictError' });
    await approvals.insert(approval({ id: id(3), image: image('3') }));
    const late = approval({ id: id(4), requestedAt: 100, expiresAt: 200 });
    await approvals.insert(late);
    const subject = { component: COMPONENT, environment: 'prod', image: image('2').image };
    expect(await approvals.newest(subject)).toMatchObject({ id: id(4) });
    await approvals.update(id(4), () => ({ promotion: id(9) }));
    expect((await approvals.list({ isOpen: true, limit: 9 })).map(each => each.id)).toEqual([
      id(3),
    ]);
    await approvals.insert(approval({ id: id(5), requestedAt: 110, expiresAt: 200 }));
    await expect(approvals.update(id(99), () => ({}))).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  }, 60_000);

  it('loses no decision where several decide at once', async () => {
    const { approvals } = (await start()).stores;
    await approvals.insert(approval());
    const decide = (by: string) =>
      approvals.update(id(1), ({ decisions }) => ({
        decisions: [
          ...decisions,
          { by, at: 20, decision: 'approved', reason: 'fine', expiresAt: 90 },
        ],
      }));
    await Promise.all(['a', 'b', 'c', 'd'].map(decide));
    const { decisions = [] } = (await approvals.get(id(1))) ?? {};
    expect(decisions.map(({ by }) => by).sort()).toEqual(['a', 'b', 'c', 'd']);
  }, 60_000);

  it('keeps windows until they are over or removed', async () => {
    const { freezes } = (await start()).stores;
    const window = {
      ...{ id: id(1), environments: ['prod'], components: [], startsAt: 50, endsAt: 100 },
      ...{ reason: 'Sale', createdBy: 'user:default/lea', createdAt: 1 },
    };
    await freezes.insert(window);
    await freezes.insert({ ...window, id: id(2), startsAt: 10, endsAt: 200 });
    expect((await freezes.list(20)).map(each => each.id)).toEqual([id(2), id(1)]);
    expect((await freezes.list(100)).map(each => each.id)).toEqual([id(2)]);
    await freezes.remove({ id: id(2), at: 30 });
    await expect(freezes.remove({ id: id(2), at: 31 })).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(await freezes.get(id(2), 30)).toBeUndefined();
    expect(await freezes.get(id(1), 30)).toEqual(window);
  }, 60_000);

  it('migrates down and up', async () => {
    const { knex } = await start();
    await knex.migrate.rollback(promotionMigrations(), true);
    expect(await knex.schema.hasTable('promotions')).toBe(false);
    await knex.migrate.latest(promotionMigrations());
    expect(await knex.schema.hasTable('freeze_windows')).toBe(true);
  }, 60_000);
});
