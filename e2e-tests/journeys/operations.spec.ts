import type { Page } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { PortalApi } from './portal';

const UP = ['dev', 'staging', 'prod'];
const CART = '/explore/dev/deployments.v1.apps/shop/cart';
const cart = { cluster: 'dev', resource: 'apps/v1/deployments', namespace: 'shop', name: 'cart' };

async function replicasOf(api: PortalApi): Promise<number> {
  const { body } = await api.get('/objects', cart);
  return body.spec.replicas;
}

async function openAction(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click();
  const item = page.getByRole('menuitem', { name });
  await expect(item).not.toHaveAttribute('aria-disabled', 'true');
  await item.click();
}

test.beforeEach(async ({ request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
});

test('scale, look at the change, run, undo', async ({ page, request }) => {
  const api = await apiAs(request, 'platform');
  const before = await replicasOf(api);
  await signIn(page, 'platform');
  await goTo(page, CART);
  await openAction(page, 'Scale');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Replicas' }).fill(String(before + 2));
  await expect(dialog.getByText('spec.replicas')).toBeVisible();
  await picture(page, 'operation-scale');
  await dialog.getByRole('button', { name: 'Scale', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => replicasOf(api)).toBe(before + 2);
  const toasts = page.getByRole('region', { name: 'Recent operations' });
  await picture(page, 'operation-toast');
  await toasts.getByRole('button', { name: /^Undo:/ }).click();
  await expect.poll(() => replicasOf(api)).toBe(before);
  await goTo(page, '/operations');
  await expect(page.getByText(/Undo: Scale/).first()).toBeVisible();
});

test('a rollback shows what differs before it happens', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, CART);
  await openAction(page, 'Set image');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Image' }).fill('registry.example/shop/cart:next');
  await dialog.getByRole('button', { name: 'Set image', exact: true }).click();
  await expect(dialog).toBeHidden();
  await openAction(page, 'Roll back');
  await dialog.getByRole('radio', { disabled: false }).first().click();
  await expect(dialog.getByText(/image/).first()).toBeVisible();
  await dialog.getByRole('tab', { name: 'YAML' }).click();
  await picture(page, 'operation-rollback');
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(dialog).toBeHidden();
});

test('what a person may not do says why', async ({ page }) => {
  await signIn(page, 'developer');
  await goTo(page, '/explore/dev/deployments.v1.apps/catalog/catalog');
  await page.getByRole('button', { name: 'Actions' }).click();
  const item = page.getByRole('menuitem', { name: /^Scale/ });
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  await expect(item).toContainText(/lack|does not allow/);
  await picture(page, 'operation-denied');
});
