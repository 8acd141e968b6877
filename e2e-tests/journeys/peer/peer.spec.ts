import { expect, test } from '@playwright/test';
import { create, createLoad, DEPLOYMENTS, REPLICAS } from './peerCluster';

test.describe('the portal on a real API server', () => {
  test.skip(process.env.KUBEMATE_PEER_KUBECONFIG === undefined, 'no real API server here');
  test.use({ ignoreHTTPSErrors: true });
  test.describe.configure({ mode: 'serial', timeout: 300_000 });

  test.beforeAll(async ({ playwright }) => {
    const request = await playwright.request.newContext({ ignoreHTTPSErrors: true });
    await createLoad(request);
    await request.dispose();
  });

  test.beforeEach(async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Open the portal' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('every one of 2,000 pods is in the table, and the last is a key press away', async ({
    page,
  }) => {
    await page.goto('/explore?resource=pods.v1&namespaces=load');
    const grid = page.getByRole('grid');
    await expect
      .poll(async () => Number(await grid.getAttribute('aria-rowcount')), {
        timeout: 240_000,
        intervals: [2000],
      })
      .toBeGreaterThanOrEqual(DEPLOYMENTS * REPLICAS);
    await grid.focus();
    await page.keyboard.press('End');
    await expect(grid.getByText(/^web-9-/).last()).toBeVisible();
    await page.screenshot({ path: 'e2e-tests/output/screens/peer-explorer.png' });
  });

  test('a pod that no node can hold is explained in the scheduler’s words', async ({ page }) => {
    await page.goto('/explore/peer/deployments.v1.apps/load/too-big');
    await expect(page.getByRole('heading', { name: 'Why?' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/Insufficient cpu/).first()).toBeVisible({ timeout: 60_000 });
    await page.screenshot({ path: 'e2e-tests/output/screens/peer-why.png' });
  });

  test('the events of a workload are those of its pods as well', async ({ page }) => {
    await page.goto('/explore/peer/deployments.v1.apps/load/too-big?tab=events');
    const events = page.getByRole('region', { name: 'Events' });
    await expect(events.getByRole('link', { name: /^Pod\/too-big-/ }).first()).toBeVisible({
      timeout: 60_000,
    });
    await expect(events.getByText('FailedScheduling').first()).toBeVisible();
    await expect(events.getByText('ScalingReplicaSet')).toBeVisible();
  });

  test('a change made with another client shows within seconds', async ({ page, playwright }) => {
    await page.goto('/explore?resource=configmaps.v1&namespaces=load');
    await expect(page.getByRole('grid')).toBeVisible();
    const request = await playwright.request.newContext({ ignoreHTTPSErrors: true });
    const name = `made-elsewhere-${Date.now()}`;
    await create(request, '/api/v1/namespaces/load/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { a: '1' },
    });
    await expect(page.getByRole('grid').getByText(name)).toBeVisible();
    await request.dispose();
  });
});
