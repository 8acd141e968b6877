import { createApiServer, systemClock, type ApiServer } from '@kubemate/sandbox';
import type { APIRequestContext, Page } from '@playwright/test';
import { apiAs, expect, goTo, picture, signIn, test } from './portal';

const TOKEN = 'journey-token-71c2';
const NAME = 'journey-lab';

/** Another cluster on this machine, which the portal knows nothing of. */
function startLab(): ApiServer {
  const lab = createApiServer({
    name: 'lab',
    clock: systemClock,
    random: Math.random,
    users: [{ token: TOKEN, user: 'lab-portal', groups: ['system:masters'] }],
  });
  const core = (plural: string) => ({ group: '', version: 'v1', plural });
  lab.client.create(core('configmaps'), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'of-the-lab', namespace: 'default' },
  });
  lab.client.create(
    { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterrolebindings' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'people' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [
        { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' },
      ],
    },
  );
  return lab;
}

function kubeconfig(server: string, user: object = { token: TOKEN }): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'lab',
    contexts: [
      { name: 'lab', context: { cluster: 'lab', user: 'lab' } },
      { name: 'other', context: { cluster: 'other', user: 'lab' } },
    ],
    clusters: [
      { name: 'lab', cluster: { server } },
      { name: 'other', cluster: { server: 'https://192.0.2.7:6443' } },
    ],
    users: [{ name: 'lab', user }],
  });
}

async function entityStatus(request: APIRequestContext, token: string): Promise<number> {
  const path = `/api/catalog/entities/by-name/resource/default/${NAME}`;
  const answer = await request.get(path, { headers: { authorization: `Bearer ${token}` } });
  return answer.status();
}

async function look(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'kubeconfig' }).fill(text);
  await page.getByRole('button', { name: /^Look/ }).click();
}

test.describe('adding a cluster while the portal runs', () => {
  let lab: ApiServer;
  test.beforeAll(async () => {
    lab = startLab();
    await lab.listen();
  });
  test.afterAll(() => lab.close());
  // A try that was cut short has left its cluster behind, and no two have one name.
  test.beforeEach(async ({ request }) => {
    const api = await apiAs(request, 'platform');
    const { body } = await api.get('/registrations');
    if (body.items.some((item: any) => item.name === NAME)) {
      await api.run(`remove-cluster?confirm=${NAME}`, { name: NAME });
    }
  });

  test('paste a kubeconfig, see what is there, add it, see its objects, remove it', async ({
    page,
    request,
  }) => {
    const api = await apiAs(request, 'platform');
    await signIn(page, 'platform');
    await goTo(page, '/clusters');
    await page.getByRole('button', { name: 'Add a cluster' }).click();
    await look(page, kubeconfig(lab.url));
    await expect(page.getByText('Ready to be added')).toBeVisible();
    await expect(page.getByText('lab-portal', { exact: true })).toBeVisible();
    await expect(page.getByText(/may do more than the portal ever does/)).toBeVisible();
    await picture(page, 'registry-probe');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(NAME);
    await page.getByLabel('Owner').fill('group:default/team-platform');
    await page.getByRole('button', { name: 'Add the cluster' }).click();
    const dialog = page.getByRole('dialog');
    await expect(
      dialog.getByText(`Add cluster ${NAME} at`, { exact: false }).first(),
    ).toBeVisible();
    await dialog.getByRole('tab', { name: 'YAML' }).click();
    await picture(page, 'registry-plan');
    await dialog.getByRole('button', { name: 'Add the cluster' }).click();

    await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
    await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('heading', { name: 'How it was added' })).toBeVisible();
    expect(await page.content()).not.toContain(TOKEN);
    await picture(page, 'registry-cluster');
    await goTo(page, `/explore?resource=configmaps.v1&clusters=${NAME}`);
    await expect(page.getByRole('grid').getByText('of-the-lab')).toBeVisible();
    await expect.poll(() => entityStatus(request, api.token), { timeout: 60_000 }).toBe(200);
    const { body } = await api.get('/registrations');
    expect(body.items).toMatchObject([{ name: NAME, credentialKind: 'token' }]);
    expect(JSON.stringify(body)).not.toContain(TOKEN);

    await goTo(page, `/clusters/${NAME}`);
    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await dialog.getByLabel('Title').fill('Laboratory');
    await expect(dialog.getByText('Laboratory').first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Laboratory' })).toBeVisible();

    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the portal' }).click();
    const remove = dialog.getByRole('button', { name: 'Remove from the portal' });
    await expect(dialog.getByText('Its credential is forgotten', { exact: false })).toBeVisible();
    await expect(remove).toHaveAttribute('aria-disabled', 'true');
    await picture(page, 'registry-remove');
    await dialog.getByRole('textbox').fill(NAME);
    await remove.click();
    await expect(page.getByRole('heading', { level: 1, name: 'Clusters' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Laboratory' })).toBeHidden();
    await expect.poll(() => entityStatus(request, api.token), { timeout: 60_000 }).toBe(404);
  });

  test('rotate the credential: a wrong one is refused, the old one stays', async ({ page }) => {
    await signIn(page, 'platform');
    await goTo(page, '/clusters/add?way=token');
    await page.getByRole('textbox', { name: 'Address of the API server' }).fill(lab.url);
    await page.getByRole('textbox', { name: 'Bearer token' }).fill(TOKEN);
    await page.getByRole('button', { name: 'Look at the cluster' }).click();
    await expect(page.getByText('Ready to be added')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(NAME);
    await page.getByRole('button', { name: 'Add the cluster' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add the cluster' }).click();
    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Rotate the credential' }).click();
    await dialog.getByRole('textbox', { name: 'Address of the API server' }).fill(lab.url);
    await dialog.getByRole('textbox', { name: 'Bearer token' }).fill('not-one-of-this-cluster');
    await dialog.getByRole('button', { name: 'Try it' }).click();
    await expect(dialog.getByText(/did not accept/).first()).toBeVisible();
    await picture(page, 'registry-rotate');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the portal' }).click();
    await dialog.getByRole('textbox').fill(NAME);
    await dialog.getByRole('button', { name: 'Remove from the portal' }).click();
    await expect(dialog).toBeHidden();
  });

  test('what cannot be used says why, and what to do', async ({ page }) => {
    await signIn(page, 'platform');
    await goTo(page, '/clusters/add');
    await look(page, 'this: is: not');
    await expect(page.getByText('the kubeconfig is not YAML')).toBeVisible();
    await look(page, 'hello: world');
    await expect(page.getByText(/this is not a kubeconfig/)).toBeVisible();
    await look(page, kubeconfig(lab.url, { exec: { command: 'sh' } }));
    await expect(page.getByText(/it would run a program on the portal/)).toBeVisible();
    await look(page, kubeconfig('http://127.0.0.1:1'));
    await expect(page.getByText('the connection was refused')).toBeVisible();
    await expect(page.getByText(/Check host and port/)).toBeVisible();
    await picture(page, 'registry-refused');
    await look(page, kubeconfig(lab.url, { token: 'wrong' }));
    await expect(page.getByText(/did not accept/)).toBeVisible();
  });

  test('while personas sign in without proof, nothing beyond this machine is called', async ({
    page,
  }) => {
    await signIn(page, 'platform');
    await goTo(page, '/clusters/add');
    await page.getByRole('textbox', { name: 'kubeconfig' }).fill(kubeconfig(lab.url));
    await page.getByLabel('Context').click();
    await page.getByRole('option', { name: 'other' }).click();
    await page.getByRole('button', { name: 'Look at the cluster' }).click();
    await expect(page.getByText(/192\.0\.2\.7 is not on this machine/)).toBeVisible();
  });

  test('a developer reads why they may not', async ({ page }) => {
    await signIn(page, 'developer');
    await goTo(page, '/clusters');
    const button = page.getByRole('button', { name: 'Add a cluster' });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(/Your role does not allow/);
    await goTo(page, '/clusters/add');
    await expect(page.getByText(/Your role does not allow/)).toBeVisible();
  });
});
