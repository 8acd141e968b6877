import type { APIRequestContext, Page } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { Persona } from './portal';

const UP = ['dev', 'staging', 'prod'];
/** Another tenant each time, so that a second try does not find the first one's. */
const NAME = `journey-${Date.now().toString(36)}`;

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: first
spec:
  replicas: 1
  selector: { matchLabels: { app: first } }
  template:
    metadata: { labels: { app: first } }
    spec:
      containers:
        - name: web
          image: registry.example/shop/storefront:1.0
          resources: { requests: { cpu: 50m, memory: 64Mi } }
`;

test.describe.configure({ mode: 'serial' });

test.beforeEach(async ({ request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
});

/** Another person in a window of their own. */
async function openAs(page: Page, persona: Persona, path: string): Promise<Page> {
  const context = await page.context().browser()?.newContext({ viewport: page.viewportSize() });
  if (context === undefined) throw new Error('no browser');
  const other = await context.newPage();
  await signIn(other, persona);
  await other.goto(new URL(path, page.url()).href, { waitUntil: 'domcontentloaded' });
  return other;
}

async function post(request: APIRequestContext, persona: Persona, [path, data]: [string, object]) {
  const { token } = await apiAs(request, persona);
  const response = await request.post(path, {
    data,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status(), await response.text()).toBeLessThan(300);
}

test('make a tenant, and its member starts the first program there', async ({ page, request }) => {
  await signIn(page, 'platform');
  await goTo(page, '/tenants');
  await page.getByRole('link', { name: 'Create tenant' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(NAME);
  await page.getByRole('combobox', { name: 'Owner' }).fill('shop');
  await page.getByRole('option', { name: /Shop team/ }).click();
  await page.getByRole('radio', { name: /Small/ }).check();
  await page.getByRole('button', { name: 'Development' }).click();
  await page.getByRole('button', { name: 'Staging' }).click();
  await page.getByRole('button', { name: 'Add member' }).click();
  await page.getByRole('combobox', { name: 'Person or group' }).fill('daniel');
  await page.getByRole('option', { name: /Daniel Okafor/ }).click();
  await picture(page, 'tenant-form');
  await page.getByRole('button', { name: 'Show plan' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`Creates Namespace ${NAME}`)).toHaveCount(2);
  await expect(dialog.getByRole('heading', { name: /^staging/ })).toBeVisible();
  await picture(page, 'tenant-plan');
  await dialog.getByRole('button', { name: 'Create tenant' }).click();
  await expect(dialog.getByRole('status').getByText('Done', { exact: true })).toBeVisible();
  await picture(page, 'tenant-receipt');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Pods: 0 of 40 used/ })).toHaveCount(2);
  const platform = await apiAs(request, 'platform');
  for (const cluster of ['dev', 'staging']) {
    const { status } = await platform.get('/objects', {
      ...{ cluster, resource: 'v1/namespaces', name: NAME },
    });
    expect(status, cluster).toBe(200);
  }

  const daniel = await openAs(page, 'developer', '/tenants');
  await daniel.getByRole('link', { name: NAME }).click();
  await daniel.getByRole('link', { name: 'Create from YAML' }).first().click();
  await expect(daniel.getByRole('textbox', { name: 'Namespace' })).toHaveValue(NAME);
  await daniel.getByLabel('Upload files').setInputFiles({
    name: 'first.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(MANIFEST),
  });
  await daniel.getByRole('button', { name: /^Create 1 object/ }).click();
  await expect(daniel.getByText('Done', { exact: true })).toBeVisible();
  await daniel.goto(
    new URL(`/explore?resource=pods.v1&clusters=dev&namespaces=${NAME}`, page.url()).href,
  );
  await expect(daniel.getByRole('row').filter({ hasText: /^first-/ })).toContainText('Running', {
    timeout: 30_000,
  });
  await picture(daniel, 'tenant-first-program');
  await daniel.context().close();
  // What runs there counts against the tenant's quota.
  await page.reload();
  await expect(page.getByRole('img', { name: /^Pods: 1 of 40 used/ })).toBeVisible();
});

test('ask for quota; somebody else approves, and the clusters have it', async ({
  page,
  request,
}) => {
  await signIn(page, 'developer');
  await goTo(page, `/tenants/${NAME}?tab=quota`);
  await page.getByRole('button', { name: 'Ask for more quota' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Medium/ }).check();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Black Friday');
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  const priya = await openAs(page, 'platform', '/tenants');
  await expect(priya.getByText('1 request', { exact: true })).toBeVisible();
  await priya.goto(new URL(`/tenants/${NAME}`, page.url()).href);
  await priya.getByRole('link', { name: 'Show requests' }).click();
  await priya.getByRole('button', { name: 'Approve' }).click();
  await expect(priya.getByRole('dialog').getByText('spec.hard.pods')).toHaveCount(2);
  await picture(priya, 'tenant-quota-approve');
  await priya.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(priya.getByText('Approved by')).toBeVisible();
  await priya.context().close();
  const { body } = await (
    await apiAs(request, 'platform')
  ).get('/objects', {
    ...{ cluster: 'dev', resource: 'v1/resourcequotas', namespace: NAME, name: 'kubemate-plan' },
  });
  expect(body.spec.hard.pods).toBe('80');
});

test('what somebody took away by hand is drift, and is repaired', async ({ page, request }) => {
  const object = { apiVersion: 'v1', kind: 'LimitRange', namespace: NAME, name: 'kubemate-plan' };
  await post(request, 'platform', [
    '/api/clusters/operations/delete-object',
    { object: { cluster: 'dev', ...object } },
  ]);
  await signIn(page, 'platform');
  await goTo(page, `/tenants/${NAME}`);
  await expect(page.getByText('1 object differs from what is declared')).toBeVisible();
  await page.getByRole('link', { name: 'Show drift' }).click();
  await expect(page.getByText('LimitRange kubemate-plan')).toBeVisible();
  await page.getByRole('button', { name: 'Repair all' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Creates LimitRange kubemate-plan')).toBeVisible();
  await dialog.getByRole('button', { name: 'Repair drift' }).click();
  await expect(dialog.getByRole('status').getByText('Done', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('Nothing differs from what is declared')).toBeVisible();
});

test('members change with their RoleBindings, and back by undo', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, `/tenants/${NAME}?tab=members`);
  await page.getByRole('button', { name: 'Edit members' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await dialog.getByRole('combobox', { name: 'Person or group' }).last().fill('mei');
  await page.getByRole('option', { name: /Mei Lin/ }).click();
  await expect(dialog.getByText('subjects[kubemate:ml]')).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Save members' }).click();
  await expect(dialog).toBeHidden();
  const members = page.getByRole('main').getByRole('listitem');
  await expect(members).toHaveCount(2);
  await page
    .getByRole('region', { name: 'Recent operations' })
    .getByRole('button', { name: /^Undo:/ })
    .click();
  await expect(members).toHaveCount(1);
});

test('an archived tenant keeps what runs, and can be restored', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, `/tenants/${NAME}`);
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Archive tenant' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Removes RoleBinding kubemate-edit').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Archive tenant' }).click();
  await expect(page.getByText('This tenant is archived', { exact: false })).toBeVisible();
  await goTo(page, '/tenants');
  await expect(page.getByRole('link', { name: 'Shop' })).toBeVisible();
  await expect(page.getByRole('link', { name: NAME })).toBeHidden();
  await page.getByRole('button', { name: 'Archived' }).click();
  await page.getByRole('link', { name: NAME }).click();
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Restore tenant' }).click();
  await dialog.getByRole('button', { name: 'Restore tenant' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('img', { name: /^Pods: 1 of 80 used/ })).toBeVisible();
});

test('whoever may not is told why', async ({ page }) => {
  await signIn(page, 'ml');
  await goTo(page, '/tenants');
  await expect(page.getByRole('button', { name: 'Create tenant' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(page.getByRole('link', { name: NAME })).toBeHidden();
  await goTo(page, `/tenants/${NAME}`);
  await expect(page.getByText(`There is no tenant ${NAME} that you may see`)).toBeVisible();
});
