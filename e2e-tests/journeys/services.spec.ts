import { countEffort, greenAt, keepEffort } from './effort';
import { clustersReady, expect, goTo, picture, signIn, test } from './portal';

test('a developer makes a service: form, run, repository, component, pods, pipeline, staging', async ({
  page,
  as,
  request,
}, { retry }) => {
  test.setTimeout(300_000);
  const name = `parcels-${retry}`;
  const api = await as('developer');
  await clustersReady(api, ['dev']);
  const headers = { authorization: `Bearer ${api.token}` };
  await signIn(page, 'developer');
  const effort = await countEffort(page);
  const began = Date.now();
  const since = (at = Date.now()) => Math.round((at - began) / 1000);
  await goTo(page, '/create');
  await page.getByRole('link', { name: 'Node.js service', exact: true }).click();
  // Theirs is filled in once the catalog has answered, and what was said to be wrong before is taken back.
  await expect(page.getByRole('textbox', { name: 'Owner' })).toHaveValue('Shop team');
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
  const seconds = { made: since(), healthy: 0, green: 0 };
  // Of docs/templates.md; one press more is the mistake above.
  expect(await effort()).toEqual({ clicks: 5 + 1, fields: 3 });
  const run = (await pipeline.getAttribute('href')) ?? '';

  await page.getByRole('link', { name: 'The component' }).click();
  await expect(page.getByRole('heading', { name }).first()).toBeVisible();
  await expect(page.getByText(/1\s*\/\s*1/).first()).toBeVisible({ timeout: 60_000 });
  seconds.healthy = since();
  const cost = await effort();
  expect(cost).toEqual({ clicks: 6 + 1, fields: 3 });
  await picture(page, 'service-component');

  const repository = await request.get(`/api/repositories/repositories/shop-team/${name}`, {
    headers,
  });
  expect(repository.status()).toBe(200);
  const entity = `/api/catalog/entities/by-name/component/default/${name}`;
  expect((await request.get(entity, { headers })).status()).toBe(200);

  await goTo(page, run);
  await expect(page.getByRole('heading', { name: new RegExp(name) }).first()).toBeVisible();
  await expect(page.getByText('build-image').first()).toBeVisible();

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

  seconds.green = since(await greenAt(request, name));
  await goTo(page, `/catalog/default/component/${name}`);
  await expect(page.getByText(`${name} passed`).first()).toBeVisible();
  keepEffort('node-service', { ...cost, clicks: cost.clicks - 1, seconds });
});

test('a developer makes the same by a plain template of Backstage and by hand', async ({
  page,
  as,
  request,
  context,
}, { retry }) => {
  test.setTimeout(300_000);
  const name = `letters-${retry}`;
  await clustersReady(await as('developer'), ['dev']);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, 'developer');
  const effort = await countEffort(page);
  const began = Date.now();
  const since = (at = Date.now()) => Math.round((at - began) / 1000);
  const main = page.getByRole('navigation', { name: 'Main' });
  await goTo(page, '/create');
  await page.getByRole('link', { name: 'Plain Node.js service', exact: true }).click();
  await page.getByLabel(/^Name/).fill(name);
  await page.getByLabel(/^Description/).fill('Says where a letter is');
  await page.getByLabel(/^Owner/).click();
  await page.getByRole('option', { name: 'Shop team' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel(/^Namespace/).fill('shop');
  await page.getByLabel(/^Host/).fill(`${name}.example.com`);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('link', { name: /^Repository/ }).click({ timeout: 60_000 });
  const seconds = { made: since(), healthy: 0, green: 0 };

  // What no step of Backstage does: its manifests on the cluster.
  await page.getByRole('link', { name: 'deploy' }).click();
  await page.getByRole('link', { name: 'dev.yaml' }).click();
  await page.getByRole('button', { name: 'Copy the file' }).click();
  await main.getByRole('link', { name: 'Explorer' }).click();
  await page.locator('header').getByRole('link', { name: 'Create' }).click();
  await expect(page.getByRole('combobox', { name: 'Cluster Development' })).toBeVisible();
  await expect(page.locator('.cm-content')).toBeFocused();
  await page.keyboard.press('Control+V');
  await page.getByRole('button', { name: 'Create 4 objects' }).click();
  await expect(page.getByText('Done', { exact: true })).toHaveCount(4);

  // And the first run of its pipeline, with the address of the repository.
  await main.getByRole('link', { name: 'Pipelines' }).click();
  await page.getByRole('tab', { name: 'Definitions' }).click();
  await page.getByRole('row').getByText(name, { exact: true }).click();
  await page.getByRole('button', { name: 'Start run' }).click();
  const dialog = page.getByRole('dialog');
  const { origin } = new URL(page.url());
  await dialog
    .getByRole('textbox', { name: 'repo-url' })
    .fill(`${origin}/api/repositories/git/shop-team/${name}.git`);
  await dialog.getByRole('button', { name: 'Start run' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: new RegExp(`^${name}-`) }),
  ).toBeVisible();
  await main.getByRole('link', { name: 'Catalog' }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText(/1\s*\/\s*1/).first()).toBeVisible({ timeout: 60_000 });
  seconds.healthy = since();
  seconds.green = since(await greenAt(request, name));
  await expect(page.getByText(`${name} passed`).first()).toBeVisible();
  await picture(page, 'service-plain');
  const cost = await effort();
  // Of docs/templates.md.
  expect(cost).toEqual({ clicks: 20, fields: 6 });
  keepEffort('plain-service', { ...cost, seconds });
});
