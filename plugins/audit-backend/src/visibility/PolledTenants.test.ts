import { mockServices } from '@backstage/backend-test-utils';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';
import { PolledTenants } from './PolledTenants';

const SHOP: TenantDirectory['items'][number] = {
  ...{ name: 'shop', title: 'Shop', state: 'active', plan: 'small' },
  owner: 'group:default/shop-leads',
  readers: ['group:default/shop-leads', 'user:default/ada'],
  placements: [{ cluster: 'prod', environment: 'prod', namespaces: ['shop', 'payments'] }],
  overseers: ['group:default/shop-leads', 'user:default/ada'],
};

function start() {
  const answers: (TenantDirectory | Error)[] = [];
  const asked: string[] = [];
  const logger = mockServices.logger.mock();
  const tenants = new PolledTenants({
    auth: mockServices.auth(),
    discovery: mockServices.discovery(),
    logger,
    clock: { now: () => 0, after: () => () => {} },
    signal: new AbortController().signal,
    fetch: async (input, init) => {
      asked.push(
        `${String(input)} ${new Headers(init?.headers).get('authorization')?.slice(0, 6)}`,
      );
      const answer = answers.shift() ?? new Error('no answer is left');
      if (answer instanceof Error) throw answer;
      return Response.json(answer);
    },
  });
  return { tenants, answers, asked, logger };
}

const pod = { apiVersion: 'v1', kind: 'Pod', name: 'cart-1' };
const viewer = (userEntityRef: string, ...groups: string[]) => ({
  userEntityRef,
  ownershipEntityRefs: [userEntityRef, ...groups],
});

describe('PolledTenants', () => {
  it('knows whose a namespace is, and whose the tenant itself', async () => {
    const { tenants, answers, asked } = start();
    answers.push({ items: [SHOP] });
    await tenants.refresh();
    expect(asked).toEqual([expect.stringMatching(/\/api\/tenants\/directory Bearer$/)]);
    expect(tenants.tenantOf({ ...pod, cluster: 'prod', namespace: 'payments' })).toBe('shop');
    expect(tenants.tenantOf({ ...pod, cluster: 'dev', namespace: 'payments' })).toBeUndefined();
    expect(tenants.tenantOf({ kind: 'Namespace', cluster: 'prod', name: 'shop' })).toBe('shop');
    expect(tenants.tenantOf({ kind: 'Node', cluster: 'prod', name: 'shop' })).toBeUndefined();
    expect(tenants.tenantOf({ kind: 'Tenant', name: 'shop' })).toBe('shop');
  });

  it('lets its overseers see it, by themselves or by a group', async () => {
    const { tenants, answers } = start();
    answers.push({ items: [SHOP] });
    await tenants.refresh();
    expect(await tenants.tenantsOf(viewer('user:default/Ada'))).toEqual(['shop']);
    expect(await tenants.tenantsOf(viewer('user:default/bo', 'group:default/shop-leads'))).toEqual([
      'shop',
    ]);
    expect(await tenants.tenantsOf(viewer('user:default/bo', 'group:default/shop'))).toEqual([]);
  });

  it('keeps what it knew while the plugin does not answer, and says so once', async () => {
    const { tenants, answers, logger } = start();
    answers.push({ items: [SHOP] }, new Error('refused'), new Error('refused'));
    for (let round = 0; round < 3; round++) await tenants.refresh();
    expect(tenants.tenantOf({ ...pod, cluster: 'prod', namespace: 'shop' })).toBe('shop');
    expect(logger.info).toHaveBeenCalledTimes(1);
  });
});
