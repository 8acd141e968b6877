import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';

const UP = ['dev', 'staging', 'prod'];
const BOARD = '/pipelines/board/component/default/cart';

test('staging goes to production with the approval of somebody else', async ({
  page,
  browser,
  request,
}, { retry }) => {
  // Asking, approving, a rollout and its verification.
  test.setTimeout(240_000);
  const platform = await apiAs(request, 'platform');
  await clustersReady(platform, UP);
  // Another version at each try: what is there already cannot be promoted.
  const tag = `3.${retry}.${Date.now() % 100_000}`;
  await platform.run('set-image', {
    workload: {
      ...{ cluster: 'staging', apiVersion: 'apps/v1', kind: 'Deployment' },
      ...{ namespace: 'shop', name: 'cart' },
    },
    container: 'cart',
    image: `registry.example.com/shop/cart:${tag}`,
  });
  await signIn(page, 'platform');
  await goTo(page, '/pipelines/board?search=cart');
  await page.getByRole('grid').getByRole('link', { name: 'cart', exact: true }).click();
  const staging = page.getByRole('region', { name: 'Staging', exact: true });
  await expect(staging.getByText(tag, { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(staging.getByText('Rolled out')).toBeVisible({ timeout: 60_000 });

  const between = page.getByRole('region', { name: 'Staging to Production' });
  await expect(between.getByText('Approval · blocked')).toBeVisible();
  await between.getByRole('button', { name: 'Ask for approval' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(`Release ${tag}`);
  await dialog.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(dialog).toBeHidden();
  await expect(between.getByText(/Asked for/)).toBeVisible();
  await picture(page, 'promotion-asked');

  // Who has asked does not decide.
  await goTo(page, '/pipelines/approvals');
  const own = page.getByRole('listitem', { name: new RegExp(`cart ${tag}`) });
  await expect(own.getByText(/You have asked for it/)).toBeVisible();

  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, 'developer');
  await other.goto(new URL('/pipelines/approvals', page.url()).href);
  const asked = other.getByRole('listitem', { name: new RegExp(`cart ${tag}`) });
  await asked.getByRole('button', { name: 'Approve' }).click();
  const decide = other.getByRole('dialog');
  await decide.getByRole('textbox', { name: 'Reason' }).fill('Looked at it on staging');
  await decide.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(decide).toBeHidden();
  await context.close();

  await goTo(page, BOARD);
  await expect(between.getByText('Approval · open')).toBeVisible();
  await between.getByRole('button', { name: 'Promote Staging to Production' }).click();
  await expect(dialog.getByText('Approval · open')).toBeVisible();
  await expect(dialog.getByRole('tab', { name: 'Changes' })).toBeVisible();
  await picture(page, 'promotion-plan');
  await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
  await expect(
    dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ }),
  ).toBeVisible();
  await dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ }).click();
  const production = page.getByRole('region', { name: 'Production', exact: true });
  await expect(production.getByText(tag, { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(between.getByText(/run the same image/)).toBeVisible({ timeout: 120_000 });
  // Verified, and taken down as whose it is.
  await expect(production.getByText('platform', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(production.getByText('Rolled out')).toBeVisible();
  await picture(page, 'promotion-done');
});
