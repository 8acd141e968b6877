import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const file = process.env.KUBEMATE_PEER_KUBECONFIG;
const NAME = 'peer-again';

test.describe('adding a real API server while the portal runs', () => {
  test.skip(file === undefined, 'no real API server here');

  test('its kubeconfig skips TLS and is refused; its certificate is compared and trusted instead', async ({
    page,
  }) => {
    const kubeconfig = readFileSync(file ?? '', 'utf8');
    await page.goto('/clusters/add');
    await page.getByRole('button', { name: 'Open the portal' }).click();
    const text = page.getByRole('textbox', { name: 'kubeconfig' });
    await text.fill(kubeconfig);
    await page.getByRole('button', { name: /^Look/ }).click();
    await expect(page.getByText(/the credential could go to anybody/)).toBeVisible();

    await text.fill(kubeconfig.replace(', insecure-skip-tls-verify: true', ''));
    await page.getByRole('button', { name: /^Look/ }).click();
    await expect(page.getByText('SHA-256 fingerprint')).toBeVisible();
    await page.screenshot({ path: 'e2e-tests/output/screens/peer-registry-trust.png' });
    await page.getByRole('button', { name: /The fingerprints are the same/ }).click();
    await expect(page.getByText(/^(Ready to be added|Can be added, with less)$/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(NAME);
    await page.getByRole('button', { name: 'Add the cluster' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add the cluster' }).click();
    await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
    await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible();
    await page.screenshot({ path: 'e2e-tests/output/screens/peer-registry-cluster.png' });

    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the portal' }).click();
    await dialog.getByRole('textbox').fill(NAME);
    await dialog.getByRole('button', { name: 'Remove from the portal' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Clusters' })).toBeVisible();
  });
});
