import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { AddLocationRequest } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { OwnRegistrations } from './OwnRegistrations';

const TARGET = 'https://github.com/shop/parcels/blob/main/catalog-info.yaml';
const ORIGIN = 'backstage.io/managed-by-origin-location';
const PERSON = mockCredentials.user('user:default/dana');

function entity(name: string, owner?: string, { kind = 'Component', from = TARGET } = {}): Entity {
  return {
    ...{ apiVersion: 'backstage.io/v1alpha1', kind },
    metadata: { name, annotations: { [ORIGIN]: `url:${from}` } },
    ...(owner === undefined ? {} : { spec: { owner } }),
  };
}

interface Given {
  /** What the address brings. */
  readonly brings?: readonly Entity[];
  /** What the catalog has already. */
  readonly has?: readonly Entity[];
  readonly may?: readonly string[];
}

function registrations({ brings = [], has = [], may = ['template-runs.register-own'] }: Given) {
  const calls: { who: string; dryRun: boolean }[] = [];
  const auth = mockServices.auth({ pluginId: 'scaffolder' });
  const own = new OwnRegistrations({
    auth,
    logger: mockServices.logger.mock(),
    userInfo: {
      getUserInfo: async () => ({
        userEntityRef: 'user:default/dana',
        ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
      }),
    },
    permissions: {
      authorize: async asked =>
        asked.map(({ permission }) => ({
          result: may.includes(permission.name) ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        })),
    },
    catalog: {
      async addLocation({ dryRun = false }: AddLocationRequest, { credentials }) {
        const isPortal = auth.isPrincipal(credentials, 'service');
        calls.push({ who: isPortal ? 'the portal' : 'the person', dryRun });
        return {
          location: { id: '1', type: 'url', target: TARGET, entityRef: 'location:default/l' },
          entities: dryRun ? [...brings] : [],
        };
      },
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: entityRefs.map(ref => has.find(({ metadata }) => ref.endsWith(metadata.name))),
      }),
    },
  });
  const add = (credentials: BackstageCredentials = PERSON, dryRun?: boolean) =>
    own.addLocation({ type: 'url', target: TARGET, ...(dryRun && { dryRun }) }, { credentials });
  return { add, calls };
}

const LOOKED = { who: 'the portal', dryRun: true };
const ADDED = { who: 'the portal', dryRun: false };

it.each([
  ['a group of theirs', 'group:default/shop-team'],
  ['a group by its name alone', 'shop-team'],
  ['another spelling', 'Group:Default/Shop-Team'],
  ['the person', 'user:default/dana'],
])('registers in the portal’s name what belongs to %s', async (_, owner) => {
  const location = entity('generated-1', undefined, { kind: 'Location' });
  const { add, calls } = registrations({ brings: [location, entity('parcels', owner)] });
  await add();
  expect(calls).toEqual([LOOKED, ADDED]);
});

it('looks only, where it is asked to', async () => {
  const { add, calls } = registrations({ brings: [entity('parcels', 'shop-team')] });
  const { entities } = await add(PERSON, true);
  expect(entities.map(({ metadata }) => metadata.name)).toEqual(['parcels']);
  expect(calls).toEqual([LOOKED]);
});

it.each<[string, Given, RegExp]>([
  [
    'one of another group among those of theirs',
    { brings: [entity('parcels', 'shop-team'), entity('payments', 'payments-team')] },
    /component:default\/payments belongs to group:default\/payments-team/,
  ],
  ['what nobody owns', { brings: [entity('parcels')] }, /component:default\/parcels has no owner/],
  [
    'what is owned by a user of the name of their group',
    { brings: [entity('parcels', 'user:shop-team')] },
    /belongs to user:default\/shop-team/,
  ],
  [
    'an address that describes nothing',
    { brings: [entity('generated-1', undefined, { kind: 'Location' })] },
    /describes nothing/,
  ],
  [
    'a name that somebody else has described',
    {
      brings: [entity('payments', 'shop-team')],
      has: [entity('payments', 'payments-team', { from: 'https://github.com/payments' })],
    },
    /component:default\/payments is in the catalog already/,
  ],
])('does not register %s', async (_, given, reason) => {
  const { add, calls } = registrations(given);
  await expect(add()).rejects.toThrow(reason);
  expect(calls).not.toContainEqual(ADDED);
});

it('registers what the portal’s own git has brought for them already', async () => {
  const mine = entity('parcels', 'shop-team');
  const known = entity('parcels', 'shop-team', { from: 'https://portal.example.com/parcels' });
  const { add, calls } = registrations({ brings: [mine], has: [known] });
  await add();
  expect(calls).toContainEqual(ADDED);
});

it.each<[string, readonly string[]]>([
  ['may register anything', ['catalog.location.create', 'template-runs.register-own']],
  ['may register nothing', []],
])('lets the catalog answer by itself who %s', async (_, may) => {
  const { add, calls } = registrations({ may, brings: [entity('payments', 'payments-team')] });
  await add();
  expect(calls).toEqual([{ who: 'the person', dryRun: false }]);
});

it('lets the portal itself register what it likes', async () => {
  const { add, calls } = registrations({});
  await add(mockCredentials.service('plugin:scaffolder'));
  expect(calls).toEqual([ADDED]);
});
