import { NOTHING_ALLOWED, tenant } from '../__testUtils__/tenants';
import { defaultEnvironments, placesOf, tenantOf, usableTenants } from './environmentChoices';

const shop = tenant({
  name: 'shop',
  roles: ['developer'],
  placements: [
    { cluster: 'dev', environment: 'dev', namespaces: ['shop', 'shop-try'] },
    { cluster: 'prod', environment: 'prod', namespaces: ['shop'] },
    { cluster: 'edge', environment: 'prod', namespaces: ['shop'] },
  ],
});

it('proposes the first namespace of each environment, and none where the tenant has none', () => {
  expect(defaultEnvironments(shop)).toEqual({
    dev: { cluster: 'dev', namespace: 'shop' },
    prod: { cluster: 'prod', namespace: 'shop' },
  });
  expect(placesOf(shop, 'prod')).toEqual([
    { cluster: 'prod', namespace: 'shop' },
    { cluster: 'edge', namespace: 'shop' },
  ]);
});

it('finds the tenant of what was chosen, and none for what is of two', () => {
  const other = tenant({
    name: 'other',
    placements: [{ cluster: 'dev', environment: 'dev', namespaces: ['other'] }],
  });
  const chosen = { dev: { cluster: 'dev', namespace: 'shop-try' } };
  expect(tenantOf([other, shop], chosen)?.name).toBe('shop');
  expect(tenantOf([other, shop], {})).toBeUndefined();
  const mixed = { ...chosen, prod: { cluster: 'prod', namespace: 'other' } };
  expect(tenantOf([other, shop], mixed)).toBeUndefined();
});

it.each([
  ['a developer', { roles: ['developer'] }, true],
  ['an admin of the tenant', { roles: ['tenant-admin'] }, true],
  ['a viewer', { roles: ['viewer'] }, false],
  ['nobody in it', { roles: [] }, false],
  ['a developer of an archived one', { roles: ['developer'], state: 'archived' }, false],
] as const)('offers it to %s: %s', (_, fields, isOffered) => {
  const each = tenant({ ...fields, roles: [...fields.roles], may: NOTHING_ALLOWED });
  expect(usableTenants([each])).toEqual(isOffered ? [each] : []);
});
