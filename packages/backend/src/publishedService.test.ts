import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const TEMPLATE = `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: tiny-service }
spec:
  type: service
  parameters: []
  steps:
    - id: files
      name: Files
      action: fetch:template
      input: { url: ./skeleton, values: { name: parcels } }
    - id: publish
      name: Publish
      action: kubemate:repository:publish
      input: { owner: 'group:default/shop-team', name: parcels }
    - id: register
      name: Register
      action: catalog:register
      input: { catalogInfoUrl: '\${{ steps.publish.output.catalogInfoUrl }}' }
  output:
    remote: '\${{ steps.publish.output.remoteUrl }}'
    entity: '\${{ steps.register.output.entityRef }}'
`;
const DESCRIPTION = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: '\${{ values.name }}' }
spec: { type: service, lifecycle: experimental, owner: shop-team }
`;

let portal: TestPortal;
let headers: Record<string, string>;
let token: string;
const home = mkdtempSync(path.join(tmpdir(), 'published-'));

beforeAll(async () => {
  const template = path.join(home, 'template.yaml');
  await mkdir(path.join(home, 'skeleton'));
  await writeFile(template, TEMPLATE);
  await writeFile(path.join(home, 'skeleton/catalog-info.yaml'), DESCRIPTION);
  portal = await startPortal({
    auth: { providers: { local: {} } },
    permission: { enabled: true },
    catalog: {
      rules: [{ allow: ['Component', 'Location'] }],
      locations: [{ type: 'file', target: template, rules: [{ allow: ['Template'] }] }],
    },
    kubemate: {
      signIn: 'local',
      sandbox: { enabled: false },
      objects: { driver: 'file', folder: path.join(home, 'objects') },
      repositories: { folder: path.join(home, 'repositories') },
    },
  });
  const signIn = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`);
  ({ token } = (await signIn.json()).backstageIdentity);
  headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
});

afterAll(async () => {
  await portal?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function until<T>(within: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('It has not come');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

async function get(address: string) {
  const response = await globalThis.fetch(portal.url + address, { headers });
  return response.ok ? response.json() : undefined;
}

it('publishes a service of a template to the built-in git server, from where the catalog reads it', async () => {
  await until(30_000, () => get('/api/catalog/entities/by-name/template/default/tiny-service'));
  const started = await globalThis.fetch(`${portal.url}/api/scaffolder/v2/tasks`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({ templateRef: 'template:default/tiny-service', values: {} }),
  });
  const { id } = await started.json();
  const task = await until(60_000, async () => {
    const found = await get(`/api/scaffolder/v2/tasks/${id}`);
    return ['completed', 'failed'].includes(found.status) ? found : undefined;
  });
  const events = await get(`/api/scaffolder/v2/tasks/${id}/events`);
  expect([task.status, task.status === 'failed' ? events : '']).toEqual(['completed', '']);
  const parcels = await until(10_000, () =>
    get('/api/catalog/entities/by-name/component/default/parcels'),
  );
  expect(parcels.metadata.annotations['backstage.io/source-location']).toBe(
    `url:${portal.url}/api/repositories/git/shop-team/parcels.git/tree/main/`,
  );
  const remote = new URL(`${portal.url}/api/repositories/git/shop-team/parcels.git`);
  remote.username = 'me';
  remote.password = token;
  const { stdout } = await promisify(execFile)('git', ['ls-remote', remote.href], {
    env: { PATH: process.env.PATH, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' },
  });
  expect(stdout).toContain('refs/heads/main');
});
