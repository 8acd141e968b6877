import { originOf } from './originOf';

describe('originOf', () => {
  it.each([
    ['kubemate:dana', 'user:default/dana', 'impersonate', 'entity'],
    ['system:authenticated', undefined, 'impersonate', 'cluster'],
    ['system:authenticated', undefined, 'token', 'cluster'],
    ['oidc:dana@example.com', undefined, 'token', 'token'],
    ['system:masters', undefined, 'self', 'credential'],
    ['admin', undefined, 'self', 'credential'],
  ] as const)('%s of %s with %s comes from the %s', (name, entityRef, mode, origin) => {
    expect(originOf({ name, entityRef }, mode)).toBe(origin);
  });
});
