import type { Entity } from '@backstage/catalog-model';
import { entityRepository, hasRepository } from './entityRepository';

function component(location?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'cart',
      ...(location === undefined
        ? {}
        : { annotations: { 'backstage.io/source-location': location } }),
    },
  };
}

it('finds the repository and folder of an entity’s source', () => {
  expect(
    entityRepository(
      component('url:http://localhost:7007/api/repositories/git/shop-team/cart.git/tree/main/app/'),
    ),
  ).toEqual({ owner: 'shop-team', name: 'cart', ref: 'main', path: 'app' });
});

it.each([undefined, 'url:https://github.com/shop/cart', 'file:/x', 'url:nothing'])(
  'shows nothing on an entity from %s',
  location => {
    expect(hasRepository(component(location))).toBe(false);
  },
);
