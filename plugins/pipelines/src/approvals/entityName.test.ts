import { entityName } from './entityName';

it.each([
  ['component:default/cart', 'cart'],
  ['group:shop/team', 'shop/team'],
  ['cart', 'cart'],
])('of %s', (ref, name) => {
  expect(entityName(ref)).toBe(name);
});
