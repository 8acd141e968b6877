import { apiAs, clustersReady, expect, goTo, signIn, test } from './portal';

test('Ctrl-K finds an object by a few letters and opens it', async ({ page, request }) => {
  await clustersReady(await apiAs(request, 'platform'), ['dev', 'staging', 'prod']);
  await signIn(page, 'platform');
  await goTo(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('storefr');
  await expect(dialog.getByRole('option', { name: /storefront/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/explore\/.*storefront/);
});
