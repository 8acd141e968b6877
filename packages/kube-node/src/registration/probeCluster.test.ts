import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { createApiServer, type ApiServer } from '@kubemate/sandbox';
import { parseAllDocuments } from 'yaml';
import { ClusterPool } from '../clusters/ClusterPool';
import { systemClock } from '../reflector/Clock';
import { NamespaceIds } from '../rows/NamespaceSet';
import { AddressGuard } from './AddressGuard';
import { PoolRegistrar } from './PoolRegistrar';

const CANARY = 'canary-77aa01';

function registrar({ onLoopback = true, onlyLoopback = false } = {}) {
  const clusters = new ClusterPool([], {
    clock: systemClock,
    random: Math.random,
    ids: new NamespaceIds(),
    logger: mockServices.logger.mock(),
    prefixes: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
  });
  const guard = new AddressGuard({ allowLoopback: onLoopback, onlyLoopback });
  return new PoolRegistrar({ clusters, guard, clock: systemClock, onLoopback });
}

async function probe(
  server: string,
  {
    trust = undefined as string | undefined,
    onLoopback = true,
    identity = 'impersonate' as const,
    token = CANARY,
  } = {},
) {
  const portal = registrar({ onLoopback });
  const candidate = await portal.read({ kind: 'token', server, token }, { trust });
  const found = await portal.probe(candidate, { identity });
  expect(JSON.stringify(found)).not.toContain('canary');
  return found;
}

describe('probing a cluster before it is added', () => {
  let api: ApiServer;

  beforeAll(async () => {
    api = createApiServer({
      name: 'probed',
      clock: systemClock,
      random: Math.random,
      users: [
        { token: CANARY, user: 'portal', groups: ['system:masters'] },
        { token: 'canary-constrained', user: 'constrained', groups: [] },
        { token: 'canary-narrow', user: 'system:serviceaccount:kube:portal', groups: [] },
      ],
    });
    await api.listen();
  });
  afterAll(() => api.close());

  it('says what the cluster is and what the credential may do', async () => {
    const found = await probe(api.url);
    expect(found).toMatchObject({
      outcome: 'ready',
      version: 'v1.37.2',
      user: 'portal',
      addresses: ['127.0.0.1'],
    });
    expect(found.groups).toContain('system:masters');
    expect(found.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual([
      'address true',
      'tls true',
      'version true',
      'credential true',
      'apis true',
      'rights true',
    ]);
    expect(found.resourceTypes).toBeGreaterThan(20);
    // An administrator's credential is more than the portal wants.
    expect(found.rights?.filter(({ need, allowed }) => need === 'excess' && allowed)).toHaveLength(
      1,
    );
    expect(found.fix).toBeUndefined();
  });

  it('names each missing right, and the role that would give them', async () => {
    const found = await probe(api.url, { token: 'canary-narrow' });
    expect(found.outcome).toBe('limited');
    expect(found.steps.at(-1)?.reason).toContain('list pods');
    expect(found.steps.at(-1)?.reason).toContain('impersonate users');
    expect(found.fix).toContain('verbs: [impersonate]');
    expect(found.fix).toContain('{ kind: ServiceAccount, namespace: kube, name: portal }');
  });

  it('takes constrained impersonation for what it is', async () => {
    const rbac = (plural: string) => ({
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      plural,
    });
    api.client.create(rbac('clusterroles'), {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'constrained' },
      rules: [
        {
          apiGroups: ['authentication.k8s.io'],
          resources: ['users', 'groups'],
          verbs: ['impersonate:user-info'],
        },
      ],
    });
    api.client.create(rbac('clusterrolebindings'), {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'constrained' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'constrained' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'constrained' }],
    });
    const found = await probe(api.url, { token: 'canary-constrained' });
    const impersonations = found.rights?.filter(({ verb }) => verb === 'impersonate');
    expect(impersonations?.map(({ allowed }) => allowed)).toEqual([true, true]);
  });

  it('is happy once the role that it gave was applied', async () => {
    const before = await probe(api.url, { token: 'canary-narrow' });
    const documents = parseAllDocuments(before.fix ?? '').map(document => document.toJS());
    const rbac = (plural: string) => ({
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      plural,
    });
    api.client.create(rbac('clusterroles'), documents[0]);
    api.client.create(rbac('clusterrolebindings'), documents[1]);
    const after = await probe(api.url, { token: 'canary-narrow' });
    expect(after.outcome).toBe('ready');
    expect(after.fix).toBeUndefined();
  });

  it('says that a wrong token is one', async () => {
    const found = await probe(api.url, { token: 'canary-wrong' });
    expect(found.outcome).toBe('failed');
    expect(found.steps.at(-1)).toMatchObject({ step: 'credential', ok: false });
    expect(found.steps.at(-1)?.reason).toContain('did not accept the portal');
  });

  it.each([
    ['http://127.0.0.1:1', { onLoopback: true }, 'version', 'the connection was refused'],
    ['http://127.0.0.1:1', { onLoopback: false }, 'address', 'this server itself'],
    ['https://169.254.169.254', { onLoopback: true }, 'address', 'link-local or metadata'],
    ['https://no-such-host.invalid', { onLoopback: true }, 'address', 'the host name'],
  ])('says why %s with %j cannot be added', async (server, options, step, reason) => {
    const found = await probe(server, options);
    expect(found).toMatchObject({ outcome: 'failed' });
    expect(found.steps.at(-1)).toMatchObject({ step, ok: false });
    expect(found.steps.at(-1)?.reason).toContain(reason);
  });

  it.each([
    ['http://10.0.0.1:8080', 'must start with https://'],
    ['ftp://10.0.0.1', 'must be the URL of an API server'],
    ['https://me:pw@10.0.0.1', 'must not contain a user name'],
  ])('refuses the address %s before anything is called', async (server, message) => {
    await expect(probe(server)).rejects.toThrow(message);
  });

  it('takes nothing from another machine where people sign in without proof', async () => {
    const portal = registrar({ onlyLoopback: true });
    await expect(portal.read({ kind: 'in-cluster' })).rejects.toThrow('not on this machine');
    const lab = {
      ...{ name: 'lab', title: 'Lab', labels: {}, namespaces: [] },
      ...{
        identity: 'impersonate' as const,
        credential: { kind: 'token', token: CANARY } as const,
      },
    };
    expect(() => portal.set({ ...lab, server: 'https://10.0.0.1:6443' })).toThrow(
      'not on this machine',
    );
    expect(() =>
      portal.set({ ...lab, server: 'https://10.0.0.1', credential: { kind: 'in-cluster' } }),
    ).toThrow('not on this machine');
    expect(() => portal.set({ ...lab, server: api.url })).not.toThrow();
    await portal.remove('lab');
  });

  it('refuses in-cluster where there is no cluster around the portal', async () => {
    await expect(registrar().read({ kind: 'in-cluster' })).rejects.toThrow(
      'does not run in a cluster',
    );
  });

  it('keeps identity self to a portal on loopback, and names free of those that are taken', () => {
    const open = registrar({ onLoopback: false });
    expect(open.refusal({ name: 'a', identity: 'self' })).toEqual({ kind: 'self' });
    const portal = registrar();
    const cluster = {
      name: 'a',
      title: 'A',
      labels: {},
      server: api.url,
      namespaces: [],
      identity: 'self' as const,
    };
    portal.set({ ...cluster, credential: { kind: 'token', token: CANARY } });
    expect(portal.refusal({ name: 'A', identity: 'self' })).toEqual({
      ...{ kind: 'taken', cluster: 'a' },
    });
    expect(portal.refusal({ name: 'a', identity: 'self' }, { registered: true })).toBeUndefined();
    expect(() => open.set({ ...cluster, credential: { kind: 'in-cluster' } })).toThrow('loopback');
  });
});

describe('TLS of a cluster that is not known yet', () => {
  let folder: string;
  let server: Server;
  let url: string;
  const heard: string[] = [];
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'probe-tls-'));
    const openssl = (line: string) =>
      execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
    const ec = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
    openssl(`req -x509 ${ec} -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt`);
    openssl(
      `req ${ec} -subj /CN=kube-apiserver -keyout server.key -out server.csr -addext subjectAltName=IP:127.0.0.1,DNS:kubernetes`,
    );
    openssl(
      'x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days 2 -copy_extensions copy -out server.crt',
    );
    server = createServer({ key: read('server.key'), cert: read('server.crt') });
    server.on('request', (request, response) => {
      heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => heard.splice(0));

  it('shows the certificate and sends nothing to a server that is not trusted', async () => {
    const found = await probe(url);
    expect(found.outcome).toBe('failed');
    expect(found.steps.at(-1)?.reason).toContain('Nothing was sent to it');
    expect(found.tls).toMatchObject({ trusted: false, names: ['127.0.0.1', 'kubernetes'] });
    expect(found.tls?.chain[0]).toMatchObject({
      subject: 'CN=kube-apiserver',
      issuer: 'CN=test-ca',
    });
    const printed = execFileSync('openssl', [
      'x509',
      '-in',
      path.join(folder, 'server.crt'),
      '-noout',
      '-fingerprint',
      '-sha256',
    ]);
    expect(String(printed)).toContain(found.tls?.chain[0]?.fingerprint);
    expect(heard).toEqual([]);
  });

  it('trusts what an admin has pinned, the authority or the server’s own certificate, and follows no redirect', async () => {
    const unknown = await probe(url);
    for (const trust of [read('ca.crt'), unknown.tls?.pin?.pem]) {
      const found = await probe(url, { trust });
      expect(found.tls).toMatchObject({ trusted: true });
      expect(found.tls?.pin).toBeUndefined();
      expect(found.steps.at(-1)?.reason).toContain('a redirect, which the portal does not follow');
    }
    expect(heard).toEqual([`GET /version Bearer ${CANARY}`, `GET /version Bearer ${CANARY}`]);
  });

  it('names what the certificate is for where that is another host', async () => {
    const found = await probe(url.replace('127.0.0.1', 'localhost'), { trust: read('ca.crt') });
    expect(found.steps.at(-1)?.reason).toContain('is for 127.0.0.1, kubernetes, not for localhost');
    expect(found.tls?.pin).toBeUndefined();
    const portal = registrar();
    const named = {
      kind: 'token' as const,
      server: url.replace('127.0.0.1', 'localhost'),
      token: CANARY,
      serverName: 'kubernetes',
    };
    const candidate = await portal.read(named, { trust: read('ca.crt') });
    const again = await portal.probe(candidate, { identity: 'token' });
    expect(again.tls).toMatchObject({ trusted: true });
  });
});
