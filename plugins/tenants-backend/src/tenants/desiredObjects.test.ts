import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import { parse, parseAllDocuments } from 'yaml';
import { tenantSpec } from '../__testUtils__/tenantSpec';
import { readTenantsConfig } from '../readTenantsConfig';
import { compareObjects } from './compareObjects';
import { desiredObjects } from './desiredObjects';
import type { DesiredObject } from './desiredObjects';

const root = path.resolve(__dirname, '../../../..');
const settings = readTenantsConfig(mockServices.rootConfig({ data: {} }));

function desired(
  fields: Partial<TenantSpec> = {},
  options: { state?: 'active' | 'archived'; cluster?: string; admissionPolicies?: boolean } = {},
) {
  const { state = 'active', cluster = 'dev', admissionPolicies = true } = options;
  return desiredObjects(tenantSpec(fields), cluster, { settings, state, admissionPolicies });
}

const names = (objects: readonly DesiredObject[]) =>
  objects.map(({ kind, metadata: { namespace, name } }) =>
    [kind, namespace, name].filter(part => part !== undefined).join('/'),
  );
const find = (objects: readonly DesiredObject[], kind: string) =>
  objects.filter(object => object.kind === kind);

describe('desiredObjects', () => {
  it('makes a namespace with its quota, limits, members and walls', () => {
    expect(names(desired())).toEqual([
      'Namespace/shop',
      'ResourceQuota/shop/kubemate-plan',
      'LimitRange/shop/kubemate-plan',
      'RoleBinding/shop/kubemate-edit',
      'NetworkPolicy/shop/kubemate-default-deny',
      'NetworkPolicy/shop/kubemate-allow-tenant',
    ]);
  });

  it('declares nothing on other clusters', () => {
    expect(desired({ registries: ['registry.example.com/'] }, { cluster: 'prod' })).toEqual([]);
  });

  it('lets developers look at production and change the rest, under their names on the cluster', () => {
    const placements: TenantSpec['placements'] = [
      { cluster: 'dev', environment: 'dev', namespaces: ['shop-dev'] },
      { cluster: 'dev', environment: 'prod', namespaces: ['shop'] },
    ];
    const members: TenantSpec['members'] = [
      { subject: 'group:default/shop-team', role: 'developer' },
      { subject: 'user:apac/dana', role: 'tenant-admin', environments: ['dev'] },
    ];
    const bindings = find(desired({ placements, members }), 'RoleBinding');
    expect(
      bindings.map(({ metadata, roleRef, subjects }) => ({
        in: metadata.namespace,
        roleRef,
        subjects,
      })),
    ).toMatchObject([
      {
        in: 'shop-dev',
        roleRef: { name: 'admin' },
        subjects: [{ kind: 'User', name: 'kubemate:apac/dana' }],
      },
      {
        in: 'shop-dev',
        roleRef: { name: 'edit' },
        subjects: [{ kind: 'Group', name: 'kubemate:shop-team' }],
      },
      {
        in: 'shop',
        roleRef: { name: 'view' },
        subjects: [{ kind: 'Group', name: 'kubemate:shop-team' }],
      },
    ]);
  });

  it('takes the members of an archived tenant away and nothing else', () => {
    const archived = names(desired({}, { state: 'archived' }));
    expect(archived).toEqual(names(desired()).filter(name => !name.startsWith('RoleBinding')));
  });

  it.each([
    ['open', []],
    ['ingress', ['kubemate-default-deny', 'kubemate-allow-tenant', 'kubemate-allow-peers']],
    [
      'full',
      [
        'kubemate-default-deny',
        'kubemate-allow-tenant',
        'kubemate-allow-peers',
        'kubemate-allow-dns',
      ],
    ],
  ] as const)('writes the network policies of isolation %s', (isolation, expected) => {
    const network = { isolation, peers: ['kube-system'] };
    const policies = find(desired({ network }), 'NetworkPolicy');
    expect(policies.map(({ metadata: { name } }) => name)).toEqual(expected);
    for (const { spec } of policies) {
      const { policyTypes } = spec as { policyTypes: string[] };
      expect(policyTypes.includes('Egress')).toBe(isolation === 'full');
    }
  });

  it('holds images to registries where the cluster can, once for the whole tenant', () => {
    const registries = ['registry.example.com/shop/'];
    const placements: TenantSpec['placements'] = [
      { cluster: 'dev', environment: 'dev', namespaces: ['a', 'b'] },
    ];
    const [policy] = find(desired({ registries, placements }), 'ValidatingAdmissionPolicy');
    expect(JSON.stringify(policy)).toContain('c.image.startsWith(r)');
    expect(find(desired({ registries, placements }), 'ValidatingAdmissionPolicy')).toHaveLength(1);
    expect(
      find(desired({ registries }, { admissionPolicies: false }), 'ValidatingAdmissionPolicy'),
    ).toEqual([]);
  });

  it.each([
    [['registry.example'], ['registry.example/']],
    [['registry.example:5000'], ['registry.example:5000/']],
    [['ghcr.io/shop'], ['ghcr.io/shop/', 'ghcr.io/shop:', 'ghcr.io/shop@']],
    [['busybox'], ['busybox/', 'busybox:', 'busybox@']],
    [
      ['ghcr.io/shop/', 'ghcr.io/api:'],
      ['ghcr.io/shop/', 'ghcr.io/api:'],
    ],
  ])('takes %j for whole parts of an image’s name', (registries, beginnings) => {
    const [policy] = find(desired({ registries }), 'ValidatingAdmissionPolicy');
    const list = beginnings.map(text => `'${text}'`).join(', ');
    expect(JSON.stringify(policy)).toContain(`[${list}].exists(r, c.image.startsWith(r))`);
  });

  it('sets Pod Security and the accounts with their pull secrets', () => {
    const objects = desired({
      podSecurity: 'restricted',
      serviceAccounts: [{ name: 'deployer', imagePullSecrets: ['registry'] }],
    });
    expect(objects[0]?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'kubemate.io/tenant': 'shop',
      'kubemate.io/environment': 'dev',
    });
    expect(find(objects, 'ServiceAccount')).toMatchObject([
      { metadata: { name: 'deployer' }, imagePullSecrets: [{ name: 'registry' }] },
    ]);
  });
});

describe('the sandbox', () => {
  const data = parse(readFileSync(path.join(root, 'app-config.yaml'), 'utf8'));
  const { seed, ...sandboxSettings } = readTenantsConfig(mockServices.rootConfig({ data }));

  it.each(['dev', 'staging', 'prod', 'edge'])(
    'has on %s what its tenants declare, but one quota',
    cluster => {
      const file = `packages/sandbox/scenario/fleet/objects/${cluster}/tenants.yaml`;
      const live = parseAllDocuments(readFileSync(path.join(root, file), 'utf8')).map(document =>
        document.toJS(),
      );
      const wanted = seed
        .filter(({ name }) => name !== 'payments')
        .flatMap(tenant =>
          desiredObjects(tenant, cluster, {
            settings: sandboxSettings,
            state: 'active',
            admissionPolicies: true,
          }),
        );
      const differing = wanted.flatMap(object => {
        const { kind, metadata } = object;
        const found = live.find(
          each =>
            each.kind === kind &&
            each.metadata.name === metadata.name &&
            each.metadata.namespace === metadata.namespace,
        );
        const changes = found === undefined ? ['missing'] : compareObjects(object, found);
        return changes.length > 0 ? [`${kind} of ${metadata.namespace ?? metadata.name}`] : [];
      });
      expect(live).toHaveLength(wanted.length);
      expect(differing).toEqual(cluster === 'prod' ? ['ResourceQuota of shop'] : []);
    },
  );
});
