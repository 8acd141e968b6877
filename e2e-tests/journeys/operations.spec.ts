import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { PortalApi } from './portal';
import { rollBack, scaleAndUndo } from './steps';

const UP = ['dev', 'staging', 'prod'];
const CART = '/explore/dev/deployments.v1.apps/shop/cart';
const cart = { cluster: 'dev', resource: 'apps/v1/deployments', namespace: 'shop', name: 'cart' };

async function specOf(api: PortalApi): Promise<any> {
  const { body } = await api.get('/objects', cart);
  return body.spec;
}

test.beforeEach(async ({ request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
});

test('scale, look at the change, run, undo', async ({ page, request }) => {
  const api = await apiAs(request, 'platform');
  await signIn(page, 'platform');
  await scaleAndUndo(page, { address: CART, spec: () => specOf(api) });
});

test('a rollback shows what differs before it happens', async ({ page, request }, { retry }) => {
  const api = await apiAs(request, 'platform');
  await signIn(page, 'platform');
  const image = `registry.example/shop/cart:next-${retry}`;
  await rollBack(page, { address: CART, spec: () => specOf(api), image });
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
