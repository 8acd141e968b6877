import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiServer, systemClock, type ApiServer } from '@kubemate/sandbox';
import { startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

/** `npm test` searches for the same text in all that the whole run leaves behind: see scripts/canaries.mjs. */
const canary = process.env.KUBEMATE_TEST_CANARY ?? `kmcanary${randomBytes(9).toString('hex')}`;
const configured = `${canary}-configured`;
const registered = `${canary}-registered`;
const value = `${canary}-value`;
const folder = mkdtempSync(path.join(tmpdir(), 'canaries-'));

let server: ApiServer;
let portal: TestPortal;
let token: string;
const answers: string[] = [];

beforeAll(async () => {
  const masters = { user: 'portal', groups: ['system:masters'] };
  server = createApiServer({
    ...{ name: 'prod', clock: systemClock, random: Math.random },
    users: [configured, registered].map(each => ({ token: each, ...masters })),
  });
  await server.listen();
  portal = await startPortal({
    auth: { providers: { local: {} } },
    permission: { enabled: true },
    databases: path.join(folder, 'db'),
    kubemate: {
      signIn: 'local',
      sandbox: { enabled: false },
      objects: { driver: 'file', folder: path.join(folder, 'objects') },
      exec: { recordings: { directory: path.join(folder, 'recordings') } },
      credentials: { keys: [{ id: 'a', key: randomBytes(32).toString('base64') }] },
      audit: { signingKeys: [{ id: 'a', secret: `${canary}-signing` }] },
      clusters: [{ name: 'prod', server: server.url, token: configured, identity: 'self' }],
    },
  });
  const signIn = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`);
  ({ token } = (await signIn.json()).backstageIdentity);
});

afterAll(async () => {
  await portal?.stop();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Remembers the answer, but where it is meant to hold a secret. */
async function ask(url: string, body?: object, { kept = true } = {}) {
  const response = await globalThis.fetch(`${portal.url}/api/${url}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (kept) answers.push(`${url}: ${JSON.stringify([...response.headers])} ${text}`);
  return { status: response.status, text };
}

function filesWith(word: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map(name => path.join(folder, String(name)))
    .filter(file => statSync(file).isFile())
    .filter(file => [word, base64(word)].some(text => readFileSync(file).includes(text)));
}

/** Without its last letters, which hold bits of what stands behind it. */
function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1);
}

const SECRET = {
  cluster: 'prod',
  apiVersion: 'v1',
  kind: 'Secret',
  namespace: 'default',
  name: 'db',
};

it('writes no secret into a log, a database, an object store or an answer', async () => {
  const operate = (name: string, input: object) => ask(`clusters/operations/${name}`, input);
  const manifest = JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'default' } },
    stringData: { password: value },
  });
  for (const query of ['?plan=true', ''])
    expect(await operate(`apply-manifest${query}`, { cluster: 'prod', manifest })).toMatchObject({
      status: 200,
    });
  const edit = { object: SECRET, set: { token: `${value}-2` } };
  for (const query of ['?plan=true', '']) await operate(`edit-config${query}`, edit);
  const source = { kind: 'token', server: server.url, token: registered };
  await operate('register-cluster?plan=true', { name: 'lab', source, identity: 'self' });
  const added = await operate('register-cluster', { name: 'lab', source, identity: 'self' });
  expect(added.text).toContain('"succeeded"');
  await operate('probe-cluster', { source: { ...source, token: `${canary}-wrong` } });
  await operate('apply-manifest', { cluster: 'prod', manifest: `${value}: [` });
  await operate('edit-config', { object: SECRET, set: value });

  // What was kept is of use: the portal reads the cluster with the credential that it wrote down.
  const { text } = await ask('clusters/identity');
  expect(text).toContain('"lab"');
  const reveal = await ask(
    'clusters/operations/reveal-secret',
    { secret: SECRET },
    { kept: false },
  );
  expect(reveal.text).toContain(base64(value));

  const objects = '?cluster=prod&resource=v1/secrets&namespace=default&name=db';
  for (const read of ['objects', 'related', 'events', 'why'])
    await ask(`clusters/${read}${objects}`);
  for (const url of ['clusters/rows?resource=v1/secrets', 'clusters/registrations']) await ask(url);
  for (const url of ['clusters/operations-receipts', 'audit/records?limit=500', 'audit/verify'])
    expect(await ask(url)).toMatchObject({ status: 200 });

  expect(answers.length).toBeGreaterThan(15);
  const leaks = [...answers, ...portal.log].filter(
    each => each.includes(canary) || each.includes(base64(canary)),
  );
  expect(leaks).toEqual([]);
  expect(filesWith(canary)).toEqual([]);
});

it('searches for what it would find', () => {
  const databases = filesWith('clusters.register-cluster').map(file => path.basename(file));
  expect(databases.filter(name => /^(clusters|audit)\.sqlite/.test(name))).not.toEqual([]);
  expect(portal.log.join('\n').length).toBeGreaterThan(1_000);
});
