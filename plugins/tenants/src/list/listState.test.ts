import { tenant } from '../__testUtils__/tenants';
import { placesOf, selectTenants } from './listState';
import type { ListState } from './listState';

const state = (given: Partial<ListState> = {}): ListState => ({
  search: '',
  state: 'active',
  environments: [],
  clusters: [],
  plans: [],
  sort: 'name',
  ...given,
});
const shop = tenant();
const bank = tenant({
  name: 'bank',
  title: 'Bank',
  plan: 'large',
  members: [],
  owner: 'group:default/bankers',
  placements: [{ cluster: 'edge', environment: 'staging', namespaces: ['bank', 'ledger'] }],
});
const old = tenant({ name: 'old', title: 'Old', state: 'archived' });
const names = (given: Partial<ListState>) =>
  selectTenants([shop, bank, old], state(given)).map(({ name }) => name);

describe('the list of tenants', () => {
  it.each([
    ['only active ones by name', {}, ['bank', 'shop']],
    ['archived ones', { state: 'archived' as const }, ['old']],
    ['all, backwards', { state: 'all' as const, sort: '-name' }, ['shop', 'old', 'bank']],
    ['by any namespace', { search: 'LEDGER' }, ['bank']],
    ['by owner or member', { search: 'shop-team' }, ['shop']],
    ['by cluster', { clusters: ['edge'] }, ['bank']],
    ['by environment', { environments: ['prod'] }, ['shop']],
    ['by plan', { plans: ['large'] }, ['bank']],
    ['most members first', { sort: '-members' }, ['shop', 'bank']],
    ['by name where the order is unknown', { sort: 'nonsense' }, ['bank', 'shop']],
  ])('shows %s', (_, given, expected) => {
    expect(names(given)).toEqual(expected);
  });

  it('names each place once', () => {
    expect(placesOf(shop)).toMatchObject({
      environments: ['dev', 'prod'],
      clusters: ['dev', 'prod'],
    });
    expect(placesOf(bank).namespaces).toHaveLength(2);
  });
});
