import { readFile } from 'node:fs/promises';
import { apiAs, clustersReady, expect, goTo, signIn, test } from './portal';

test.beforeEach(async ({ page, request }) => {
  await clustersReady(await apiAs(request, 'platform'), ['dev', 'staging', 'prod']);
  await signIn(page, 'platform');
});

test('a crash loop is explained with its log and the next step', async ({ page }) => {
  await goTo(page, '/explore/prod/deployments.v1.apps/payments/fraud-detector');
  await expect(page.getByRole('heading', { name: 'Why?' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/crash/i).first()).toBeVisible();
  await expect(page.getByText(/kubectl/).first()).toBeVisible();
});

test('the events of a workload are those of its pods as well', async ({ page }) => {
  await goTo(page, '/explore/dev/deployments.v1.apps/shop/search?tab=events');
  const events = page.getByRole('region', { name: 'Events' });
  const ofPod = events.getByRole('link', { name: /^Pod\/search-/ }).first();
  await expect(ofPod).toBeVisible({ timeout: 60_000 });
  await page.getByRole('checkbox', { name: 'This object only' }).check();
  await expect(ofPod).toBeHidden();
  await expect(page).toHaveURL(/own=/);
});

test('logs of a workload are merged over its pods and can be searched', async ({ page }) => {
  await goTo(page, '/explore/prod/deployments.v1.apps/shop/storefront?tab=logs');
  await expect(page.getByRole('log')).toBeVisible();
  await expect(page.getByRole('log')).toContainText(/\w{4,}/, { timeout: 30_000 });
});

test('a log is downloaded as it is shown', async ({ page }) => {
  await goTo(page, '/explore/prod/deployments.v1.apps/shop/storefront?tab=logs');
  const log = page.getByRole('log');
  await expect(log).toContainText(/\w{4,}/, { timeout: 30_000 });
  const pause = page.getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click();
  const line = await log.locator('[data-line] [data-text]').nth(2).innerText();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('storefront.log');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain(line);
  expect(text.split('\n').length).toBeGreaterThan(3);
});

test('a log line is linked: the address leads back to it, and says when it is gone', async ({
  page,
}) => {
  await goTo(page, '/explore/prod/deployments.v1.apps/shop/storefront?tab=logs');
  const log = page.getByRole('log');
  await expect(log).toContainText(/\w{4,}/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  // A log that was just opened still goes to its end: a row that was there may have left the page.
  await expect(async () => {
    const row = log.locator('[data-line]').last();
    await row.getByRole('button', { name: /^Link to line/ }).click({ timeout: 2_000 });
    await expect(log.locator('[data-selected]')).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await expect(page).toHaveURL(/[?&]line=storefront-/);
  // Not innerText: a line that is not measured yet is hidden, and reads as empty.
  const text = (await log.locator('[data-selected] [data-text]').textContent()) ?? '';
  expect(text).not.toBe('');
  await page.reload();
  await expect(log.locator('[data-selected] [data-text]')).toHaveText(text, { timeout: 30_000 });
  await expect(log.locator('[data-selected]')).toBeInViewport();
  const elsewhere = new URL(page.url());
  elsewhere.searchParams.set('line', 'storefront-gone/web@2026-01-05T10:00:00.250Z');
  await page.goto(elsewhere.href);
  await expect(page.getByText('The linked line is no longer in this log')).toBeVisible({
    timeout: 30_000,
  });
});

test('the YAML has no managed fields, and a Secret shows sizes instead of values', async ({
  page,
  as,
}) => {
  const api = await as('platform');
  const { body } = await api.get('/rows', {
    resource: 'v1/secrets',
    clusters: 'prod',
    namespaces: 'payments',
    limit: 1,
  });
  const { name } = body.items[0];
  await goTo(page, `/explore/prod/secrets.v1/payments/${name}?tab=yaml`);
  await expect(page.getByText('apiVersion').first()).toBeVisible();
  const { body: secret } = await api.get('/objects', {
    cluster: 'prod',
    resource: 'v1/secrets',
    namespace: 'payments',
    name,
  });
  for (const value of Object.values(secret.data ?? {})) expect(String(value)).toMatch(/bytes?/);
});

test('what is wrong somewhere is on the home page, one click from its reason', async ({ page }) => {
  await goTo(page, '/');
  const attention = page.getByRole('region', { name: /Needs attention/ });
  await attention
    .getByRole('link', { name: /fraud-detector/ })
    .first()
    .click({ timeout: 90_000 });
  await expect(page.getByRole('heading', { name: 'Why?' })).toBeVisible({ timeout: 30_000 });
});
