import type { Page } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';

const UP = ['dev', 'staging', 'prod'];
const IMAGES = '/explore/staging/deployments.v1.apps/catalog/images';
const images = {
  cluster: 'staging',
  resource: 'apps/v1/deployments',
  namespace: 'catalog',
  name: 'images',
};

/** Writes `text` in place of the first line of the editor that begins so. */
async function rewriteLine(page: Page, start: RegExp, text: string): Promise<void> {
  await page.locator('.cm-line', { hasText: start }).first().click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type(text);
}

async function openAction(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test.beforeEach(async ({ request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
});

test('of two people who edit one object the second sees what the first has changed', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'platform');
  await signIn(page, 'platform');
  await goTo(page, `${IMAGES}?tab=yaml&edit=true`);
  const { body: before } = await api.get('/objects', images);
  const limit = (before.spec.revisionHistoryLimit % 9) + 1;
  await rewriteLine(page, /^\s*revisionHistoryLimit:/, `revisionHistoryLimit: ${limit}`);
  // Somebody else, meanwhile.
  const replicas = before.spec.replicas + 1;
  const { namespace, name, cluster } = images;
  const workload = { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
  await api.run('scale-workload', { workload, replicas });
  await expect(page.getByText(/changed/).first()).toBeVisible({ timeout: 30_000 });
  await picture(page, 'edit-conflict');
  await page.getByRole('button', { name: /Take/ }).click();
  await expect(page.locator('.cm-content')).toContainText(`replicas: ${replicas}`);
  await expect(page.locator('.cm-content')).toContainText(`revisionHistoryLimit: ${limit}`);
  await page.getByRole('button', { name: 'Review changes' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('spec.revisionHistoryLimit')).toBeVisible();
  await expect(dialog.getByText('spec.replicas')).toBeHidden();
  await picture(page, 'edit-review');
  await dialog.getByRole('button', { name: /^Apply/ }).click();
  await expect
    .poll(async () => {
      const { body } = await api.get('/objects', images);
      return [body.spec.replicas, body.spec.revisionHistoryLimit];
    })
    .toEqual([replicas, limit]);
});

test('a drain tells how far it is, and what was done stands under Activity', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, '/explore/staging/nodes.v1/_/staging-worker-1');
  await openAction(page, /^Drain/);
  const dialog = page.getByRole('dialog');
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await expect(dialog.getByText(/evict \d+ pods/)).toBeVisible();
  await picture(page, 'operation-drain-plan');
  await dialog.getByRole('button', { name: 'Drain', exact: true }).click();
  await expect(dialog.getByText(/\d+ of \d+/)).toBeVisible();
  await picture(page, 'operation-drain');
  await expect(dialog.getByText(/cordoned/)).toBeVisible({ timeout: 120_000 });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/drained staging-worker-1/).first()).toBeVisible();
  await picture(page, 'object-activity');
  await openAction(page, /^Uncordon/);
  await dialog.getByRole('button', { name: 'Uncordon', exact: true }).click();
  await expect(dialog).toBeHidden();
});

test('many are restarted at once, each with its result', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(
    page,
    '/explore?resource=deployments.v1.apps&clusters=staging&namespaces=catalog&sort=name',
  );
  const rows = page.getByRole('row');
  await expect(rows.nth(2)).toBeVisible();
  for (const at of [1, 2]) await rows.nth(at).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Restart' }).click();
  const dialog = page.getByRole('dialog');
  await picture(page, 'operation-bulk');
  await dialog.getByRole('button', { name: /^Restart/ }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Done' })).toHaveCount(2, {
    timeout: 30_000,
  });
  await picture(page, 'operation-bulk-done');
});

test('a secret is shown to who may read it, and that it was is recorded', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'platform');
  const { body } = await api.get('/rows', {
    resource: 'v1/secrets',
    clusters: 'dev',
    namespaces: 'shop',
  });
  const [secret] = body.items;
  await signIn(page, 'platform');
  await goTo(page, `/explore/dev/secrets.v1/shop/${secret.name}`);
  await openAction(page, /^Reveal/);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Reveal/ }).click();
  await picture(page, 'operation-reveal');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/revealed/).first()).toBeVisible();
});
