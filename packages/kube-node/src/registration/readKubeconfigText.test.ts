import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { readKubeconfigText } from './readKubeconfigText';

const CANARY = 'canary-3f9d2c';
const base64 = (text: string) => Buffer.from(text).toString('base64');

function kubeconfig({
  user = { token: CANARY } as object,
  cluster = {} as object,
  rest = {},
} = {}) {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'dev',
    contexts: [
      { name: 'dev', context: { cluster: 'c', user: 'u', namespace: 'shop' } },
      { name: 'prod', context: { cluster: 'gone', user: 'u' } },
    ],
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    ...rest,
  });
}

describe('readKubeconfigText', () => {
  let folder: string;
  let pem: { certificate: string; key: string; otherKey: string };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kubeconfig-'));
    const make = (name: string) => {
      const files = {
        key: path.join(folder, `${name}.key`),
        crt: path.join(folder, `${name}.crt`),
      };
      const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}`;
      execFileSync('openssl', [...args.split(' '), '-keyout', files.key, '-out', files.crt], {
        stdio: 'ignore',
      });
      return { key: readFileSync(files.key, 'utf8'), crt: readFileSync(files.crt, 'utf8') };
    };
    const first = make('first');
    pem = { certificate: first.crt, key: first.key, otherKey: make('second').key };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes the token and the address of the current context', () => {
    expect(readKubeconfigText(kubeconfig())).toEqual({
      context: 'dev',
      contexts: ['dev', 'prod'],
      server: 'https://10.0.0.1:6443',
      ca: undefined,
      serverName: undefined,
      namespaces: ['shop'],
      credential: { kind: 'token', token: CANARY },
    });
  });

  it('takes a client certificate with its key, and an authority without what else stands in its PEM', () => {
    const user = {
      'client-certificate-data': base64(pem.certificate),
      'client-key-data': base64(pem.key),
    };
    const cluster = { 'certificate-authority-data': base64(pem.key + pem.certificate) };
    const read = readKubeconfigText(kubeconfig({ user, cluster }));
    expect(read.credential).toMatchObject({ kind: 'certificate', key: pem.key });
    expect(read.ca).toBe(pem.certificate);
  });

  it.each([
    [{ exec: { command: 'aws' } }, 'has an exec plugin: it would run a program on the portal'],
    [{ 'auth-provider': { name: 'gcp' } }, 'has an auth-provider'],
    [{ tokenFile: '/etc/passwd' }, "would be read from the portal's disk"],
    [{ 'client-certificate': '/c', 'client-key': '/k' }, "would be read from the portal's disk"],
    [{ token: CANARY, as: 'admin' }, 'has "as"'],
    [{ username: 'admin', password: CANARY }, 'has a password'],
    [{ token: `${CANARY}\r\nX-Evil: 1` }, 'the token is not a bearer token'],
    [{}, 'neither a token nor a client certificate'],
  ])('refuses the user %j and says what to do', (user, message) => {
    expect(() => readKubeconfigText(kubeconfig({ user }))).toThrow(message);
  });

  it.each([
    [{ 'certificate-authority': '/etc/shadow' }, "would be read from the portal's disk"],
    [{ 'proxy-url': 'http://10.0.0.9' }, 'has a proxy-url'],
    [{ 'insecure-skip-tls-verify': true }, 'the credential could go to anybody'],
    [{ 'certificate-authority-data': base64('nonsense') }, 'is not a certificate in PEM'],
  ])('refuses the cluster %j and says what to do', (cluster, message) => {
    expect(() => readKubeconfigText(kubeconfig({ cluster }))).toThrow(message);
  });

  it('does not make another text of one that is broken, and does not quote it', () => {
    const broken = `${kubeconfig({})}\nx: [${CANARY}`;
    expect(() => readKubeconfigText(broken)).toThrow(/^the kubeconfig is not YAML$/);
  });

  it('refuses a key that belongs to another certificate', () => {
    const user = {
      'client-certificate-data': base64(pem.certificate),
      'client-key-data': base64(pem.otherKey),
    };
    expect(() => readKubeconfigText(kubeconfig({ user }))).toThrow('does not belong');
  });

  it('never quotes what was pasted', () => {
    const bad = [
      `token: ${CANARY}: [`,
      CANARY,
      kubeconfig({ user: { token: `${CANARY} x` } }),
      kubeconfig({ user: { 'client-certificate-data': CANARY, 'client-key-data': CANARY } }),
      kubeconfig({ user: { exec: { env: [{ name: 'TOKEN', value: CANARY }] } } }),
      kubeconfig({ rest: { users: CANARY } }),
      `${CANARY}`.repeat(30_000),
      `a: &a [${CANARY}]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]`,
    ];
    for (const text of bad) {
      const thrown = (() => {
        try {
          return readKubeconfigText(text);
        } catch (error) {
          return error;
        }
      })();
      expect(thrown).toMatchObject({ name: 'InputError' });
      expect(String(thrown)).not.toContain(CANARY);
    }
  });

  it('names the contexts that there are', () => {
    expect(() => readKubeconfigText(kubeconfig(), { context: 'x' })).toThrow(
      'has no context "x", but dev, prod',
    );
    expect(() => readKubeconfigText(kubeconfig({ rest: { 'current-context': '' } }))).toThrow(
      'say which of dev, prod',
    );
  });
});
