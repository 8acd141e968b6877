import { apiAs, clustersReady, expect, goTo, signIn, test } from './portal';
import { findByPalette } from './steps';

test('Ctrl-K finds an object by a few letters and opens it', async ({ page, request }) => {
  await clustersReady(await apiAs(request, 'platform'), ['dev', 'staging', 'prod']);
  await signIn(page, 'platform');
  await goTo(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await findByPalette(page, {
    letters: 'storefr',
    option: /storefront/,
    address: /\/explore\/.*storefront/,
  });
});

test('Ctrl-K finds the pages and things of every plugin', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const [letters, group, name, address] of [
    ['operations', 'Pages', /^Operations/, /\/operations$/],
    ['access', 'Pages', /Access explorer/, /\/access$/],
    ['audit', 'Pages', /^Audit/, /\/audit/],
    ['map', 'Pages', /^Map/, /\/map/],
    ['helm', 'Pages', /^Helm/, /\/helm$/],
    ['settings', 'Pages', /^Settings/, /\/settings$/],
    ['tenants', 'Pages', /^Tenants/, /\/tenants$/],
    ['shop', 'Tenants', /shop/i, /\/tenants\/[^/]+$/],
  ] as const) {
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog', { name: 'Command palette' });
    await dialog.getByRole('combobox').fill(letters);
    await dialog.getByRole('group', { name: group }).getByRole('option', { name }).first().click();
    await expect(page).toHaveURL(address);
  }
});
