import { readFile } from 'node:fs/promises';
import { apiAs, clustersReady, expect, goTo, signIn, test } from './portal';

const UP = ['dev', 'staging', 'prod'];

test.beforeEach(async ({ page, request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
  await signIn(page, 'platform');
});

test('search, filter and sort stand in the address, and back undoes them', async ({ page }) => {
  await goTo(page, '/explore?resource=pods.v1');
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('row').nth(3)).toBeVisible();
  await page.getByPlaceholder(/Search name/).fill('cart');
  await expect(page).toHaveURL(/search=cart/);
  await expect(grid.getByText(/^storefront-/)).toHaveCount(0);
  await expect(grid.getByText(/^cart-/).first()).toBeVisible();
  await page.reload();
  await expect(grid.getByText(/^cart-/).first()).toBeVisible();
  await expect(page.getByPlaceholder(/Search name/)).toHaveValue('cart');
});

test('a click on a header sorts all rows by that column', async ({ page }) => {
  await goTo(page, '/explore?resource=pods.v1');
  const header = page.getByRole('columnheader', { name: /Restarts/ });
  await header.click();
  await expect(page).toHaveURL(/sort=/);
  await expect(header).toHaveAttribute('aria-sort', /ascending|descending/);
});

test('a row opens its object by keyboard, and back returns to the table', async ({ page }) => {
  await goTo(page, '/explore?resource=deployments.v1.apps&clusters=dev&search=cart');
  const grid = page.getByRole('grid');
  await expect(grid.getByText('cart', { exact: true }).first()).toBeVisible();
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/explore\/dev\/deployments\.v1\.apps\/shop\/cart/);
  await expect(page.getByRole('heading', { level: 1, name: 'cart' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/search=cart/);
});

test('a custom resource shows the columns its definition prints', async ({ page }) => {
  await goTo(page, '/explore?resource=certificates.v1.cert-manager.io');
  await expect(page.getByRole('columnheader', { name: 'Ready' })).toBeVisible();
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
});

test('a view is saved, leads back to what it showed, gets another name, and is deleted', async ({
  page,
}, { retry }) => {
  const name = `Carts ${retry}`;
  const question = /resource=deployments\.v1\.apps.*search=cart/;
  await goTo(page, '/explore?resource=deployments.v1.apps&search=cart&sort=-name');
  const grid = page.getByRole('grid');
  await expect(grid.getByText('cart', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await goTo(page, '/explore?resource=nodes.v1');
  await expect(grid.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('link', { name }).click();
  await expect(page).toHaveURL(question);
  await expect(page).toHaveURL(/sort=-name/);
  await expect(grid.getByText('cart', { exact: true }).first()).toBeVisible();
  await expect(page.getByPlaceholder(/Search name/)).toHaveValue('cart');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: `Rename the view ${name}` }).click();
  await expect(page.getByRole('textbox', { name: 'New name' })).toBeFocused();
  await page.getByRole('textbox', { name: 'New name' }).fill(`Renamed ${retry}`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  await expect(page.getByRole('link', { name: `Renamed ${retry}` })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: `Delete the view Renamed ${retry}` }).click();
  await expect(page.getByRole('link', { name: `Renamed ${retry}` })).toHaveCount(0);
  await page.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the view' })).toBeVisible();
  await expect(page.getByRole('link', { name })).toHaveCount(0);
});

test('the CSV has the rows that are shown, all of them, in their order', async ({ page }) => {
  await goTo(
    page,
    '/explore?resource=deployments.v1.apps&clusters=dev,staging&search=cart&sort=-cluster',
  );
  const grid = page.getByRole('grid');
  await expect(grid.getByText('cart', { exact: true }).first()).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('deployments.csv');
  const text = await readFile(await file.path(), 'utf8');
  const [header, ...lines] = text.trimEnd().split('\r\n');
  expect(header).toMatch(/^cluster,namespace,name,health,reason,created,/);
  const rows = lines.map(line => line.split(',').slice(0, 3));
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.every(([, , name]) => name?.includes('cart'))).toBe(true);
  const clusters = rows.map(([cluster]) => cluster);
  expect(clusters).toEqual([...clusters].sort().reverse());
  expect(new Set(clusters)).toEqual(new Set(['dev', 'staging']));
  // As many as the table says, which draws no more than fit.
  await expect(grid).toHaveAttribute('aria-rowcount', String(rows.length + 1));
});
