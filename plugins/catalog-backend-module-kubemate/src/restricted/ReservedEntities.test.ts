import type { Entity } from '@backstage/catalog-model';
import { isVisibleTo } from './isVisibleTo';
import { ReservedEntities } from './ReservedEntities';

function resource(namespace: string, spec: Entity['spec'] = {}): Entity {
  const metadata = { namespace, name: 'shop' };
  return { apiVersion: 'backstage.io/v1alpha1', kind: 'Resource', metadata, spec };
}

const file = { type: 'url', target: 'https://git/catalog-info.yaml' };
const portal = { type: 'kubemate', target: 'owned' };
const restricted = { visibility: 'restricted', readers: ['group:default/a'] };

describe('ReservedEntities', () => {
  const process = (entity: Entity, location: typeof file) =>
    new ReservedEntities().preProcessEntity(entity, location);

  it('keeps names of tenants, namespaces and pipelines, and who may see, for the portal', async () => {
    for (const namespace of ['tenants', 'Kubernetes', 'pipelines'])
      await expect(process(resource(namespace), file)).rejects.toThrow('the portal’s own');
    await expect(process(resource('default', restricted), file)).rejects.toThrow('spec.visibility');
    await expect(process(resource('default'), file)).resolves.toBeDefined();
    await expect(process(resource('tenants', restricted), portal)).resolves.toBeDefined();
  });
});

describe('isVisibleTo', () => {
  it('shows restricted entities to their readers alone', () => {
    const { apply } = isVisibleTo;
    expect(apply(resource('default'), { claims: [] })).toBe(true);
    expect(apply(resource('tenants', restricted), { claims: ['group:default/A'] })).toBe(true);
    expect(apply(resource('tenants', restricted), { claims: ['group:default/b'] })).toBe(false);
  });
});
