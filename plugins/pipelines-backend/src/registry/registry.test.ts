import { mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '@kubemate/kube-node';
import { imageAddress } from '@kubemate/plugin-pipelines-common';
import { startSandboxRegistry } from '@kubemate/sandbox';
import type { SandboxRegistry } from '@kubemate/sandbox';
import { cosignKey, Pusher } from './__testUtils__/Pusher';
import { describeRegistry } from './__testUtils__/describeRegistry';
import { FakeRegistry } from './__testUtils__/FakeRegistry';
import type { FakeRegistryOptions } from './__testUtils__/FakeRegistry';
import { readRegistries } from './readRegistries';
import { readReport } from './readScan';
import { Registries } from './Registries';

const HOST = 'registry.example.com';
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function started(options: FakeRegistryOptions) {
  const registry = new FakeRegistry(options);
  await registry.listen();
  opened.push(registry);
  return registry;
}

/** With one image in it. */
async function withImage(options: FakeRegistryOptions, config: object = {}) {
  const registry = await started(options);
  const digest = await new Pusher(registry.url, 'shop/cart').image('1');
  registry.asked.splice(0);
  const account = { username: 'portal', password: 'secret' };
  const usual = { host: HOST, url: registry.url, allowPlainHttp: false, alsoAsks: [] };
  const registries = new Registries({
    configs: [{ ...usual, cosignKeys: [], repositories: [], ...account, ...config }],
    clock: systemClock,
  });
  opened.push(registries);
  const repository = `${HOST}/shop/cart`;
  const ask = () => registries.evidence({ image: repository, repository, digest });
  return { registry, digest, registries, ask };
}

describe('a registry with the referrers API', () => {
  describeRegistry(async () => {
    const registry = new FakeRegistry();
    return { url: await registry.listen(), close: () => registry.close() };
  });
});

describe('the registry of the sandbox', () => {
  let sandbox: SandboxRegistry;
  beforeAll(async () => {
    sandbox = await startSandboxRegistry({ clock: systemClock });
  });
  afterAll(() => sandbox.close());

  it.each([
    [
      'storefront:3.9.0',
      { signature: { state: 'verified', keys: ['company'] }, scan: { critical: 1, high: 3 } },
    ],
    ['storefront:3.8.1', { scan: { critical: 0, high: 0, isVerified: true } }],
    ['search:1.23.0-rc.2', { signature: { state: 'none' }, unsignedScans: 1 }],
  ])('tells of %s what a real one would', async (name, told) => {
    const { host, url, username, password, publicKey } = sandbox;
    const configs = readRegistries(mockServices.rootConfig(), [
      { host, url, username, password, cosignKeys: [{ name: 'company', publicKey }] },
    ]);
    const registries = new Registries({ configs, clock: systemClock });
    opened.push(registries);
    const [path = '', tag = ''] = name.split(':');
    const repository = `${host}/shop/${path}`;
    const digest = (await registries.tags(repository)).find(each => each.name === tag)?.digest;
    expect(await registries.evidence({ image: repository, repository, digest })).toMatchObject({
      ...{ state: 'known', sboms: [{ format: 'cyclonedx' }] },
      ...told,
    });
  });
});

describe('the account', () => {
  it('fetches one token for a repository, and goes by it', async () => {
    const { registry, ask } = await withImage({ auth: 'token' });
    expect(await ask()).toMatchObject({ state: 'known' });
    const withToken = registry.asked.filter(line => line.startsWith('GET /v2/shop/cart'));
    expect(withToken.some(line => line.endsWith('Bearer pull'))).toBe(true);
    expect(withToken.some(line => line.includes('Basic'))).toBe(false);
  });

  it('is shown by its password where the registry asks for that', async () => {
    const { ask } = await withImage({ auth: 'basic' });
    expect(await ask()).toMatchObject({ state: 'known' });
  });

  it('is shown to no token service that the configuration does not name', async () => {
    const thief = await started({});
    const { ask } = await withImage({ auth: 'token', realm: `${thief.url}/token` });
    const evidence = await ask();
    expect(evidence).toMatchObject({ state: 'forbidden', registry: HOST });
    expect(JSON.stringify(evidence)).toContain('alsoAsks');
    expect(thief.asked).toEqual([]);
  });

  it('says so where it is refused', async () => {
    const { ask } = await withImage({ auth: 'token' }, { password: 'wrong' });
    expect(await ask()).toMatchObject({ state: 'forbidden', registry: HOST });
  });
});

it('follows a redirect of a blob to a store that is named, and takes no credential there', async () => {
  const store = await started({});
  const key = cosignKey('team');
  const { registry, digest, ask } = await withImage(
    { auth: 'basic', blobsAt: store.url },
    { alsoAsks: [store.url], cosignKeys: [key.config] },
  );
  for (const { url } of [registry, store])
    await new Pusher(url, 'shop/cart').signature(digest, key);
  store.asked.splice(0);
  expect(await ask()).toMatchObject({ signature: { state: 'verified' } });
  expect(store.asked).toHaveLength(1);
  expect(store.asked[0]).toMatch(/^GET \/v2\/shop\/cart\/blobs\/sha256:[0-9a-f]+ -$/);
});

it('says why nothing is known', async () => {
  const { registry, registries, ask } = await withImage({});
  const other = { image: 'quay.io/a/b', repository: 'quay.io/a/b' };
  expect(await registries.evidence(other)).toEqual({ state: 'no-registry', registry: 'quay.io' });
  const tag = { image: `${HOST}/a:1`, repository: `${HOST}/a` };
  expect(await registries.evidence(tag)).toEqual({ state: 'no-digest', registry: HOST });
  await registry.close();
  opened.splice(opened.indexOf(registry), 1);
  expect(await ask()).toMatchObject({
    state: 'unreachable',
    detail: expect.stringContaining('could not be reached'),
  });
});

it.each([
  ['nginx', 'docker.io', 'library/nginx'],
  ['grafana/loki', 'docker.io', 'grafana/loki'],
  ['index.docker.io/nginx', 'docker.io', 'library/nginx'],
  ['localhost/cart', 'localhost', 'cart'],
  ['registry.example.com:5000/shop/cart', 'registry.example.com:5000', 'shop/cart'],
])('%s is at %s', (name, host, repository) => {
  expect(imageAddress(name)).toEqual({ host, repository });
});

it.each([
  [{ matches: [{ vulnerability: { severity: 'Critical' } }] }, { scanner: 'Grype', critical: 1 }],
  [
    { scanner: { name: 'Trivy' }, vulnerabilities: [{ severity: 'High' }, { severity: 'Odd' }] },
    { scanner: 'Trivy', high: 1, unknown: 1 },
  ],
  [{ Results: [{ Vulnerabilities: null }] }, { scanner: 'Trivy', critical: 0 }],
])('reads the report %j', (report, counts) => {
  expect(readReport(report)).toMatchObject(counts);
});

it('reads nothing out of what is no report', () => {
  expect(readReport({ vulnerabilities: [] })).toBeUndefined();
});

describe('configuration', () => {
  const identity = { name: 'a', issuer: 'b', subject: 'c' };
  const root = (given: object, identities: object[] = [identity]) => [
    { host: HOST, keyless: { trustedRoot: given, identities } },
  ];

  const read = (...registries: object[]) =>
    readRegistries(
      mockServices.rootConfig({ data: { kubemate: { pipelines: { registries } } } as never }),
    );

  it('reaches a registry by its host, and Docker Hub where it is', () => {
    expect(read({ host: HOST }, { host: 'docker.io' })).toMatchObject([
      { url: `https://${HOST}` },
      { url: 'https://registry-1.docker.io' },
    ]);
  });

  it.each([
    [[{ host: 'https://r' }], 'registries.0.host'],
    [[{ host: HOST, url: 'http://far:5000' }], 'registries.0.url'],
    [[{ host: HOST, username: 'portal' }], 'registries.0.password'],
    [[{ host: HOST, cosignKeys: [{ name: 'a', publicKey: 'b' }] }], 'cosignKeys.0.publicKey'],
    [[{ host: HOST }, { host: HOST }], 'is there twice'],
    [root({}), 'keyless.trustedRoot: must be a trusted root of Sigstore: it has no certificate'],
    [[{ host: HOST, keyless: { trustedRoot: 'x', identities: [identity] } }], 'trustedRoot'],
    [root({}, []), 'keyless.identities'],
    [root({}, [{ name: 'a', issuer: 'b' }]), 'identities.0.subject'],
    [root({}, [{ ...identity, issuerPattern: 'b' }]), 'identities.0.issuer'],
    [root({}, [{ name: 'a', issuer: 'b', subjectPattern: '(' }]), 'identities.0.subjectPattern'],
  ])('names the key of what is wrong: %j', (entries, key) => {
    expect(() => read(...entries)).toThrow(key);
  });
});
