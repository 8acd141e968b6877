import { chooseDelivery } from './chooseDelivery';

const asks = (delivery: 'direct' | 'commit' | 'pull-request') => ({ tenant: 'shop', delivery });

it.each([
  [undefined, undefined, 'direct', 'default', true],
  ['commit', undefined, 'commit', 'component', true],
  [undefined, asks('direct'), 'direct', 'tenant', true],
  ['pull-request', asks('direct'), 'pull-request', 'component', true],
  ['pull-request', asks('commit'), 'pull-request', 'component', true],
  ['commit', asks('commit'), 'commit', 'tenant', true],
  ['commit', asks('pull-request'), 'pull-request', 'tenant', true],
  [undefined, asks('commit'), 'commit', 'tenant', false],
] as const)(
  '%s where the tenant asks for %j is %s, by the %s',
  (own, tenant, by, chosenBy, isPossible) => {
    const git = own === undefined ? undefined : { by: own };
    expect(chooseDelivery(git, tenant)).toMatchObject({ by, chosenBy, isPossible });
  },
);
