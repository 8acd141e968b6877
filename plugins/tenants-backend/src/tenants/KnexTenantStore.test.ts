import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import { tenantSpec } from '../__testUtils__/tenantSpec';
import { KnexTenantStore } from './KnexTenantStore';

const made = {
  ...{ createdAt: 1, createdBy: 'user:default/a' },
  ...{ updatedAt: 1, updatedBy: 'user:default/a' },
};

describe.each(testDatabases)('KnexTenantStore on $name', ({ skipped, start: startDatabases }) => {
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
    const store = await KnexTenantStore.create({ getClient: async () => knex });
    return { knex, store };
  }

  it('keeps tenants, and each change once', async () => {
    const { store } = await start();
    const tenant = { spec: tenantSpec(), state: 'active' as const, revision: 1, ...made };
    await store.insert(tenant);
    await expect(store.insert(tenant)).rejects.toThrow(/already/);
    expect(await store.get('shop')).toEqual(tenant);
    const next = { ...tenant, spec: tenantSpec({ title: 'New' }), revision: 2 };
    await store.replace(next);
    await expect(store.replace(next)).rejects.toMatchObject({ name: 'ConflictError' });
    expect((await store.list()).map(({ spec }) => spec.title)).toEqual(['New']);
    expect(await store.get('bank')).toBeUndefined();
  }, 60_000);

  it('keeps what was begun for who goes on with it, for a week', async () => {
    const { store } = await start();
    const before = { spec: tenantSpec(), state: 'active' as const, revision: 3 };
    const begun = {
      id: 'c1b5f3c4-4a77-4a0a-9c43-0d6a0d1d8f11',
      ...{ by: 'user:default/dana', groups: ['group:default/shop-team'], at: 5 },
      change: { before, spec: tenantSpec({ title: 'New' }), state: 'archived' as const },
    };
    await store.begin(begun);
    await store.begin({ ...begun, at: 6 });
    expect(await store.begun(begun.id)).toEqual(begun);
    await store.begin({ ...begun, id: '6a1c0b57-9f0b-4a44-8d7e-5f0e9b1f2c33', at: 8 * 86_400_000 });
    expect(await store.begun(begun.id)).toBeUndefined();
  }, 60_000);

  it('lets a request be decided once', async () => {
    const { store } = await start();
    const request = {
      ...{
        id: '7a1d2ad5-9f0c-4f0a-8df6-1f3f2f0e6f6e',
        tenant: 'shop',
        fromPlan: 'small',
        plan: 'large',
      },
      ...{ reason: 'Black Friday', status: 'waiting' as const },
      ...{ requestedBy: 'user:default/dana', requestedAt: 5 },
    };
    await store.insertQuotaRequest(request);
    expect(await store.quotaRequests('shop')).toEqual([request]);
    expect(await store.waitingRequests()).toEqual(new Map([['shop', 1]]));
    const decision = {
      id: request.id,
      status: 'approved' as const,
      decidedBy: 'user:default/p',
      decidedAt: 9,
    };
    await store.decideQuotaRequest(decision);
    await expect(store.decideQuotaRequest(decision)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(await store.quotaRequests('shop')).toEqual([{ ...request, ...decision }]);
  }, 60_000);

  it('migrates up and down', async () => {
    const { knex } = await start();
    const directory = resolvePackagePath('@kubemate/plugin-tenants-backend', 'migrations');
    await knex.migrate.rollback({ directory }, true);
    expect(await knex.schema.hasTable('tenants')).toBe(false);
    await knex.migrate.latest({ directory });
    expect(await knex.schema.hasTable('quota_requests')).toBe(true);
  }, 60_000);
});
