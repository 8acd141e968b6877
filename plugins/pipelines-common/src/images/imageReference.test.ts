import { parseImage } from './imageReference';

const DIGEST = `sha256:${'a'.repeat(64)}`;

it.each([
  ['nginx', { host: 'docker.io', repository: 'library/nginx' }],
  ['shop/cart:1.4', { host: 'docker.io', repository: 'shop/cart', tag: '1.4' }],
  ['registry.example.com/shop/cart', { host: 'registry.example.com', repository: 'shop/cart' }],
  ['localhost:5000/a/b__c:x-1', { host: 'localhost:5000', repository: 'a/b__c', tag: 'x-1' }],
  [`r.io/a:1@${DIGEST}`, { host: 'r.io', repository: 'a', tag: '1', digest: DIGEST }],
])('reads %s as runtimes do', (text, expected) => {
  expect(parseImage(text)).toEqual({ tag: undefined, digest: undefined, ...expected });
});

it.each([
  '',
  'Nginx',
  'r.io/',
  'r.io//a',
  'r.io/a:',
  'r.io/a:b:c',
  'r.io/a@sha256:1',
  `r.io/a@${DIGEST}@${DIGEST}`,
  'r.io/a b',
  'r.io/-a',
  'r.io/../a',
  '$(id)',
  `r.io/${'a'.repeat(256)}`,
])('refuses %j', text => {
  expect(parseImage(text)).toBeUndefined();
});
