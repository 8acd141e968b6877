import { entry } from '../__testUtils__/records';
import { deedOf } from './deedOf';

const target = { kind: 'Pod', name: 'a' };
const two = [
  { target, status: 'succeeded' as const },
  { target: { kind: 'Pod', name: 'b' }, status: 'succeeded' as const },
];

it.each([
  [{ action: 'tenants.archive-tenant' }, 'deed.tenants.archive-tenant'],
  // Its results are the namespaces of one tenant.
  [{ action: 'tenants.create-tenant', results: two }, 'deed.tenants.create-tenant'],
  [{ action: 'pipelines.rerun' }, 'deed.pipelines.rerun'],
  // The words would name one of two.
  [{ action: 'pipelines.delete-run', results: two }, undefined],
  [{ action: 'clusters.brew-coffee' }, undefined],
  [{ action: 'GET /rows', kind: 'request' as const }, undefined],
])('of %j', (given, key) => {
  expect(deedOf(entry(given))).toBe(key);
});
