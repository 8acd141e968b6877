import { apiAs, expect, goTo, picture, signIn, test } from './portal';

const JOB = '/pipelines/definitions/ci-simulated/shop/release-storefront';

test.describe('Jenkins', () => {
  test('build a job from its form, answer what it asks, read what it wrote', async ({
    page,
    request,
  }, testInfo) => {
    const version = `3.9.${testInfo.retry}`;
    await signIn(page, 'developer');
    await goTo(page, JOB);
    await expect(page.getByRole('heading', { level: 1, name: 'release-storefront' })).toBeVisible();
    await picture(page, 'jenkins-definition');
    await page.getByRole('button', { name: 'Start run' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'VERSION' }).fill(version);
    await dialog.getByLabel(/^SIGNING_KEY/).fill('never-to-be-seen');
    const summary = 'Build shop/release-storefront on Jenkins ci-simulated';
    await expect(dialog.getByText(summary).first()).toBeVisible();
    await expect(dialog.getByText('never-to-be-seen')).toHaveCount(0);
    await picture(page, 'jenkins-start');
    await dialog.getByRole('button', { name: 'Start run' }).click();

    // First a place in the queue, then a number.
    await expect(page).toHaveURL(/release-storefront-\d+$/, { timeout: 60_000 });
    const question = page.getByRole('region', { name: 'The run waits for an answer' });
    await expect(question.getByText(`Release storefront ${version} to staging?`)).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole('button', { name: /^Verify image, Succeeded/ })).toBeVisible();
    await picture(page, 'jenkins-question');
    await question.getByRole('button', { name: 'Release', exact: true }).click();
    await dialog.getByRole('textbox', { name: 'REASON', exact: true }).fill('tested on dev');
    await expect(dialog.getByText(/go on: Release storefront/).first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Release', exact: true }).click();
    await expect(question).toHaveCount(0);

    await expect(page.locator('header').getByText('Succeeded')).toBeVisible({ timeout: 90_000 });
    await page.getByRole('button', { name: /^Deploy, Succeeded/ }).click();
    await expect(page.getByText('STATUS: deployed')).toBeVisible();
    await picture(page, 'jenkins-succeeded');

    const name = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const { token } = await apiAs(request, 'developer');
    // The page asks Jenkins for its build more often than the list for all of them.
    await expect
      .poll(
        async () => {
          const response = await request.get('/api/pipelines/runs', {
            params: { engines: 'jenkins', search: name },
            headers: { authorization: `Bearer ${token}` },
          });
          const [{ phase, trigger }] = (await response.json()).items;
          return { phase, trigger };
        },
        { timeout: 30_000 },
      )
      .toMatchObject({
        phase: 'succeeded',
        trigger: { kind: 'manual', by: 'user:default/developer' },
      });
  });

  test('whoever owns no folder sees no builds of it', async ({ request }) => {
    const { token } = await apiAs(request, 'auditor');
    const response = await request.get('/api/pipelines/runs', {
      params: { engines: 'jenkins' },
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = await response.json();
    const folders = new Set(items.map(({ ref }: { ref: { folder: string } }) => ref.folder));
    expect([...folders]).toEqual(['platform']);
  });
});
