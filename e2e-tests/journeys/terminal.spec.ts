import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { PortalApi } from './portal';

/** A pod of the cart that runs, by name. */
async function runningPod(api: PortalApi, namespace = 'shop'): Promise<string> {
  let name = '';
  await expect
    .poll(async () => {
      const { body } = await api.get('/rows', {
        resource: 'v1/pods',
        clusters: 'dev',
        namespaces: namespace,
        filter: 'status=Running',
        limit: 50,
      });
      // The pods of pipeline runs end in the middle of a journey.
      const lasting = (row: any) => row.health === 'ok' && !row.name.endsWith('-pod');
      name = body.items.find(lasting)?.name ?? '';
      return name;
    })
    .not.toBe('');
  return name;
}

const screen = (page: Page) => page.locator('.xterm-rows');

async function openTerminal(page: Page, pod: string, namespace = 'shop'): Promise<void> {
  await goTo(page, `/explore/dev/pods.v1/${namespace}/${pod}?tab=terminal`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await expect(screen(page)).toContainText('$');
}

async function type(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: /Terminal in/ }).focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

test('a command runs in a container, the screen follows the window, and the transcript is kept', async ({
  page,
  as,
}) => {
  const platform = await as('platform');
  await clustersReady(platform, ['dev']);
  const pod = await runningPod(platform);
  await signIn(page, 'platform');
  await openTerminal(page, pod);
  await type(page, 'ls /');
  await expect(screen(page)).toContainText('etc');
  await picture(page, 'terminal');
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    // The header is every object page's; xterm draws its own rows.
    .exclude('header')
    .exclude('.xterm')
    .analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
    [],
  );

  await page.setViewportSize({ width: 900, height: 700 });
  await type(page, 'echo still-$((1))here');
  await expect(screen(page)).toContainText('here');
  // Another tab and back: the session is the same.
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('tab', { name: 'Terminal' }).click();
  await expect(screen(page)).toContainText('etc');
  await type(page, 'exit 3');
  await expect(page.getByText('The command ended with code 3.')).toBeVisible();

  const { body } = await platform.get('/exec/recordings', {
    cluster: 'dev',
    namespace: 'shop',
    pod,
  });
  expect(body.scope).toBe('all');
  const newest = body.items[0];
  expect(newest.end).toEqual({ type: 'exited', exitCode: 3 });
  const { body: cast } = await platform.get(`/exec/recordings/${newest.id}`);
  const typed = cast.events.filter((event: any) => event[1] === 'i').map((event: any) => event[2]);
  expect(typed.join('')).toContain('ls /\r');
  expect(cast.events.some((event: any) => event[1] === 'r')).toBe(true);
  const developer = await as('developer');
  expect((await developer.get(`/exec/recordings/${newest.id}`)).status).toBe(404);
});

test('a broken connection comes back to the same shell', async ({ page, as }) => {
  const platform = await as('platform');
  await clustersReady(platform, ['dev']);
  const pod = await runningPod(platform);
  await page.addInitScript(() => {
    const opened: WebSocket[] = [];
    Object.assign(window, { opened });
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        opened.push(this);
      }
    };
  });
  await signIn(page, 'platform');
  await openTerminal(page, pod);
  await type(page, 'echo before');
  await expect(screen(page)).toContainText('before');
  await page.evaluate(() => (window as any).opened.at(-1).close());
  await expect.poll(() => page.evaluate(() => (window as any).opened.length)).toBe(2);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await type(page, 'echo after');
  await expect(screen(page)).toContainText('after');
  await expect(screen(page)).toContainText('before');
});

test('who may not run commands reads which right is missing', async ({ page, as }) => {
  const platform = await as('platform');
  await clustersReady(platform, ['dev']);
  const pod = await runningPod(platform);
  await signIn(page, 'auditor');
  await goTo(page, `/explore/dev/pods.v1/shop/${pod}?tab=terminal`);
  await expect(
    page.getByText(/You lack create on pods\/exec in namespace shop/).first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeDisabled();
  await picture(page, 'terminal-denied');
});

test('a debug container starts beside the others and takes commands', async ({ page, as }) => {
  const platform = await as('platform');
  await clustersReady(platform, ['dev']);
  const pod = await runningPod(platform);
  await signIn(page, 'platform');
  await goTo(page, `/explore/dev/pods.v1/shop/${pod}?tab=terminal`);
  await page.getByRole('button', { name: 'Debug container' }).click();
  await picture(page, 'terminal-debug');
  await page.getByRole('button', { name: 'Add and connect' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await type(page, 'hostname');
  await expect(screen(page)).toContainText(pod);
});

test('a terminal closes when the right behind it is taken away', async ({ page, as }, {
  retry,
}) => {
  const platform = await as('platform');
  await clustersReady(platform, ['dev']);
  const pod = await runningPod(platform, 'ml');
  const name = `debugging-${retry}`;
  const rbac = 'rbac.authorization.k8s.io';
  const of = (kind: string) => ({ apiVersion: `${rbac}/v1`, kind });
  const apply = (kind: string, rest: object) =>
    platform.run('apply-manifest', {
      cluster: 'dev',
      manifest: JSON.stringify({ ...of(kind), metadata: { name, namespace: 'ml' }, ...rest }),
    });
  await apply('Role', {
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['pods/exec'], verbs: ['create', 'get'] },
    ],
  });
  await apply('RoleBinding', {
    roleRef: { apiGroup: rbac, kind: 'Role', name },
    subjects: [{ kind: 'User', apiGroup: rbac, name: 'kubemate:developer' }],
  });
  await signIn(page, 'developer');
  await openTerminal(page, pod, 'ml');
  await type(page, 'echo still-$((1))here');
  await expect(screen(page)).toContainText('here');
  await platform.run('delete-object', {
    object: { cluster: 'dev', ...of('RoleBinding'), namespace: 'ml', name },
  });
  // The right is looked at every ten seconds.
  await expect(page.getByText(/The terminal was closed: you may no longer create/)).toBeVisible({
    timeout: 35_000,
  });
  await picture(page, 'terminal-revoked');
  await expect(page.getByText('Connected', { exact: true })).toBeHidden();
});
