import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './__testUtils__/freePort';
import { KubePeer, selfSigned, temporaryFolder, whyNoKubePeer } from './__testUtils__/KubePeer';
import { startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const describeWithPeer = whyNoKubePeer === undefined ? describe : describe.skip;
const note = whyNoKubePeer === undefined ? '' : ` (skipped: ${whyNoKubePeer})`;
const CLIENT = 'kube-apiserver-real';

/** An authority, the portal's certificate and those of two API servers. */
function makeCertificates(folder: string): void {
  const openssl = (line: string) =>
    execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
  const ec = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  openssl(`req -x509 ${ec} -days 2 -subj /CN=ca -keyout ca.key -out ca.crt`);
  for (const name of ['portal', CLIENT]) {
    const names = '-addext subjectAltName=IP:127.0.0.1';
    openssl(`req ${ec} -subj /CN=${name} -keyout ${name}.key -out ${name}.csr ${names}`);
    const signed = `-CA ca.crt -CAkey ca.key -days 2 -copy_extensions copy`;
    openssl(`x509 -req -in ${name}.csr ${signed} -out ${name}.crt`);
  }
}

/** As `--audit-webhook-config-file` takes it; see docs/audit.md. */
function webhookConfig(file: (name: string) => string, port: number): string {
  return JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'kubemate' },
    clusters: [
      {
        name: 'kubemate',
        cluster: {
          server: `https://127.0.0.1:${port}/api/audit/kubernetes/real`,
          'certificate-authority': file('ca.crt'),
        },
      },
    ],
    users: [
      {
        name: 'real',
        user: {
          'client-certificate': file(`${CLIENT}.crt`),
          'client-key': file(`${CLIENT}.key`),
        },
      },
    ],
    contexts: [{ name: 'kubemate', context: { cluster: 'kubemate', user: 'real' } }],
  });
}

describeWithPeer(`a real API server that tells its audit events with mutual TLS${note}`, () => {
  let files: Awaited<ReturnType<typeof temporaryFolder>>;
  let cluster: KubePeer;
  let portal: TestPortal;
  let headers: Record<string, string>;

  beforeAll(async () => {
    files = await temporaryFolder();
    const { folder } = files;
    const file = (name: string) => path.join(folder, name);
    const read = (name: string) => readFileSync(file(name), 'utf8');
    makeCertificates(folder);
    const tls = await selfSigned(folder);
    const port = await freePort();
    writeFileSync(file('webhook.json'), webhookConfig(file, port));
    cluster = await KubePeer.start({ folder, tls, auditWebhook: file('webhook.json') });
    portal = await startPortal({
      auth: { providers: { local: {} } },
      permission: { enabled: true },
      kubemate: {
        signIn: 'local',
        sandbox: { enabled: false },
        objects: { driver: 'file', folder: file('objects') },
        clusters: [
          {
            ...{ name: 'real', server: cluster.server, caFile: tls.certFile },
            ...{ token: cluster.adminToken, identity: 'impersonate' },
          },
        ],
        audit: {
          receiver: {
            ...{ host: '127.0.0.1', port, certificate: read('portal.crt') },
            ...{ key: read('portal.key'), clientCa: read('ca.crt') },
          },
          kubernetes: [{ cluster: 'real', clientName: CLIENT, include: 'people' }],
        },
      },
    });
    const signIn = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`);
    const { token, identity } = (await signIn.json()).backstageIdentity;
    headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const name = String(identity.userEntityRef).split('/').at(-1);
    await cluster.create(
      JSON.stringify({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'local' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'cluster-admin',
        },
        subjects: [
          { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `kubemate:${name}` },
        ],
      }),
    );
  });

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
    await files?.remove();
  });

  async function ask(url: string, body?: object): Promise<any> {
    const response = await globalThis.fetch(`${portal.url}/api/${url}`, {
      ...{ headers, method: body === undefined ? 'GET' : 'POST' },
      body: body && JSON.stringify(body),
    });
    return response.json();
  }

  async function eventually<T>(find: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + 60_000;
    for (;;) {
      const found = await find();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error('It did not come about within a minute');
      await new Promise(resolve => setTimeout(resolve, 250));
    }
  }

  it('joins what it saw with the operation that the portal ran', async () => {
    const metadata = { name: 'watched', namespace: 'default' };
    const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    const run = await eventually(async () => {
      const answer = await ask('clusters/operations/apply-manifest', { cluster: 'real', manifest });
      return answer.status === 'succeeded' ? answer : undefined;
    });
    const entry = await eventually(async () => {
      const { items } = await ask('audit/records?kind=operation&object=ConfigMap/default/watched');
      const found = items.find(({ id }: { id: string }) => id === run.id);
      return found?.joined.some(({ kind }: any) => kind === 'kubernetes') ? found : undefined;
    });
    expect(entry.joined).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'kubernetes', outcome: 'succeeded', actor: run.actor },
        kubernetes: expect.objectContaining({
          ...{ verb: 'patch', resource: 'configmaps', impersonatedBy: 'admin' },
          user: expect.stringMatching(/^kubemate:/),
        }),
      }),
    );
  });

  it('tells what was done past the portal', async () => {
    await cluster.kubectl(cluster.adminToken, ['delete', 'configmap', 'watched', '-n', 'default']);
    const record = await eventually(async () => {
      const { items } = await ask('audit/records?kind=kubernetes&verb=delete');
      return items.find(({ target }: any) => target?.name === 'watched');
    });
    expect(record).toMatchObject({
      ...{ effect: 'destroy', outcome: 'succeeded', kubernetes: { user: 'admin', code: 200 } },
    });
    expect(await ask('audit/verify')).toMatchObject({ ok: true });
  });
});
