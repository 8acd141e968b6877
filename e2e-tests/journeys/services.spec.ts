import { countEffort } from './effort';
import { clustersReady, expect, goTo, picture, signIn, test } from './portal';

test('a developer makes a service: form, run, repository, component, pods, pipeline, staging', async ({
  page,
  as,
  request,
}, { retry }) => {
  test.setTimeout(180_000);
  const name = `parcels-${retry}`;
  const api = await as('developer');
  await clustersReady(api, ['dev']);
  const headers = { authorization: `Bearer ${api.token}` };
  await signIn(page, 'developer');
  const effort = await countEffort(page);
  await goTo(page, '/create');
  await page.getByRole('link', { name: 'Node.js service', exact: true }).click();
  await page.getByLabel(/^Name/).fill('Parcels');
  await page.getByLabel(/^Description/).fill('Says where a parcel is');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(/Lower case letters, digits and hyphens/).first()).toBeVisible();
  await page.getByLabel(/^Name/).fill(name);
  await picture(page, 'service-form');
  await page.getByRole('button', { name: 'Next' }).click();
  // Shop is the one tenant in which they are a developer, so it is chosen.
  await expect(page.getByRole('combobox', { name: 'Dev dev / shop' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Prod prod / shop' })).toBeVisible();
  await page.getByLabel(/^Host of its route/).fill(`${name}.example.com`);
  await picture(page, 'service-form-where');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText(/Nothing stands in the way/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(`Create Deployment ${name}`)).toBeVisible();
  await expect(page.getByRole('img', { name: /^requests.cpu: .* used, \+ / })).toBeVisible();
  await picture(page, 'service-plan');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const pipeline = page.getByRole('link', { name: 'The run of its pipeline' });
  await expect(pipeline).toBeVisible({ timeout: 60_000 });
  await picture(page, 'service-run');
  // Of docs/templates.md; one press more is the mistake above.
  expect(await effort()).toEqual({ clicks: 5 + 1, fields: 3 });

  const repository = await request.get(`/api/repositories/repositories/shop-team/${name}`, {
    headers,
  });
  expect(repository.status()).toBe(200);
  const entity = `/api/catalog/entities/by-name/component/default/${name}`;
  await expect
    .poll(async () => (await request.get(entity, { headers })).status(), { timeout: 10_000 })
    .toBe(200);

  await pipeline.click();
  await expect(page.getByRole('heading', { name: new RegExp(name) }).first()).toBeVisible();
  await expect(page.getByText('build-image').first()).toBeVisible();

  await goTo(page, `/catalog/default/component/${name}`);
  await expect(page.getByRole('heading', { name }).first()).toBeVisible();
  await expect(page.getByText(/1\s*\/\s*1/).first()).toBeVisible({ timeout: 60_000 });
  await picture(page, 'service-component');

  // Staging is made by the overlay that the template has written.
  await goTo(page, `/pipelines/board/component/default/${name}`);
  const staging = page.getByRole('region', { name: 'Staging', exact: true });
  await expect(
    staging.getByText(`deploy/overlays/staging of shop-team/${name}`, { exact: false }),
  ).toBeVisible({ timeout: 30_000 });
  await picture(page, 'service-board');
  await page.getByRole('button', { name: 'Promote Development to Staging' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`Creates Service ${name}`)).toBeVisible({ timeout: 30_000 });
  await picture(page, 'service-promotion');
  await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
  const leave = dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ });
  await leave.click();
  await expect(staging.getByText('Rolled out')).toBeVisible({ timeout: 60_000 });
});
