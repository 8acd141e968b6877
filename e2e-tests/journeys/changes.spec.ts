import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import { drainAndUncordon, editWithConflict, openAction } from './steps';

const UP = ['dev', 'staging', 'prod'];
const IMAGES = '/explore/staging/deployments.v1.apps/catalog/images';
const images = {
  cluster: 'staging',
  resource: 'apps/v1/deployments',
  namespace: 'catalog',
  name: 'images',
};

test.beforeEach(async ({ request }) => {
  await clustersReady(await apiAs(request, 'platform'), UP);
});

test('of two people who edit one object the second sees what the first has changed', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'platform');
  await signIn(page, 'platform');
  const { namespace, name, cluster } = images;
  const workload = { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
  await editWithConflict(page, {
    address: IMAGES,
    spec: async () => (await api.get('/objects', images)).body.spec,
    scale: replicas => api.run('scale-workload', { workload, replicas }),
  });
});

test('a drain tells how far it is, and what was done stands under Activity', async ({ page }) => {
  await signIn(page, 'platform');
  const name = 'staging-worker-1';
  await drainAndUncordon(page, { address: `/explore/staging/nodes.v1/_/${name}`, name });
});

test('many are restarted at once, each with its result', async ({ page }) => {
  await signIn(page, 'platform');
  await goTo(
    page,
    '/explore?resource=deployments.v1.apps&clusters=staging&namespaces=catalog&sort=name',
  );
  const rows = page.getByRole('row');
  await expect(rows.nth(2)).toBeVisible();
  for (const at of [1, 2]) await rows.nth(at).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Restart' }).click();
  const dialog = page.getByRole('dialog');
  await picture(page, 'operation-bulk');
  await dialog.getByRole('button', { name: /^Restart/ }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Done' })).toHaveCount(2, {
    timeout: 30_000,
  });
  await picture(page, 'operation-bulk-done');
});

test('a secret is shown to who may read it, and that it was is recorded', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'platform');
  const { body } = await api.get('/rows', {
    resource: 'v1/secrets',
    clusters: 'dev',
    namespaces: 'shop',
  });
  const [secret] = body.items;
  await signIn(page, 'platform');
  await goTo(page, `/explore/dev/secrets.v1/shop/${secret.name}`);
  await openAction(page, /^Reveal/);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Reveal/ }).click();
  await picture(page, 'operation-reveal');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/revealed/).first()).toBeVisible();
});
