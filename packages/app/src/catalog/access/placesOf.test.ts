import { placesOf } from './placesOf';

const deployment = { kind: 'Deployment', namespace: 'shop', name: 'cart' };

it('names each namespace of the objects once, and the entity’s own places', () => {
  const objects = [
    { ...deployment, cluster: 'prod' },
    { ...deployment, cluster: 'prod', kind: 'Service' },
    { ...deployment, cluster: 'dev' },
    { kind: 'ClusterRole', cluster: 'dev', name: 'cart' },
  ];
  expect(placesOf({ objects, places: [{ cluster: 'edge' }] })).toEqual([
    { cluster: 'dev', namespace: 'shop' },
    { cluster: 'edge' },
    { cluster: 'prod', namespace: 'shop' },
  ]);
});
