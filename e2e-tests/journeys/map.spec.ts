import type { APIRequestContext, Page } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';

const UP = ['dev', 'staging', 'prod'];

const node = (page: Page, name: RegExp) => page.getByRole('button', { name });

/** Scales a workload as a script does. */
async function scaleCart(request: APIRequestContext, replicas: number): Promise<void> {
  const { token } = await apiAs(request, 'platform');
  const response = await request.post('/api/clusters/operations/scale-workload', {
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': `map-journey-${Date.now()}-${replicas}`,
    },
    data: {
      workload: {
        cluster: 'staging',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
      },
      replicas,
    },
  });
  expect(response.status(), await response.text()).toBe(200);
}

test.beforeEach(async ({ page, request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
  await signIn(page, 'platform');
});

test('from a namespace to its map: service, deployment and pods, with a panel that leads on', async ({
  page,
}) => {
  await goTo(page, '/clusters/prod?tab=namespaces');
  await page.getByRole('link', { name: 'Show on map: shop' }).click();
  await expect(page).toHaveURL(/\/map\?cluster=prod&namespaces=shop/);
  await expect(node(page, /^storefront Service .*, Healthy/)).toBeVisible();
  await expect(node(page, /^storefront Deployment .*, Healthy/)).toBeVisible();
  await expect(node(page, /^storefront-\S+ Pod/).first()).toBeVisible();
  await picture(page, 'map');
  await node(page, /^storefront Deployment/).click();
  const panel = page.getByRole('complementary', { name: /^storefront Deployment/ });
  await expect(panel.getByRole('button', { name: /selected by storefront/ })).toBeVisible();
  await panel.getByRole('link', { name: 'Open' }).click();
  await expect(page).toHaveURL(/\/explore\/prod\/deployments\.v1\.apps\/shop\/storefront/);
  await page.getByRole('link', { name: 'Show on map' }).click();
  await expect(panel).toBeVisible();
});

test('pods that come and go are on the map by themselves', async ({ page, request }) => {
  const api = await apiAs(request, 'platform');
  const cart = {
    cluster: 'staging',
    resource: 'apps/v1/deployments',
    namespace: 'shop',
    name: 'cart',
  };
  const before: number = (await api.get('/objects', cart)).body.spec.replicas;
  await goTo(page, '/map?cluster=staging&namespaces=shop');
  const pods = node(page, /^cart-[a-z0-9]+-[a-z0-9]+ Pod/);
  await expect(pods).toHaveCount(before);
  const deployment = node(page, /^cart Deployment/);
  const place = await deployment.boundingBox();
  try {
    await scaleCart(request, before + 2);
    await expect(pods).toHaveCount(before + 2);
    // What was there stays about where it was: at the middle of its pods, in the frame of its application.
    const after = await deployment.boundingBox();
    expect(Math.abs((after?.x ?? 0) - (place?.x ?? 0))).toBeLessThan(2);
  } finally {
    await scaleCart(request, before);
  }
  await expect(pods).toHaveCount(before, { timeout: 60_000 });
});

test('a broken pod says why on the map', async ({ page }) => {
  await goTo(page, '/map?cluster=prod&namespaces=payments&trouble=true');
  await node(page, /^fraud-detector-.* Pod · CrashLoopBackOff/)
    .first()
    .click({ timeout: 60_000 });
  const panel = page.getByRole('complementary', { name: /^fraud-detector-.* Pod/ });
  await expect(panel.getByRole('heading', { name: 'Why?' })).toBeVisible();
  await expect(panel.getByText(/crash/i).first()).toBeVisible();
  await picture(page, 'map-why');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('the keyboard leads along the lines, and the list says the same', async ({ page }) => {
  await goTo(page, '/map?cluster=prod&namespaces=shop');
  await node(page, /^cart Service/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(node(page, /^cart Deployment/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/node=deployments\.apps/);
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await expect(page.getByRole('region', { name: 'shop / cart', exact: true })).toContainText(
    'selects Deployment cart',
  );
});

test('who may not list a kind sees none of it, and is told so', async ({ page, request }) => {
  const { body } = await (
    await apiAs(request, 'developer')
  ).get('/topology', { cluster: 'prod', namespaces: 'shop' });
  expect(body.denied).toContain('Secret');
  const secrets = body.nodes.filter((item: { kind: string }) => item.kind === 'Secret');
  expect(secrets.length).toBeGreaterThan(0);
  expect(secrets.every((item: { state: string }) => item.state === 'unreadable')).toBe(true);
  await page.addInitScript(() => localStorage.setItem('kubemate.persona', 'developer'));
  await goTo(page, '/map?cluster=prod&namespaces=shop');
  await expect(page.getByText(/may not list them here: .*Secret/)).toBeVisible();
});
