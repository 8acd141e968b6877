import { expect, goTo, signIn, test } from './portal';
import { seedTemplated } from './repositories';

test('whoever owns a service sees that it is behind its template, and opens the pull request of its upgrade', async ({
  page,
  request,
}) => {
  const name = `behind-${Date.now().toString(36)}`;
  await seedTemplated(request, { owner: 'shop-team', name });
  await signIn(page, 'developer', 'en');
  await goTo(page, `/create/upgrades?search=${name}`);
  await page.getByRole('link', { name: `shop-team/${name}` }).click();
  await expect(page.getByText('1 version behind')).toBeVisible();
  await expect(page.getByText('changed by hand').first()).toBeVisible();
  await page.getByRole('button', { name: 'Upgrade' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('README.md').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Open pull request' }).click();
  await expect(
    page.getByRole('heading', { name: 'Upgrade node-service to 1.1.0, 1 conflict' }),
  ).toBeVisible();
});
