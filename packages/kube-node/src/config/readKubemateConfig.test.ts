import { ConfigReader } from '@backstage/config';
import { readKubemateConfig } from './readKubemateConfig';

const loopback = { listen: { host: '127.0.0.1', port: 7007 } };

function read(kubemate: object, backend: object = loopback) {
  return readKubemateConfig(new ConfigReader(JSON.parse(JSON.stringify({ kubemate, backend }))));
}

const good = { name: 'prod', server: 'https://10.0.0.1:6443', token: 'abc' };

describe('readKubemateConfig', () => {
  it('gives no clusters and the default prefixes for an empty configuration', () => {
    expect(readKubemateConfig(new ConfigReader({}))).toEqual({
      clusters: [],
      identity: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
    });
  });

  it('acts by impersonation unless told otherwise', () => {
    expect(read({ clusters: [good] }).clusters[0]?.identity).toBe('impersonate');
  });

  it.each([
    [
      { clusters: [good, good] },
      'kubemate.clusters[1].name must be unique, and "prod" stands there twice',
    ],
    [
      { clusters: [good, { ...good, name: 'b' }, { ...good, name: 'c', server: 'prod' }] },
      'kubemate.clusters[2].server must be the URL of an API server',
    ],
    [
      { clusters: [{ ...good, server: 'http://10.0.0.1:8080' }] },
      'kubemate.clusters[0].server must start with https:// unless the API server is on loopback',
    ],
    [
      { clusters: [{ ...good, server: 'https://me:pw@10.0.0.1' }] },
      'kubemate.clusters[0].server must not contain a user name or a password',
    ],
    [
      { clusters: [{ ...good, name: 'a,b' }] },
      'kubemate.clusters[0].name must be up to 63 letters',
    ],
    [
      { clusters: [good, { ...good, name: 'add' }] },
      'kubemate.clusters[1].name must not be "add": the page that adds a cluster has that address',
    ],
    [
      { clusters: [{ ...good, tokenFile: '/t' }] },
      'kubemate.clusters[0].tokenFile must not stand beside token',
    ],
    [
      { clusters: [{ ...good, clientCertificateFile: '/c' }] },
      'kubemate.clusters[0].clientKeyData is missing',
    ],
    [
      { clusters: [{ ...good, identity: 'root' }] },
      'kubemate.clusters[0].identity must be one of impersonate, token, self',
    ],
    [{ clusters: {} }, 'kubemate.clusters must be a list of clusters'],
    [{ kubeconfig: {} }, 'kubemate.kubeconfig.file must be text'],
    [
      { identity: { userPrefix: 'system:' } },
      'kubemate.identity.userPrefix must not start with system:',
    ],
    [
      { identity: { groupPrefix: 'System:nodes:' } },
      'kubemate.identity.groupPrefix must not start with system:',
    ],
    [{ identity: { groupPrefix: '' } }, 'kubemate.identity.groupPrefix must not be empty'],
    [
      { identity: { userPrefix: 'kubemate' } },
      'kubemate.identity.userPrefix must be a prefix that ends with a colon or a slash',
    ],
    [{ identity: { userPrefix: 'a\r\nb:' } }, 'kubemate.identity.userPrefix must be a prefix'],
  ])('refuses %j by naming the key', (kubemate, message) => {
    expect(() => read(kubemate)).toThrow(message);
  });

  it('does not repeat a secret in the message', () => {
    const entry = { ...good, token: 'canary-7f3a', server: 'nonsense', identity: 'canary-7f3a' };
    expect(() => read({ clusters: [entry] })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('canary') }),
    );
  });

  it.each([
    ['no host', {}],
    ['a port alone', { listen: ':7007' }],
    ['a port in an object', { listen: { port: 7007 } }],
    ['every interface', { listen: '0.0.0.0:7007' }],
    ['every IPv6 interface', { listen: { host: '::' } }],
    ['a name that only starts like loopback', { listen: { host: '127.0.0.1.example.org' } }],
  ])('refuses identity self where the portal listens on %s', (_, backend) => {
    expect(() => read({ clusters: [{ ...good, identity: 'self' }] }, backend)).toThrow(
      'kubemate.clusters[0].identity must not be self while the portal listens on',
    );
    expect(() => read({ kubeconfig: { file: '/k' } }, backend)).toThrow(
      'kubemate.kubeconfig.identity must not be self',
    );
  });

  it.each([
    [{ listen: 'localhost:7007' }],
    [{ listen: '127.0.0.1:7007' }],
    [{ listen: '[::1]:7007' }],
    [{ listen: { host: '::1' } }],
    [{ listen: { host: '127.1.2.3' } }],
  ])('allows identity self on loopback: %j', backend => {
    expect(read({ kubeconfig: { file: '/k' } }, backend).kubeconfig).toEqual({
      file: '/k',
      identity: 'self',
    });
  });
});
