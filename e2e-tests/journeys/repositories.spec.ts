import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import { described, runRepositories, seedRepository } from './repositories';

/** Others each time, so that a second try does not find the first one's. */
const STAMP = Date.now().toString(36);

test.describe.configure({ mode: 'serial' });

test('change an object that GitOps manages by a pull request, and merge it', async ({
  page,
  request,
}) => {
  const api = await apiAs(request, 'developer');
  await clustersReady(api, ['dev']);
  const place = { owner: 'shop-team', name: `deploy-${STAMP}` };
  await runRepositories(request, 'developer', ['create', place]);
  await runRepositories(request, 'developer', [
    'commit',
    { ...place, message: 'Begin', files: { 'apps/cart.yaml': described('cart') } },
  ]);
  const object = { cluster: 'dev', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop' };
  await api.run('edit-metadata', {
    object: { ...object, name: 'cart' },
    annotations: { set: { 'kubemate.io/source': `${place.owner}/${place.name}` } },
  });
  await signIn(page, 'developer');
  await goTo(page, '/explore/dev/deployments.v1.apps/shop/cart?tab=yaml&edit=true');
  const propose = page.getByRole('button', { name: 'Open as pull request' });
  await expect(propose).toHaveAttribute('aria-disabled', 'true');
  await page.locator('.cm-line', { hasText: /^\s+replicas: \d/ }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('0');
  await propose.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`in ${place.owner}/${place.name}`)).toBeVisible();
  await expect(dialog.getByText('spec.replicas')).toBeVisible();
  await picture(page, 'repositories-propose');
  await dialog.getByRole('button', { name: 'Open pull request' }).click();

  await expect(page).toHaveURL(new RegExp(`/repositories/shop-team/${place.name}/pulls/1$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change Deployment cart');
  await expect(page.getByText('Can be merged into main without conflicts')).toBeVisible();
  const file = page.getByRole('region', { name: 'apps/cart.yaml', exact: true });
  await expect(file.getByText(/replicas: \d+0 # enough for now/)).toBeVisible();
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByText(/Merged by/)).toBeVisible();

  await goTo(page, `/repositories/shop-team/${place.name}?path=apps%2Fcart.yaml`);
  await expect(page.getByText(/replicas: \d+0 # enough for now/)).toBeVisible();
  await expect(page.getByText('# The cart of the shop.')).toBeVisible();
  await page.getByRole('link', { name: 'Line 3' }).click();
  await expect(page).toHaveURL(/#L3$/);
  await api.run('edit-metadata', {
    object: { ...object, name: 'cart' },
    annotations: { remove: ['kubemate.io/source'] },
  });
});

test('a new repository is found by its name, and what it describes is in the catalog', async ({
  page,
  request,
}) => {
  const name = `gifts-${STAMP}`;
  await signIn(page, 'developer');
  await goTo(page, '/repositories');
  await page.getByRole('button', { name: 'Create repository' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/repositories/shop-team/${name}$`));
  await expect(page.getByText('There is no commit yet')).toBeVisible();

  const description = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${name} }
spec: { type: service, lifecycle: experimental, owner: shop-team }
`;
  await runRepositories(request, 'developer', [
    'commit',
    { owner: 'shop-team', name, message: 'Describe', files: { 'catalog-info.yaml': description } },
  ]);
  const { token } = await apiAs(request, 'developer');
  await expect
    .poll(
      async () => {
        const response = await request.get(
          `/api/catalog/entities/by-name/component/default/${name}`,
          { headers: { authorization: `Bearer ${token}` } },
        );
        return response.status();
      },
      { timeout: 10_000 },
    )
    .toBe(200);
  await goTo(page, `/catalog/default/component/${name}`);
  const card = page.getByRole('region', { name: 'Repository' });
  await card.getByRole('link', { name: `shop-team/${name}` }).click();
  await expect(page.getByRole('link', { name: 'catalog-info.yaml' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(name);
  await expect(page.getByRole('option', { name: new RegExp(`shop-team/${name}`) })).toBeVisible();
  await page.keyboard.press('Escape');
  // The catalog's own journeys count what is in it.
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(`shop-team/${name}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/repositories$/);
});

test('somebody of another team reads an internal repository, and learns why they may not merge', async ({
  page,
  request,
}) => {
  await seedRepository(request, { owner: 'shop-team', name: 'shop-deploy' });
  await signIn(page, 'auditor');
  await goTo(page, '/repositories/shop-team/shop-deploy/pulls/1');
  const merge = page.getByRole('button', { name: 'Merge' });
  await expect(merge).toHaveAttribute('aria-disabled', 'true');
  await expect(merge).toHaveAccessibleDescription(/Only members of its owner/);
});

test('a person makes a token, by which git clones and pushes', async ({ page, request }, {
  retry,
}) => {
  const place = { owner: 'shop-team', name: `pushed-${STAMP}-${retry}` };
  const at = `/repositories/shop-team/${place.name}`;
  await runRepositories(request, 'developer', ['create', place]);
  await runRepositories(request, 'developer', [
    'commit',
    { ...place, message: 'Begin', files: { 'README.md': '# Pushed\n' } },
  ]);
  await signIn(page, 'developer');
  await goTo(page, at);
  await page.getByRole('button', { name: 'Clone' }).click();
  await page.getByRole('link', { name: 'Your access tokens' }).click();
  await page.getByRole('button', { name: 'New token' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`laptop ${STAMP}-${retry}`);
  await expect(dialog.getByText(/Make the access token laptop/)).toBeVisible();
  await picture(page, 'repositories-token-dialog');
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  const made = page.getByText(/^kmg_/);
  await expect(made).toBeVisible();
  await picture(page, 'repositories-token');
  const token = (await made.textContent()) ?? '';

  const folder = mkdtempSync(path.join(tmpdir(), 'pushed-'));
  const url = new URL(`/api/repositories/git/shop-team/${place.name}.git`, page.url());
  [url.username, url.password] = ['me', token];
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Me', '-c', 'user.email=me@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
  try {
    git('clone', '-q', url.href, '.');
    writeFileSync(path.join(folder, 'by-git.txt'), 'pushed\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'By git');
    git('push', '-q', 'origin', 'main');
  } finally {
    rmSync(folder, { recursive: true });
  }
  await goTo(page, at);
  await expect(page.getByRole('link', { name: 'by-git.txt' })).toBeVisible();
});

test('a webhook tells a push, shows what was answered, and sends it again', async ({
  page,
  request,
}) => {
  const got: { event: string; signature: string }[] = [];
  const receiver = createServer((asked, answer) => {
    const { 'x-github-event': event = '', 'x-hub-signature-256': signature = '' } = asked.headers;
    got.push({ event: String(event), signature: String(signature) });
    asked.resume();
    answer.end('taken with thanks');
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const place = { owner: 'shop-team', name: `hooked-${STAMP}` };
  const at = `/repositories/shop-team/${place.name}`;
  await runRepositories(request, 'developer', ['create', place]);

  await signIn(page, 'developer');
  await goTo(page, `${at}?tab=settings`);
  await page.getByRole('button', { name: 'Add webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}/hook`);
  await dialog.getByLabel('Secret (optional)').fill('a long enough secret');
  await dialog.getByRole('button', { name: 'Add webhook' }).click();
  await expect.poll(() => got.map(({ event }) => event)).toEqual(['ping']);

  await runRepositories(request, 'developer', [
    'commit',
    { ...place, message: 'Begin', files: { 'README.md': '# Hooked\n' } },
  ]);
  await expect.poll(() => got.length).toBe(2);
  expect(got[1]).toEqual({
    event: 'push',
    signature: expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  });
  await page.getByRole('link', { name: `http://127.0.0.1:${port}/hook` }).click();
  await page.getByRole('link', { name: /^Pushes · / }).click();
  await expect(page.getByText('taken with thanks')).toBeVisible();
  await expect(page.getByText('x-github-event: push')).toBeVisible();
  await picture(page, 'repositories-delivery');
  await page.getByRole('button', { name: 'Deliver again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deliver again' }).click();
  await expect.poll(() => got.length).toBe(3);
  await expect(page.getByText(/sent again by hand/)).toBeVisible();
  receiver.close();
});
