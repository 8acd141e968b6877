import { parseSearch } from './parseSearch';

const isKind = (alias: string) => ['deploy', 'po', 'svc', 'node'].includes(alias);

describe('parseSearch', () => {
  it.each([
    ['cart', { name: 'cart' }],
    ['deploy/cart', { kind: 'deploy', name: 'cart' }],
    ['Deploy/cart', { kind: 'deploy', name: 'cart' }],
    ['po cart', { kind: 'po', name: 'cart' }],
    ['po', { name: 'po' }],
    ['po/', { kind: 'po', name: '' }],
    ['node exporter', { kind: 'node', name: 'exporter' }],
    ['cart api', { name: 'cart-api' }],
    ['ns:shop', { namespace: 'shop', name: '' }],
    ['ns:shop po cart', { namespace: 'shop', kind: 'po', name: 'cart' }],
    ['cluster:Prod kind:svc cart', { cluster: 'prod', kind: 'svc', name: 'cart' }],
    ['ns: cart', { name: 'cart' }],
    ['unknown/cart', { name: 'unknown/cart' }],
    ['system:masters', { name: 'system:masters' }],
    ['  cart  ', { name: 'cart' }],
  ])('reads %j', (text, expected) => {
    expect(parseSearch(text, isKind)).toEqual(expected);
  });
});
