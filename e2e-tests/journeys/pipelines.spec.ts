import type { APIRequestContext } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import { runRepositories } from './repositories';

const DEFINITION = '/pipelines/definitions/dev/shop/browser-tests';

async function runsOf(request: APIRequestContext, query: Record<string, string>): Promise<any[]> {
  const { token } = await apiAs(request, 'developer');
  const response = await request.get('/api/pipelines/runs', {
    params: query,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status(), await response.text()).toBe(200);
  return (await response.json()).items;
}

test.describe('Pipelines', () => {
  test.beforeEach(async ({ request }) => {
    await clustersReady(await apiAs(request, 'developer'), ['dev']);
  });

  test('start a run from its form, watch it, cancel it', async ({ page, request }) => {
    await signIn(page, 'developer');
    await goTo(page, DEFINITION);
    await expect(page.getByRole('heading', { level: 1, name: 'browser-tests' })).toBeVisible();
    await picture(page, 'pipelines-definition');
    await page.getByRole('button', { name: 'Start run' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Start run' })).toBeDisabled();
    await expect(dialog.getByText('Still to be set: target').first()).toBeVisible();
    await dialog.getByRole('textbox', { name: 'target' }).fill('https://shop.dev.example.com');
    await expect(dialog.getByRole('button', { name: 'Start run' })).toBeEnabled();
    await picture(page, 'pipelines-start');
    await dialog.getByRole('button', { name: 'Start run' }).click();

    await expect(page).toHaveURL(/\/pipelines\/runs\/tekton\/dev\/shop\/browser-tests-/);
    const name = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.locator('header').getByText('Running')).toBeVisible();
    await expect(page.getByRole('button', { name: /^test 1, (Pending|Running)/ })).toBeVisible();
    await picture(page, 'pipelines-live');

    await page.getByRole('button', { name: 'Cancel run' }).click();
    await dialog.getByRole('button', { name: 'Cancel run' }).click();
    await expect(page.locator('header').getByText('Cancelled')).toBeVisible();
    const [run] = await runsOf(request, { search: name });
    expect(run).toMatchObject({ phase: 'cancelled', pipeline: 'browser-tests' });
  });

  test('read why one failed, and run it again', async ({ page, request }) => {
    const only = { engines: 'tekton', phases: 'failed', folders: 'shop' };
    const [failed] = await runsOf(request, only);
    await signIn(page, 'developer');
    await goTo(page, '/pipelines?engines=tekton&phases=failed');
    await page.getByText(failed.ref.name).click();
    await expect(page.getByRole('heading', { level: 1, name: failed.ref.name })).toBeVisible();
    await expect(page.getByText('Next step:')).toBeVisible();
    await picture(page, 'pipelines-failed');
    await page.getByRole('button', { name: 'Timeline' }).click();
    await expect(page).toHaveURL(/view=timeline/);

    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click();
    await expect(page).not.toHaveURL(new RegExp(failed.ref.name));
    const again = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const [run] = await runsOf(request, { search: again });
    expect(run).toMatchObject({ trigger: { kind: 'rerun' }, pipeline: failed.pipeline });
  });

  test('a push to a repository starts a run, by the address of an event listener', async ({
    page,
    request,
  }) => {
    const place = { owner: 'shop-team', name: `pushed-${Date.now().toString(36)}` };
    await runRepositories(request, 'developer', ['create', place]);
    await signIn(page, 'developer');
    await goTo(page, '/pipelines/triggers');
    const listener = page.getByRole('region', { name: 'git-events · dev / shop' });
    const address = listener.locator('code', { hasText: '/api/pipelines/hooks/dev/shop/' });
    // The Secret of the sandbox, which its listener names.
    const hook = { url: await address.innerText(), secret: 'not-a-real-secret' };
    await runRepositories(request, 'developer', [
      'commit',
      { ...place, branch: 'main', message: 'Begin', files: { 'README.md': '# Pushed\n' } },
    ]);
    await runRepositories(request, 'developer', ['add-webhook', { ...place, ...hook }]);
    await runRepositories(request, 'developer', [
      'commit',
      { ...place, branch: 'topic', message: 'Change', files: { 'README.md': '# Changed\n' } },
    ]);
    const delivered = listener.getByRole('listitem').filter({ hasText: place.name });
    const run = delivered.getByRole('link', { name: new RegExp(`^${place.name}-event-`) });
    await expect(run).toBeVisible({ timeout: 20_000 });
    await expect(delivered).toContainText(/push topic.*branches: Started/);
    await picture(page, 'pipelines-delivered');
    await run.click();
    await expect(
      page.getByRole('heading', { level: 1, name: `${place.name}-event-` }),
    ).toBeVisible();
  });

  test('an auditor reads runs and is told why they may not start one', async ({ page }) => {
    await signIn(page, 'auditor');
    await goTo(page, DEFINITION);
    await expect(page.getByRole('heading', { level: 1, name: 'browser-tests' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled();
  });
});
