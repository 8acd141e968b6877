import type { Page } from '@playwright/test';
import { expect, goTo, picture, signIn, test } from './portal';

const TOKEN_HEADER = 'x-kubemate-cluster-token';

/** Signs in at the OpenID provider, in its window. */
async function signInAtProvider(page: Page, account: string): Promise<void> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: /^Sign in with/ }).click();
  const window = await opened;
  await window.locator('input[name=login]').fill(account);
  await window.locator('input[name=password]').fill('any');
  await window.locator('button[type=submit]').click();
}

test.describe('who somebody is', () => {
  test('sign in at the provider, see who one is on each cluster, go on after a reload, sign out', async ({
    page,
  }) => {
    await goTo(page, '/identity');
    await signInAtProvider(page, 'developer');
    const row = page.getByRole('row').filter({ hasText: 'Production' });
    await expect(row.getByText('kubemate:developer')).toBeVisible();
    await expect(row.getByRole('link', { name: 'group:default/shop-team' })).toBeVisible();
    await expect(page.getByText(/^Holds until/)).toBeVisible();

    const asked = page.waitForRequest(request => request.url().includes('/api/clusters/'));
    await page.reload();
    expect(Object.keys((await asked).headers())).toContain(TOKEN_HEADER);
    await expect(row.getByText('kubemate:developer')).toBeVisible();

    await page.getByRole('button', { name: /Daniel Okafor/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('button', { name: /^Sign in with/ })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: /^Sign in with/ })).toBeVisible();
  });

  test('a person without a catalog entity is refused with the reason', async ({ page }) => {
    await goTo(page, '/');
    await signInAtProvider(page, 'stranger');
    await expect(page.getByText(/unable to resolve user identity/i)).toBeVisible();
    await picture(page, 'sign-in-refused');
  });

  test('a session that has ended says so, and leads back to where one was', async ({ page }) => {
    await page.clock.install();
    await goTo(page, '/clusters/prod');
    await signInAtProvider(page, 'auditor');
    await expect(page.getByRole('heading', { level: 1, name: 'Production' })).toBeVisible();
    await page.context().clearCookies({ path: /\/api\/auth/ });
    await page.clock.fastForward('02:00:00');
    await expect(page.getByText('Your session has ended.', { exact: false })).toBeVisible();
    await picture(page, 'session-ended');
    // The provider knows the person still, and asks nothing.
    await page.getByRole('button', { name: /^Sign in with/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Production' })).toBeVisible();
    await expect(page).toHaveURL(/\/clusters\/prod$/);
  });

  test('the account menu leads to it; a persona has no token of their own', async ({ page }) => {
    await signIn(page, 'developer');
    await goTo(page, '/');
    await page.getByRole('button', { name: /Daniel Okafor/ }).click();
    const asked = page.waitForRequest(request => request.url().endsWith('/api/clusters/identity'));
    await page.getByRole('menuitem', { name: 'Who am I on each cluster' }).click();
    expect(Object.keys((await asked).headers())).not.toContain(TOKEN_HEADER);
    await expect(page.getByRole('link', { name: 'user:default/developer' }).first()).toBeVisible();
    await page.getByRole('link', { name: 'group:default/shop-team' }).first().click();
    await expect(page).toHaveURL(/\/catalog\/default\/group\/shop-team/);
  });
});
