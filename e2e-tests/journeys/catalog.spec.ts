import { clustersReady, expect, goTo, picture, signIn, test } from './portal';
import { runRepositories } from './repositories';

test('the list of the catalog narrows by the address, and leads to a component', async ({
  page,
  as,
}) => {
  await clustersReady(await as('developer'), ['prod', 'staging', 'dev']);
  await signIn(page, 'developer');
  await goTo(page, '/catalog');
  await expect(page.getByRole('link', { name: 'payments', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Owned by me' }).click();
  await expect(page).toHaveURL(/scope=owned/);
  await expect(page.getByRole('link', { name: 'payments', exact: true })).toBeHidden();
  await page.getByRole('link', { name: 'cart', exact: true }).click();
  await expect(page).toHaveURL(/catalog\/default\/component\/cart/);
  await expect(page.getByText('Where it runs')).toBeVisible();
});

test('Backstage’s Kubernetes tab has an entity’s objects and the logs of its pods, without the proxy', async ({
  page,
  as,
}) => {
  await clustersReady(await as('platform'), ['prod', 'staging', 'dev']);
  const proxied: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/kubernetes/proxy')) proxied.push(request.url());
  });
  await signIn(page, 'platform');
  await goTo(page, '/catalog/default/component/payments/kubernetes');
  await page.getByRole('button', { name: /Production/ }).click();
  await page
    .getByRole('button', { name: /payments\s+Deployment/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /^payments-/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Resource utilization' })).toBeVisible();
  await page.getByRole('button', { name: 'get logs' }).click();
  await expect(page.getByText(/authorized in \d+ ms/).first()).toBeVisible();
  await picture(page, 'entity-kubernetes-logs');
  expect(proxied).toEqual([]);
});

test('the Kubernetes tab shows nothing of what the person may not see', async ({ page, as }) => {
  await clustersReady(await as('developer'), ['prod', 'staging', 'dev']);
  await signIn(page, 'developer');
  await goTo(page, '/catalog/default/component/payments/kubernetes');
  await expect(page.getByText('No Kubernetes resources')).toBeVisible();
  await expect(page.getByText('payments-')).toBeHidden();
});

test('the activity of a component has what somebody did to it, in their words and by kind', async ({
  page,
  as,
}) => {
  const api = await as('platform');
  await clustersReady(api, ['prod', 'staging', 'dev']);
  const search = { cluster: 'staging', resource: 'apps/v1/deployments', namespace: 'shop' };
  const { body: before } = await api.get('/objects', { ...search, name: 'search' });
  const replicas = before.spec.replicas + 1;
  const workload = { cluster: 'staging', apiVersion: 'apps/v1', kind: 'Deployment' };
  await api.run('scale-workload', {
    workload: { ...workload, namespace: 'shop', name: 'search' },
    replicas,
  });
  await signIn(page, 'platform');
  await goTo(page, '/catalog/default/component/search/activity');
  const scaled = page.getByRole('link', {
    name: new RegExp(`platform scaled search ${before.spec.replicas} → ${replicas}`),
  });
  await expect(scaled).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: /^Pipeline runs/ }).click();
  await expect(page).toHaveURL(/kinds=run/);
  await expect(scaled).toBeHidden();
  await page.goBack();
  await scaled.click();
  await expect(page.getByRole('dialog')).toContainText(`scaled search`);
});

test('a developer sees what they may do where a component is, and that it is elsewhere denied', async ({
  page,
  as,
}) => {
  await clustersReady(await as('developer'), ['prod', 'staging', 'dev']);
  await signIn(page, 'developer');
  await goTo(page, '/catalog/default/component/cart/access?place=dev/shop');
  const mine = page.getByRole('region', { name: 'What you may do here' });
  await expect(mine.getByText('Allowed').first()).toBeVisible({ timeout: 20_000 });
  // Payments is another team's: nothing of it is named.
  await goTo(page, '/catalog/default/component/payments/access');
  await expect(page.getByText('It is nowhere in a cluster that you can see')).toBeVisible();
});

test('a team’s page has the quota of its tenant and how its components do', async ({
  page,
  as,
}) => {
  await clustersReady(await as('developer'), ['prod', 'staging', 'dev']);
  await signIn(page, 'developer');
  await goTo(page, '/catalog/default/group/shop-team');
  const tenant = page.getByRole('region', { name: 'Tenant Shop' });
  await expect(tenant.getByRole('img', { name: /^Pods: \d+ of \d+/ }).first()).toBeVisible({
    timeout: 20_000,
  });
  await expect(tenant.getByText('group:shop-team')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Components and how they do' })).toContainText(
    'storefront',
  );
  await goTo(page, '/catalog/default/group/payments-team');
  await expect(page.getByText('It answers for no tenant that you may see.')).toBeVisible();
});

test('a group’s graph has its tenant for those who may know of it, and is without it for others', async ({
  page,
  as,
  request,
}) => {
  const api = await as('developer');
  await clustersReady(api, ['prod', 'staging', 'dev']);
  const entityRefs = ['resource:tenants/shop', 'resource:kubernetes/dev.shop'];
  const seenBy = async ({ token }: { token: string }) => {
    const headers = { authorization: `Bearer ${token}` };
    const data = { entityRefs };
    const found = await request.post('/api/catalog/entities/by-refs', { data, headers });
    return (await found.json()).items.filter(Boolean).length;
  };
  await expect.poll(() => seenBy(api), { timeout: 30_000 }).toBe(2);
  expect(await seenBy(await as('ml'))).toBe(0);
  await signIn(page, 'developer');
  await goTo(page, '/catalog/default/group/shop-team/graph');
  await page.getByText('shop · dev').first().click();
  await expect(page).toHaveURL(/catalog\/kubernetes\/resource\/dev\.shop/);
  await goTo(page, '/catalog/tenants/resource/shop');
  await expect(page.getByText('Members and roles')).toBeVisible();
});

test('tabs of an entity have Chinese titles on a Chinese page', async ({ page, as }) => {
  await clustersReady(await as('developer'), ['prod', 'staging', 'dev']);
  await page.addInitScript(() => localStorage.setItem('language', 'zh'));
  await signIn(page, 'developer');
  await goTo(page, '/catalog/default/component/cart');
  for (const name of ['概览', '工作负载', '流水线', '依赖关系', '动态'])
    await expect(page.getByRole('link', { name, exact: true }).first()).toBeVisible();
});

test('a workload that no component has is adopted, and has a page within seconds', async ({
  page,
  as,
  request,
}) => {
  await clustersReady(await as('developer'), ['prod', 'staging', 'dev']);
  const name = `adopted-${Date.now()}`;
  const place = { owner: 'shop-team', name };
  await runRepositories(request, 'developer', ['create', { ...place, visibility: 'internal' }]);
  await signIn(page, 'developer');
  await goTo(page, '/explore/dev/cronjobs.v1.batch/shop/cart-cleanup');
  await page.getByRole('link', { name: 'Adopt it' }).click();
  const dialog = page.getByRole('dialog', { name: 'Adopt cart-cleanup' });
  await expect(dialog.getByLabel('Owner')).toHaveValue('group:default/shop-team');
  await dialog.getByRole('combobox', { name: /^Repository/ }).click();
  await page.getByRole('option', { name: `shop-team/${name}` }).click();
  await expect(dialog.getByText('app.kubernetes.io/name=cart-cleanup').last()).toBeVisible();
  await picture(page, 'catalog-adopt-plan');
  await dialog.getByRole('button', { name: 'Commit', exact: true }).click();
  await expect(dialog).toBeHidden();
  const { token } = await as('developer');
  const entity = '/api/catalog/entities/by-name/component/default/cart-cleanup';
  const headers = { authorization: `Bearer ${token}` };
  await expect
    .poll(async () => (await request.get(entity, { headers }).catch(() => undefined))?.status())
    .toBe(200);
  await goTo(page, '/catalog/discover');
  await expect(page.getByText('synthetic-check', { exact: true })).toBeVisible();
  await expect(page.getByText('cart-cleanup', { exact: true })).toBeHidden();
  await goTo(page, '/catalog/default/component/cart-cleanup/workloads');
  await expect(page.getByRole('link', { name: 'cart-cleanup' }).first()).toBeVisible();
});
