import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { PortalApi } from './portal';

const UP = ['dev', 'staging', 'prod'];
const CACHE = '/helm/dev/shop/session-cache';
const PASSWORD = 'not-a-real-password';

async function newest(api: PortalApi): Promise<{ revision: number; description: string }> {
  const { body } = await api.get('/helm/history', {
    ...{ cluster: 'dev', namespace: 'shop', name: 'session-cache' },
  });
  return body.items[0];
}

async function configOf(api: PortalApi): Promise<string> {
  const { body } = await api.get('/objects', {
    ...{ cluster: 'dev', resource: 'v1/configmaps', namespace: 'shop', name: 'session-cache' },
  });
  return body.data['valkey.conf'];
}

test.describe('Helm releases', () => {
  test.beforeEach(async ({ request }) => {
    await clustersReady(await apiAs(request, 'platform'), UP);
  });

  test('find one over all clusters, compare revisions, roll back, and undo', async ({
    page,
    request,
  }) => {
    const api = await apiAs(request, 'platform');
    const before = await newest(api);
    await signIn(page, 'platform');
    await goTo(page, '/helm');
    await expect(page.getByRole('link', { name: 'telemetry' }).first()).toBeVisible();
    await expect(page.getByText('Failed').first()).toBeVisible();
    await picture(page, 'helm-list');
    await page.getByRole('searchbox').fill('valkey dev');
    const found = page.getByRole('link', { name: 'session-cache' });
    await expect(found).toHaveCount(1);
    await found.click();
    await expect(page.getByRole('heading', { level: 1, name: 'session-cache' })).toBeVisible();

    await page.getByRole('tab', { name: 'Compare' }).click();
    await expect(page.getByText(PASSWORD)).toBeHidden();
    await page.getByLabel('From').click();
    await page.getByRole('option', { name: /^2 ·/ }).click();
    await page.getByLabel('To', { exact: true }).click();
    await page.getByRole('option', { name: /^3 ·/ }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByText(PASSWORD).first()).toBeVisible();
    await picture(page, 'helm-compare');

    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Roll back to 1' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('data["valkey.conf"]')).toBeVisible();
    await expect(dialog.getByText(/Removes Secret session-cache/)).toBeVisible();
    await picture(page, 'helm-rollback');
    await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Rollback to 1')).toBeVisible();
    expect(await newest(api)).toMatchObject({
      revision: before.revision + 1,
      description: 'Rollback to 1',
    });
    expect(await configOf(api)).toContain('maxmemory 64mb');
    await picture(page, 'helm-history');

    const toasts = page.getByRole('region', { name: 'Recent operations' });
    await toasts.getByRole('button', { name: /^Undo:/ }).click();
    await expect.poll(() => configOf(api)).toContain('allkeys-lru');
    expect(await newest(api)).toMatchObject({ revision: before.revision + 2 });
  });

  test('values are shown on demand and recorded; who may not read Secrets reads why', async ({
    page,
    request,
  }) => {
    await signIn(page, 'developer');
    await goTo(page, `${CACHE}?tab=values`);
    await page.getByRole('button', { name: 'Show the values' }).click();
    await expect(page.getByText(/maxmemory/).first()).toBeVisible();
    await picture(page, 'helm-values');
    await goTo(page, '/operations');
    await expect(page.getByText(/Show the values of revision/).first()).toBeVisible();

    const auditor = await apiAs(request, 'auditor');
    const { body } = await auditor.get('/helm/releases');
    expect(body.items).toEqual([]);
    expect(body.failures[0]).toMatchObject({ state: 'denied' });
    const other = await page.context().browser()?.newContext();
    const seen = await other?.newPage();
    if (seen === undefined) throw new Error('no second window');
    await signIn(seen, 'auditor');
    await goTo(seen, new URL('/helm', page.url()).href);
    await expect(seen.getByText(/You may not read the Secrets/)).toBeVisible();
    await other?.close();
  });
});
