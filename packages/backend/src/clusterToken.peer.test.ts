import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import { freePort } from './__testUtils__/freePort';
import { KubePeer, selfSigned, temporaryFolder, whyNoKubePeer } from './__testUtils__/KubePeer';
import { headersOf, OidcBrowser, type Session } from './__testUtils__/OidcBrowser';
import { OidcPeer } from './__testUtils__/OidcPeer';
import { peopleKnown, startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

/** What the people of the provider may do: the shop's team in `shop`, Priya in `bank`, auditors everywhere. */
const OBJECTS = `
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Namespace, metadata: { name: shop } }
  - { apiVersion: v1, kind: Namespace, metadata: { name: bank } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: cart, namespace: shop } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: vault, namespace: bank } }
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: { name: reader }
    rules: [{ apiGroups: [''], resources: [configmaps, pods], verbs: [get, list, watch] }]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: { name: portal }
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: [list, watch] }]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata: { name: portal }
    roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: portal }
    subjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: portal }]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata: { name: auditors }
    roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
    subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'oidc:audit' }]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: { name: team, namespace: shop }
    roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
    subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'oidc:shop' }]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: { name: priya, namespace: bank }
    roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
    subjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: 'oidc:platform@sandbox.example' }]
`;

const ROWS = '/rows?resource=v1/configmaps&namespaces=shop,bank';

const describeWithPeer = whyNoKubePeer === undefined ? describe : describe.skip;
const note = whyNoKubePeer === undefined ? '' : ` (skipped: ${whyNoKubePeer})`;

describeWithPeer(`a person’s own token on a real API server${note}`, () => {
  let files: Awaited<ReturnType<typeof temporaryFolder>>;
  let provider: OidcPeer;
  let cluster: KubePeer;
  let portal: TestPortal;
  let developer: Session;
  let platform: Session;
  let auditor: Session;

  beforeAll(async () => {
    files = await temporaryFolder();
    const { folder } = files;
    const tls = await selfSigned(folder);
    const port = await freePort();
    const redirectUris = [`http://localhost:${port}/api/auth/oidc/handler/frame`];
    provider = await OidcPeer.start({ redirectUris, tls });
    cluster = await KubePeer.start({ folder, tls, issuer: provider.issuer });
    await cluster.create(OBJECTS);
    portal = await startPortal({
      port,
      auth: provider.auth({ resolver: 'emailMatchingUserEntityProfileEmail' }),
      kubemate: {
        signIn: 'oidc',
        sandbox: { enabled: false },
        clusters: [
          {
            name: 'real',
            server: cluster.server,
            caFile: tls.certFile,
            token: cluster.portalToken,
            identity: 'token',
          },
        ],
      },
    });
    await peopleKnown(portal);
    developer = await signIn('developer');
    platform = await signIn('platform');
    auditor = await signIn('auditor');
  });

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
    await provider?.stop();
    await files?.remove();
  });

  function signIn(account: string): Promise<Session> {
    return new OidcBrowser(portal.url).signIn(account);
  }

  /** Signed in as one, with the token of the same or of another. */
  async function get(path: string, session: Session, token = session.providerInfo.idToken) {
    const headers = {
      ...headersOf(session, { clusterToken: false }),
      [CLUSTER_TOKEN_HEADER]: token,
    };
    const response = await globalThis.fetch(`${portal.url}/api/clusters${path}`, { headers });
    return { status: response.status, body: await response.json() };
  }

  async function rowsOf(session: Session, token?: string): Promise<string[]> {
    const { body } = await get(ROWS, session, token);
    return body.items
      .map(({ namespace, name }: { namespace: string; name: string }) => `${namespace}/${name}`)
      .sort();
  }

  /** The same rows as kubectl lists them with the token. */
  async function rowsOfKubectl({ providerInfo }: Session): Promise<string[]> {
    const lists = await Promise.all(
      ['shop', 'bank'].map(namespace =>
        cluster
          .kubectl(providerInfo.idToken, ['get', 'configmaps', '-n', namespace, '-o', 'name'])
          .then(out => out.split('\n').filter(Boolean))
          .then(names => names.map(name => `${namespace}/${name.replace('configmap/', '')}`))
          .catch(() => []),
      ),
    );
    return lists.flat().sort();
  }

  function objectOf(namespace: string, name: string): string {
    return `/objects?cluster=real&resource=v1/configmaps&namespace=${namespace}&name=${name}`;
  }

  it('is who the API server takes the person for', async () => {
    const { body } = await get('/identity', developer);
    expect(body).toMatchObject({
      userEntityRef: 'user:default/developer',
      groupEntityRefs: ['group:default/shop-team'],
      tokenExpiresAt: expect.any(Number),
      items: [
        {
          cluster: 'real',
          identity: 'token',
          answer: {
            state: 'known',
            user: { name: 'oidc:developer@sandbox.example' },
            groups: [{ name: 'oidc:shop' }, { name: 'system:authenticated' }],
          },
        },
      ],
    });
  });

  it('gives exactly that person’s rights, as kubectl does', async () => {
    for (const session of [developer, platform, auditor])
      expect(await rowsOf(session)).toEqual(await rowsOfKubectl(session));
    expect(await rowsOf(developer)).toEqual(['shop/cart']);
    expect(await rowsOf(platform)).toEqual(['bank/vault']);
    expect(await rowsOf(auditor)).toEqual(['bank/vault', 'shop/cart']);
    expect((await get(objectOf('shop', 'cart'), developer)).status).toBe(200);
    const { status, body } = await get(objectOf('bank', 'vault'), developer);
    expect(status).toBe(403);
    expect(body.error.message).toBe(
      'configmaps "vault" is forbidden: User "oidc:developer@sandbox.example" cannot get resource "configmaps" in API group "" in the namespace "bank"',
    );
  });

  it('is needed: a person without one is told to sign in, and sees nothing', async () => {
    const headers = headersOf(auditor, { clusterToken: false });
    const response = await globalThis.fetch(`${portal.url}/api/clusters${ROWS}`, { headers });
    const page = await response.json();
    expect(page).toMatchObject({ items: [], total: 0, failures: [{ state: 'denied' }] });
    expect(page.failures[0].reason).toMatch(/there is none: sign in again/);
  });

  it('is not believed where its signature is not the provider’s', async () => {
    const [head, payload, signature = ''] = auditor.providerInfo.idToken.split('.');
    const forged = `${head}.${payload}.${[...signature].reverse().join('')}`;
    const { status, body } = await get(objectOf('shop', 'cart'), auditor, forged);
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/real did not accept your sign-in token; sign in again/);
    expect(await rowsOf(auditor, forged)).toEqual([]);
  });

  it('counts, and not the name of who is signed in: no cache mixes them up', async () => {
    const { idToken } = platform.providerInfo;
    expect(await rowsOf(developer)).toEqual(['shop/cart']);
    expect(await rowsOf(developer, idToken)).toEqual(['bank/vault']);
    const asked = Array.from({ length: 30 }, async (_, index) => {
      const [session, own] = index % 2 === 0 ? [developer, 'shop/cart'] : [platform, 'bank/vault'];
      const other = index % 2 === 0 ? 'vault' : 'cart';
      expect(await rowsOf(session)).toEqual([own]);
      for (const path of ['/fleet', '/search?q=a', '/resources?cluster=real'])
        expect(JSON.stringify((await get(path, session)).body)).not.toContain(`"${other}"`);
    });
    await Promise.all(asked);
  });

  it('keeps live rows apart, too', async () => {
    const abort = new AbortController();
    const seen = { developer: '', platform: '' };
    const follow = async (name: keyof typeof seen, session: Session) => {
      const response = await globalThis.fetch(
        `${portal.url}/api/clusters${ROWS.replace('/rows', '/rows/stream')}`,
        { headers: headersOf(session, { clusterToken: true }), signal: abort.signal },
      );
      const text = response.body?.pipeThrough(new TextDecoderStream());
      for await (const part of text ?? []) seen[name] += part;
    };
    const streams = Promise.allSettled([
      follow('developer', developer),
      follow('platform', platform),
    ]);
    await until(() => seen.developer.includes('cart') && seen.platform.includes('vault'));
    await cluster.create(
      ['shop', 'bank']
        .map(
          namespace =>
            `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: new-${namespace}, namespace: ${namespace} }\n`,
        )
        .join('---\n'),
    );
    await until(() => seen.developer.includes('new-shop') && seen.platform.includes('new-bank'));
    abort.abort();
    await streams;
    expect(seen.developer).not.toMatch(/vault|bank/);
    expect(seen.platform).not.toMatch(/cart|shop/);
    await cluster.kubectl(cluster.adminToken, ['delete', 'configmap', 'new-shop', '-n', 'shop']);
    await cluster.kubectl(cluster.adminToken, ['delete', 'configmap', 'new-bank', '-n', 'bank']);
  });

  it('ends streams when it expires, and is then refused with a sentence although its decisions were cached', async () => {
    const brief = await signIn('hasty');
    const response = await globalThis.fetch(
      `${portal.url}/api/clusters${ROWS.replace('/rows', '/rows/stream')}`,
      { headers: headersOf(brief, { clusterToken: true }) },
    );
    // The provider's token holds for seconds; the text is there once the portal has ended the stream.
    const text = await response.text();
    expect(text).toContain('event: error');
    expect(text).toContain('The token of this stream has expired');
    // At once, where the API server itself would take the token for 10 s more out of its own cache.
    const { status, body } = await get(objectOf('shop', 'cart'), brief);
    expect(status).toBe(403);
    expect(body.error.message).toMatch(
      /^your sign-in token expired at 20\d\d-.*Z: sign in again with the identity provider$/,
    );
    const page = (await get(ROWS, brief)).body;
    expect(page).toMatchObject({ items: [], failures: [{ state: 'denied' }] });
    const { items } = (await get('/identity', brief)).body;
    expect(items[0].answer).toMatchObject({ state: 'denied', reason: body.error.message });
    // The same person's other token is as good as before.
    expect(await rowsOf(developer)).toEqual(['shop/cart']);
  });

  it('reaches the API server and no log, and nobody is impersonated', async () => {
    const audit = (await cluster.auditLog())
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(audit.filter(({ impersonatedUser }) => impersonatedUser)).toEqual([]);
    const reads = audit.filter(
      ({ verb, objectRef }) => verb === 'get' && objectRef?.resource === 'configmaps',
    );
    expect(new Set(reads.map(({ user }) => user.username))).not.toContain('portal');
    const log = portal.log.join('\n');
    for (const { providerInfo, backstageIdentity } of [developer, platform, auditor]) {
      for (const token of [providerInfo.idToken, backstageIdentity.token])
        expect(log).not.toContain(token.split('.').at(-1));
    }
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('it did not happen within 20 s');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
