import { clustersReady, expect, goTo, picture, signIn, test } from './portal';

test('a template makes a tenant: form, review, run, tenant', async ({ page, as }, { retry }) => {
  await clustersReady(await as('platform'), ['prod', 'staging', 'dev']);
  const name = `pets-${retry}`;
  await signIn(page, 'platform');
  await goTo(page, '/create');
  await expect(page.getByText('Request quota')).toBeVisible();
  await goTo(page, '/create/templates/default/create-tenant');
  await page.getByLabel(/^Name/).fill('Not A Name');
  await page.getByLabel(/^Title/).fill('Pets');
  await page.getByLabel(/^Owner/).click();
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(/Lower case letters/).first()).toBeVisible();
  await page.getByLabel(/^Name/).fill(name);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText(name)).toBeVisible();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByText(/Create tenant .* on 3 clusters \(succeeded\)/)).toBeVisible();
  await picture(page, 'template-run');
  await page.getByRole('link', { name: 'The tenant' }).click();
  await expect(page.getByRole('heading', { name: 'Pets' })).toBeVisible();
});

test('a developer’s run of a template is refused what the developer may not do', async ({
  request,
  as,
}) => {
  const { token } = await as('developer');
  const headers = { authorization: `Bearer ${token}` };
  const started = await request.post('/api/scaffolder/v2/tasks', {
    headers,
    data: {
      templateRef: 'template:default/create-tenant',
      values: {
        ...{ name: 'sneaky', title: 'Sneaky', plan: 'large' },
        owner: 'group:default/shop-team',
      },
    },
  });
  expect(started.status(), await started.text()).toBe(201);
  const { id } = await started.json();
  await expect
    .poll(async () => {
      const task = await request.get(`/api/scaffolder/v2/tasks/${id}`, { headers });
      return (await task.json()).status;
    })
    .toBe('failed');
  const platform = await as('platform');
  const tenant = await request.get('/api/tenants/tenants/sneaky', {
    headers: { authorization: `Bearer ${platform.token}` },
  });
  expect(tenant.status()).toBe(404);
});
