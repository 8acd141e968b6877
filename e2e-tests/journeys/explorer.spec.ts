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
