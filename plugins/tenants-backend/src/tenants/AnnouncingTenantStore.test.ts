import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { AnnouncingTenantStore } from './AnnouncingTenantStore';
import type { StoredTenant, TenantStore } from './TenantStore';

const tenant = { spec: { name: 'shop' } } as Partial<StoredTenant> as StoredTenant;

function announcing(store: Partial<TenantStore>, publish: jest.Mock = jest.fn(async () => {})) {
  const events = { publish, subscribe: async () => {} };
  const logger = mockServices.logger.mock();
  return {
    publish,
    logger,
    store: new AnnouncingTenantStore(store as TenantStore, { events, logger }),
  };
}

describe('AnnouncingTenantStore', () => {
  it('tells of what was stored, and of nothing that was not', async () => {
    const { store, publish } = announcing({
      insert: async () => {},
      replace: async () => {
        throw new ConflictError('somebody was faster');
      },
    });
    await store.insert(tenant);
    await expect(store.replace(tenant)).rejects.toThrow('somebody was faster');
    expect(publish.mock.calls).toEqual([
      [{ topic: 'tenants.changed', eventPayload: { name: 'shop' } }],
    ]);
  });

  it('stores where nobody can be told', async () => {
    const { store, logger } = announcing(
      { replace: async () => {} },
      jest.fn(async () => {
        throw new Error('no bus');
      }),
    );
    await store.replace(tenant);
    await new Promise(setImmediate);
    expect(logger.warn).toHaveBeenCalledWith('A change of tenant shop was not announced');
  });
});
