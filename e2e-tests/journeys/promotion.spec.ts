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

test('a freeze holds a promotion back, but for a reason that is kept; a rollback says first what it changes', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const platform = await apiAs(request, 'platform');
  await clustersReady(platform, UP);
  const pipelines = async (operation: string, data: object) => {
    const response = await request.post(`/api/pipelines/operations/${operation}`, {
      ...{ data, headers: { authorization: `Bearer ${platform.token}` } },
    });
    expect(response.status(), await response.text()).toBe(200);
    return response.json();
  };
  await signIn(page, 'platform');
  await goTo(page, '/pipelines/board/component/default/inventory');
  const development = page.getByRole('region', { name: 'Development', exact: true });
  // Seen to be well, so that it can be gone back to.
  await expect(development.getByText('Rolled out')).toBeVisible({ timeout: 60_000 });
  const tag = `9.${Date.now() % 1_000_000}`;
  await platform.run('set-image', {
    workload: {
      ...{ cluster: 'dev', apiVersion: 'apps/v1', kind: 'Deployment' },
      ...{ namespace: 'catalog', name: 'inventory' },
    },
    container: 'inventory',
    image: `registry.example.com/catalog/inventory:${tag}`,
  });
  const now = Date.now();
  const reason = `Sale of ${tag}`;
  const { output } = await pipelines('freeze', {
    ...{ environments: ['staging'], components: ['component:default/inventory'], reason },
    ...{ startsAt: now - 60_000, endsAt: now + 3_600_000 },
  });
  await expect(development.getByText(tag, { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(development.getByText('Rolled out')).toBeVisible({ timeout: 60_000 });

  const between = page.getByRole('region', { name: 'Development to Staging' });
  await expect(between.getByText('Change freeze · blocked')).toBeVisible({ timeout: 30_000 });
  await between.getByRole('button', { name: 'Promote Development to Staging' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/Changes are frozen until/).first()).toBeVisible();
  const promote = dialog.getByRole('button', { name: 'Promote', exact: true });
  await expect(promote).toHaveAttribute('aria-disabled', 'true');
  const why = `Mends the outage of ${tag}`;
  await dialog.getByRole('textbox', { name: 'Why in the change freeze' }).fill(why);
  await expect(dialog.getByText(`Overrides a change freeze: ${why}`)).toBeVisible();
  await picture(page, 'promotion-frozen');
  await promote.click();
  await dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ }).click();
  const staging = page.getByRole('region', { name: 'Staging', exact: true });
  await expect(staging.getByText(tag, { exact: true })).toBeVisible({ timeout: 60_000 });

  await development.getByRole('button', { name: 'Roll back Development' }).click();
  await dialog.getByRole('radio', { disabled: false }).first().check();
  await expect(dialog.getByText(`inventory:${tag}`).first()).toBeVisible();
  await expect(dialog.getByText(/Databases are not rolled back/)).toBeVisible();
  await expect(dialog.getByRole('tab', { name: 'Changes' })).toBeVisible();
  await picture(page, 'promotion-rollback');
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
  await dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ }).click();
  await expect(development.getByText(tag, { exact: true })).toBeHidden({ timeout: 60_000 });
  await pipelines('unfreeze', { window: output.window, reason: 'The sale is over' });

  // The record of the promotion has why it was done in the freeze; the audit trail gets it when that ends.
  const kept = await request.get('/api/pipelines/promotions', {
    params: { component: 'component:default/inventory' },
    headers: { authorization: `Bearer ${platform.token}` },
  });
  const { items } = await kept.json();
  expect(items.map((item: any) => item.freezeOverride)).toContain(why);
});
