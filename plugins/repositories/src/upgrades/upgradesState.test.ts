import type { TemplatedRepository } from '@kubemate/plugin-repositories-common';
import { selectTemplated, type UpgradesState } from './upgradesState';

const templated = (name: string, rest: Partial<TemplatedRepository> = {}): TemplatedRepository => ({
  ...{ owner: 'shop-team', name, template: 'template:default/node-service', version: '1.1.0' },
  ...{ state: 'current', behind: 0, changedByHand: 0, may: { write: true } },
  ...rest,
});

const all = [
  templated('cart'),
  templated('orders', { state: 'behind', behind: 2 }),
  templated('search', { state: 'behind', behind: 1, template: 'template:default/go-service' }),
  templated('old', { state: 'unrecorded', behind: undefined, version: undefined }),
];
const EVERYTHING: UpgradesState = { search: '', template: [], state: [], sort: '-behind' };
const found = (state: Partial<UpgradesState>) =>
  selectTemplated(all, { ...EVERYTHING, ...state }).map(({ name }) => name);

it('puts first what is furthest behind', () => {
  expect(found({})).toEqual(['orders', 'search', 'old', 'cart']);
});

it.each([
  [{ search: 'SHOP or' }, ['orders']],
  [{ state: ['current', 'unrecorded'] }, ['old', 'cart']],
  [{ template: ['template:default/go-service'] }, ['search']],
  [{ sort: 'name' }, ['cart', 'old', 'orders', 'search']],
])('answers %j', (state, names) => {
  expect(found(state)).toEqual(names);
});
