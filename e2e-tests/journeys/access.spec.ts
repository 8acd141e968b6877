import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';

const UP = ['dev', 'staging', 'prod'];

test.beforeEach(async ({ request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
});

test('why somebody may: the binding, the role and the rule', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(page, '/access?cluster=dev');
  await page.getByRole('combobox', { name: 'Who' }).fill('daniel');
  await page.getByRole('option', { name: /Daniel Okafor/ }).click();
  await page.getByRole('button', { name: 'Deploy' }).click();
  await page.getByRole('combobox', { name: 'Namespace' }).fill('sho');
  await page.getByRole('option', { name: 'shop', exact: true }).click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(
    page.getByText('user:developer may create deployments.apps in shop on Development'),
  ).toBeVisible();
  await expect(page.getByText('The API server itself was asked.')).toBeVisible();
  const steps = page.getByRole('list', { name: 'How the right comes about' }).getByRole('listitem');
  await expect(steps).toHaveText([
    /Group.*kubemate:shop-team/,
    /RoleBinding.*kubemate-edit.*in shop/,
    /ClusterRole.*edit/,
    /Rule.*create.*deployments/,
  ]);
  await picture(page, 'access-allowed');
  // The question is the address.
  const address = page.url();
  await goTo(page, address);
  await expect(steps).toHaveCount(4);
  await page.getByRole('link', { name: 'kubemate-edit' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'kubemate-edit' })).toBeVisible();
});

test('why somebody may not: what is missing, what they have, whom to ask', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(
    page,
    '/access?subject=user:default/developer&verb=delete&resource=pods&cluster=prod&namespace=shop',
  );
  await expect(page.getByText('Denied', { exact: true })).toBeVisible();
  await expect(page.getByText('No binding gives delete on pods in shop on prod')).toBeVisible();
  await expect(page.getByRole('list', { name: 'How the right comes about' }).first()).toContainText(
    'kubemate-view',
  );
  await picture(page, 'access-denied');
  await page.getByRole('main').getByRole('link', { name: 'Shop', exact: true }).click();
  await expect(page).toHaveURL(/\/tenants\/shop\?tab=members$/);
});

test('a developer may ask about themselves, and is told that it ends there', async ({ page }) => {
  await signIn(page, 'developer');
  await goTo(page, '/access?verb=delete&resource=pods&cluster=prod&namespace=shop');
  await expect(page.getByText('You may not delete pods in shop on Production')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Who' })).toHaveValue('Yourself');
  await page.getByRole('tab', { name: 'Who can what' }).click();
  await expect(page.getByText('You may not ask about others')).toBeVisible();
  await expect(page.getByText(/tenants\.access\.simulate\.all/)).toBeVisible();
  await page.getByRole('tab', { name: 'Too many rights' }).click();
  await expect(page.getByText('You may not ask about others')).toBeVisible();
});

test('who can delete Secrets, and each cell leads to its why', async ({ page }) => {
  await signIn(page, 'auditor');
  await goTo(page, '/access?tab=matrix&cluster=dev&namespace=shop&can=delete&on=secrets');
  const table = page.getByRole('table', { name: 'Subjects and what they may do' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await table.getByRole('link', { name: /kubemate:shop-team, secrets/ }).click();
  await expect(page.getByText('Allowed', { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/subject=kubegroup/);
});

test('who has too many rights, with the evidence', async ({ page }) => {
  await signIn(page, 'auditor');
  await goTo(page, '/access?tab=findings');
  await expect(page.getByText('may do everything')).toBeVisible();
  await page.getByRole('button', { name: 'Evidence: kubemate:platform-team' }).click();
  const chain = page.getByRole('list', { name: 'How the right comes about' });
  await expect(chain).toContainText('cluster-admin');
  await picture(page, 'access-evidence');
});
