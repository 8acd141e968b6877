import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';

const cart = {
  cluster: 'dev',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
};

test('who did what is found, opened with its difference, and the chain is verified', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'platform');
  await clustersReady(api, ['dev']);
  const { cluster, namespace, name } = cart;
  const { body } = await api.get('/objects', {
    ...{ cluster, namespace, name },
    resource: 'apps/v1/deployments',
  });
  const { replicas } = body.spec;
  await api.run('scale-workload', { workload: cart, replicas: replicas + 1 });
  await api.run('scale-workload', { workload: cart, replicas });

  await signIn(page, 'auditor');
  await goTo(page, '/audit');
  await page.getByPlaceholder(/Search what/).fill('scale cart');
  const record = page.getByText(`platform scaled cart ${replicas} → ${replicas + 1}`).first();
  await expect(record).toBeVisible({ timeout: 30_000 });
  await picture(page, 'audit-found');
  await record.click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText('spec.replicas').first()).toBeVisible();
  await picture(page, 'audit-record');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Verify' }).click();
  const report = page.getByRole('dialog');
  await report.getByRole('button', { name: 'Verify' }).click();
  await expect(report.getByText(/records are as they were written/)).toBeVisible({
    timeout: 30_000,
  });
  await picture(page, 'audit-verified');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export' }).click();
  await picture(page, 'audit-export');
});

test('a developer sees what they did themselves, and nothing of others', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'platform');
  await clustersReady(api, ['dev']);
  await api.run('restart-workload', {
    workload: { ...cart, namespace: 'payments', name: 'payments' },
  });
  await signIn(page, 'developer');
  await goTo(page, '/audit?range=all');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForTimeout(2_500);
  await expect(page.getByText(/restarted payments/)).toHaveCount(0);
  await picture(page, 'audit-own');
});
