import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './__testUtils__/freePort';
import { headersOf, OidcBrowser } from './__testUtils__/OidcBrowser';
import { OidcPeer } from './__testUtils__/OidcPeer';
import { peopleKnown, startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(240_000);

/** As one of Backstage's own templates ends, which knows nothing of this portal: the last step may not be left out. */
const template = (name: string) => `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: ${name} }
spec:
  type: service
  parameters: []
  steps:
    - id: files
      name: Files
      action: fetch:template
      input: { url: ./${name}, values: { name: ${name} } }
    - id: publish
      name: Publish
      action: kubemate:repository:publish
      input: { owner: 'group:default/shop-team', name: ${name} }
    - id: register
      name: Register
      action: catalog:register
      input:
        catalogInfoUrl: '\${{ steps.publish.output.catalogInfoUrl }}'
`;
const component = (name: string, owner: string) => `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${name} }
spec: { type: service, lifecycle: experimental, owner: ${owner} }
`;
/** What each template describes. */
const TEMPLATES = {
  'own-service': component('own-service', 'shop-team'),
  'other-service': component('other-service', 'payments-team'),
};

const home = mkdtempSync(path.join(tmpdir(), 'register-'));
let provider: OidcPeer;
let portal: TestPortal;
let headers: Record<string, string>;

beforeAll(async () => {
  for (const [name, described] of Object.entries(TEMPLATES)) {
    await mkdir(path.join(home, name));
    await writeFile(path.join(home, name, 'catalog-info.yaml'), described);
    await writeFile(path.join(home, `${name}.yaml`), template(name));
  }
  const port = await freePort();
  const redirectUris = [`http://localhost:${port}/api/auth/oidc/handler/frame`];
  provider = await OidcPeer.start({ redirectUris });
  portal = await startPortal({
    port,
    auth: provider.auth({ resolver: 'emailMatchingUserEntityProfileEmail' }),
    permission: { enabled: true },
    catalog: {
      rules: [{ allow: ['Component', 'Location'] }],
      locations: [
        {
          type: 'file',
          target: path.resolve(__dirname, '../../../catalog/org.yaml'),
          rules: [{ allow: ['Group', 'User'] }],
        },
        ...Object.keys(TEMPLATES).map(name => ({
          type: 'file',
          target: path.join(home, `${name}.yaml`),
          rules: [{ allow: ['Template'] }],
        })),
      ],
    },
    kubemate: {
      signIn: 'oidc',
      sandbox: { enabled: false },
      roles: { everyone: 'viewer', developer: ['group:default/shop-team'] },
      objects: { driver: 'file', folder: path.join(home, 'objects') },
      repositories: { folder: path.join(home, 'repositories') },
    },
  });
  await peopleKnown(portal);
  const session = await new OidcBrowser(portal.url).signIn('developer');
  headers = {
    ...headersOf(session, { clusterToken: false }),
    'content-type': 'application/json',
  };
});

afterAll(async () => {
  await portal?.stop();
  await provider?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function get(address: string) {
  const response = await globalThis.fetch(portal.url + address, { headers });
  return response.ok ? response.json() : undefined;
}

async function until<T>(within: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('It has not come');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/** To its end, as the developer. */
async function runTemplate(name: string) {
  await until(60_000, () => get(`/api/catalog/entities/by-name/template/default/${name}`));
  const started = await globalThis.fetch(`${portal.url}/api/scaffolder/v2/tasks`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({ templateRef: `template:default/${name}`, values: {} }),
  });
  const { id } = await started.json();
  const { status } = await until(90_000, async () => {
    const found = await get(`/api/scaffolder/v2/tasks/${id}`);
    return ['completed', 'failed'].includes(found.status) ? found : undefined;
  });
  return { status, events: JSON.stringify(await get(`/api/scaffolder/v2/tasks/${id}/events`)) };
}

const locationOf = (name: string) =>
  `${portal.url}/api/repositories/git/shop-team/${name}.git/blob/main/catalog-info.yaml`;

it('lets a developer’s template register what their group owns', async () => {
  const { status, events } = await runTemplate('own-service');
  expect([status, status === 'failed' ? events : '']).toEqual(['completed', '']);
  const locations = await get('/api/catalog/locations');
  const targets = locations.map(({ data }: { data: { target: string } }) => data.target);
  expect(targets).toContain(locationOf('own-service'));
});

it('ends with the reason where it is somebody else’s, and nothing is registered', async () => {
  const { status, events } = await runTemplate('other-service');
  expect(status).toBe('failed');
  expect(events).toContain(
    'component:default/other-service belongs to group:default/payments-team',
  );
  const locations = await get('/api/catalog/locations');
  const targets = locations.map(({ data }: { data: { target: string } }) => data.target);
  expect(targets).not.toContain(locationOf('other-service'));
});

it('registers nothing for them outside templates', async () => {
  const body = JSON.stringify({ type: 'url', target: locationOf('own-service') });
  const asked = { method: 'POST', headers, body };
  for (const query of ['', '?dryRun=true']) {
    const answered = await globalThis.fetch(`${portal.url}/api/catalog/locations${query}`, asked);
    expect(answered.status).toBe(403);
  }
});
