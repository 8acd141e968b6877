import type { TenantDirectory } from '@kubemate/plugin-tenants-common';
import { entityName } from './entityNames';
import { factOf, ownedEntities } from './ownedEntities';

type Tenant = TenantDirectory['items'][number];

function tenant(fields: Partial<Tenant> = {}): Tenant {
  return {
    ...{ name: 'shop', title: 'Shop', state: 'active', plan: 'small' },
    owner: 'group:default/shop-team',
    readers: ['group:default/shop-team', 'user:default/dana'],
    overseers: ['group:default/shop-team'],
    placements: [{ cluster: 'dev', environment: 'dev', namespaces: ['shop'] }],
    ...fields,
  };
}

function entitiesOf(facts: Partial<Parameters<typeof ownedEntities>[0]>) {
  const all = { tenants: [], namespaces: [], pipelines: [], appUrl: undefined, ...facts };
  return ownedEntities(all).map(({ metadata, spec }) => ({
    ref: `${metadata.namespace}/${metadata.name}`,
    ...spec,
  }));
}

describe('ownedEntities', () => {
  it('gives a namespace to its tenant, whatever its labels say', () => {
    const [, namespace] = entitiesOf({
      tenants: [tenant()],
      namespaces: [{ cluster: 'dev', namespace: 'shop', labelledOwner: 'others' }],
    });
    expect(namespace).toEqual({
      ref: 'kubernetes/dev.shop',
      type: 'kubernetes-namespace',
      owner: 'group:default/shop-team',
      visibility: 'restricted',
      readers: ['group:default/shop-team', 'user:default/dana'],
      within: ['resource:default/dev'],
      partOf: ['resource:tenants/shop'],
    });
  });

  it('gives one that no tenant has to the group of its label, and leaves out what is nobody’s', () => {
    const found = entitiesOf({
      namespaces: [
        { cluster: 'dev', namespace: 'labelled', labelledOwner: 'Ops' },
        { cluster: 'dev', namespace: 'kube-system' },
        { cluster: 'dev', namespace: 'odd', labelledOwner: 'no group!' },
      ],
      pipelines: [{ cluster: 'dev', namespace: 'kube-system', name: 'build' }],
    });
    expect(found).toMatchObject([
      {
        ref: 'kubernetes/dev.labelled',
        owner: 'group:default/ops',
        readers: ['group:default/ops'],
      },
    ]);
    expect(found[0]).not.toHaveProperty('partOf');
  });

  it('shows a pipeline to those who see its namespace', () => {
    const [, , pipeline] = entitiesOf({
      tenants: [tenant()],
      namespaces: [{ cluster: 'dev', namespace: 'shop' }],
      pipelines: [{ cluster: 'dev', namespace: 'shop', name: 'build', component: 'cart' }],
    });
    expect(pipeline).toMatchObject({
      ref: 'pipelines/dev.shop.build',
      type: 'pipeline',
      readers: ['group:default/shop-team', 'user:default/dana'],
      partOf: ['resource:kubernetes/dev.shop'],
      dependencyOf: ['component:default/cart'],
    });
  });

  it('can be read back from what the catalog has', () => {
    const namespaces = [{ cluster: 'Dev', namespace: 'x', labelledOwner: 'ops' }];
    const pipelines = [{ cluster: 'Dev', namespace: 'x', name: 'build', component: 'cart' }];
    const found = ownedEntities({ tenants: [], namespaces, pipelines, appUrl: 'https://p' });
    expect(found.map(({ metadata }) => factOf(metadata.annotations ?? {}))).toEqual([
      { namespace: namespaces[0] },
      { pipeline: pipelines[0] },
    ]);
  });
});

describe('entityName', () => {
  it('tells apart what is too long or has characters that names do not', () => {
    expect(entityName('dev', 'shop')).toBe('dev.shop');
    const long = ['a', 'b'].map(end => entityName('c'.repeat(63), `${'n'.repeat(62)}${end}`));
    expect(new Set([...long, entityName('x_y', 'z'), entityName('x y', 'z')]).size).toBe(4);
    for (const name of long) expect(name).toMatch(/^[a-z0-9][-a-z0-9.]{0,61}[a-z0-9]$/);
  });
});
