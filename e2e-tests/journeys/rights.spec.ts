import { clustersReady, expect, goTo, signIn, test } from './portal';

const UP = ['dev', 'staging', 'prod'];

test('a developer of one namespace sees its rows, and nothing of the others anywhere', async ({
  page,
  as,
}) => {
  const platform = await as('platform');
  const developer = await as('developer');
  await clustersReady(platform, UP);
  for (const resource of ['v1/pods', 'apps/v1/deployments', 'v1/services', 'v1/configmaps']) {
    const { body } = await developer.get('/rows', { resource, limit: 1000 });
    expect(new Set(body.items.map((row: any) => row.namespace)), resource).not.toContain(
      'payments',
    );
    expect(body.items.length, resource).toBeGreaterThan(0);
    expect(body.total, resource).toBe(body.items.length);
  }
  const { body: found } = await developer.get('/search', { q: 'fraud-detector' });
  expect(found.items).toEqual([]);
  const { body: fleet } = await developer.get('/fleet');
  expect(JSON.stringify(fleet.attention)).not.toContain('fraud-detector');

  await signIn(page, 'developer');
  await goTo(page, '/explore/prod/deployments.v1.apps/payments/fraud-detector');
  await expect(page.getByText(/cannot get resource|not allowed|may not/i).first()).toBeVisible();
});

test('an auditor reads everything but secrets', async ({ as }) => {
  const auditor = await as('auditor');
  await clustersReady(auditor, UP);
  const { body: pods } = await auditor.get('/rows', {
    resource: 'v1/pods',
    clusters: 'prod',
    limit: 1000,
  });
  expect(new Set(pods.items.map((row: any) => row.namespace))).toContain('payments');
  const { body: secrets } = await auditor.get('/rows', {
    resource: 'v1/secrets',
    clusters: 'prod',
  });
  expect(secrets.items).toEqual([]);
});

test('the persona of the sandbox can be switched', async ({ page }) => {
  await goTo(page, '/');
  await page.getByRole('button', { name: /Daniel Okafor/ }).click();
  await expect(page.getByText('Daniel Okafor')).toBeVisible();
  await page.getByRole('button', { name: /Daniel Okafor/ }).click();
  await page.getByRole('menuitem', { name: 'Switch persona' }).click();
  await page.getByRole('button', { name: /Priya Raman/ }).click();
  await expect(page.getByText('Priya Raman')).toBeVisible();
});

test('the language changes at once and stays', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, '/');
  await page.getByRole('button', { name: /Priya Raman/ }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  await expect(page.getByRole('link', { name: '集群' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: '集群' })).toBeVisible();
});
