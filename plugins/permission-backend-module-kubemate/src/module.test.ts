import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import permissionPlugin from '@backstage/plugin-permission-backend';
import type { Permission } from '@backstage/plugin-permission-common';
import { clusterPermissions } from '@kubemate/plugin-clusters-common';
import request from 'supertest';
import { permissionModuleKubemate } from './module';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'user:default/platform': ['group:default/platform-team'],
  'user:default/developer': ['group:default/shop-team'],
  'user:default/auditor': ['group:default/auditors'],
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo(credentials) {
      const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(GROUPS[userEntityRef] ?? [])],
      };
    },
  }),
});

async function start() {
  const backend = await startTestBackend({
    features: [
      permissionPlugin,
      permissionModuleKubemate,
      userInfo,
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          kubemate: {
            roles: {
              'platform-admin': ['group:default/platform-team'],
              developer: ['group:default/shop-team'],
              auditor: ['group:default/auditors'],
            },
          },
        },
      }),
    ],
  });
  return async (authorization: string, permission: Permission) => {
    const { body, status } = await request(backend.server)
      .post('/api/permission/authorize')
      .set('Authorization', authorization)
      .send({ items: [{ id: '1', permission }] });
    return status === 200 ? body.items[0] : { status };
  };
}

const as = (name: string) => mockCredentials.user.header(`user:default/${name}`);

describe('the policy in a backend', () => {
  it('answers people by their role, and strangers with no', async () => {
    const ask = await start();
    const scale = clusterPermissions.updateWorkload;
    for (const [header, expected] of [
      [as('platform'), 'ALLOW'],
      [as('developer'), 'ALLOW'],
      [as('auditor'), 'DENY'],
      [as('somebody'), 'DENY'],
    ] as const) {
      expect(await ask(header, scale)).toMatchObject({ result: expected });
    }
    expect(await ask(mockCredentials.none.header(), scale)).toEqual({ status: 401 });
    const read = { ...catalogEntityReadPermission, type: 'basic' as const };
    for (const name of ['platform', 'developer', 'auditor', 'somebody']) {
      expect(await ask(as(name), read)).toMatchObject({ result: 'ALLOW' });
    }
  });
});
