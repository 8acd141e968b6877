import { createPermission } from '@backstage/plugin-permission-common';
import fc from 'fast-check';
import { grantOf, grantOfAny } from './grantOf';
import { PERMISSION_CATALOGUE } from './permissionCatalogue';
import { READ_ONLY_ROLES, ROLE_NAMES } from './roles';
import type { Role } from './roles';

const KNOWN = PERMISSION_CATALOGUE.flatMap(({ permissions }) => permissions);

/** Permissions that exist, and such as plugins may bring tomorrow. */
const anyPermission = fc.oneof(
  fc.constantFrom(...KNOWN),
  fc
    .record({
      domain: fc.constantFrom(
        'clusters',
        'tenants',
        'audit',
        'models',
        'gpu',
        'pipelines',
        'catalog',
      ),
      noun: fc.constantFrom('record', 'secret', 'tenant', 'run', 'all', 'request'),
      verb: fc.constantFrom('read', 'reveal', 'update', 'read.all', 'export', 'exec', 'delete'),
      action: fc.constantFrom('read', 'create', 'update', 'delete', undefined),
    })
    .map(({ domain, noun, verb, action }) =>
      createPermission({
        name: `${domain}.${noun}.${verb}`,
        attributes: action === undefined ? {} : { action },
      }),
    ),
);
const anyRole = fc.constantFrom(...ROLE_NAMES);
const readOnly = fc.constantFrom(...READ_ONLY_ROLES);

const named = (name: string) => {
  const found = KNOWN.find(permission => permission.name === name);
  if (found === undefined) throw new Error(`There is no permission ${name}`);
  return found;
};

describe('roles', () => {
  it('that only look never change anything, whatever permission there is', () => {
    fc.assert(
      fc.property(readOnly, anyPermission, (role, permission) => {
        const changes = permission.attributes.action !== 'read';
        expect(changes && grantOf(role, permission) !== 'deny').toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never show secrets to those who only look', () => {
    fc.assert(
      fc.property(readOnly, anyPermission, (role, permission) => {
        const secret = permission.name.endsWith('.reveal');
        expect(secret && grantOf(role, permission) !== 'deny').toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('only ever add up', () => {
    const rank = { deny: 0, own: 1, allow: 2 };
    fc.assert(
      fc.property(fc.uniqueArray(anyRole), anyRole, anyPermission, (roles, more, permission) => {
        const before = grantOfAny(roles, permission);
        const after = grantOfAny([...roles, more], permission);
        expect(rank[after]).toBe(Math.max(rank[before], rank[grantOf(more, permission)]));
      }),
    );
  });

  it('give a platform admin everything, and nobody without a role anything', () => {
    fc.assert(
      fc.property(anyPermission, permission => {
        expect(grantOf('platform-admin', permission)).toBe('allow');
        expect(grantOfAny([], permission)).toBe('deny');
      }),
    );
  });

  it('leave what they do not know to platform admins, unless it is an ordinary read', () => {
    const write = createPermission({
      name: 'novelty.thing.update',
      attributes: { action: 'update' },
    });
    const read = createPermission({ name: 'novelty.thing.read', attributes: { action: 'read' } });
    for (const role of ROLE_NAMES) {
      expect(grantOf(role, write)).toBe(role === 'platform-admin' ? 'allow' : 'deny');
      expect(grantOf(role, read)).toBe('allow');
    }
  });

  const EXPECTED: readonly [name: string, may: readonly Role[]][] = [
    ['catalog.entity.read', ROLE_NAMES],
    ['catalog.location.read', ROLE_NAMES],
    ['scaffolder.template.parameter.read', ROLE_NAMES],
    ['scaffolder.task.create', ['platform-admin', 'tenant-admin', 'developer', 'ml-engineer']],
    ['clusters.workload.update', ['platform-admin', 'tenant-admin', 'developer', 'ml-engineer']],
    ['clusters.pod.exec', ['platform-admin', 'tenant-admin', 'developer', 'ml-engineer']],
    ['clusters.node.update', ['platform-admin']],
    ['clusters.cluster.create', ['platform-admin']],
    ['tenants.tenant.create', ['platform-admin']],
    ['tenants.quota.decide', ['platform-admin']],
    ['tenants.members.update', ['platform-admin', 'tenant-admin']],
    ['tenants.tenant.read.all', ['platform-admin', 'auditor']],
    ['tenants.access.simulate.all', ['platform-admin', 'auditor']],
    ['kubemate.operation.approve', ['platform-admin', 'tenant-admin']],
  ];

  it.each(EXPECTED)('%s', (name, may) => {
    expect(ROLE_NAMES.filter(role => grantOf(role, named(name)) === 'allow')).toEqual(may);
  });
});
