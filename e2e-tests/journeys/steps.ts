import type { Page } from '@playwright/test';
import { expect, goTo, picture } from './portal';

/** What people do on any cluster: the same on the sandbox and on a real API server. */

/** Chooses an action of the object's page, which must be allowed. */
export async function openAction(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click();
  const item = page.getByRole('menuitem', { name });
  await expect(item).not.toHaveAttribute('aria-disabled', 'true');
  await item.click();
}

/** Writes `text` in place of the first line of the editor that begins so. */
export async function rewriteLine(page: Page, start: RegExp, text: string): Promise<void> {
  await page.locator('.cm-line', { hasText: start }).first().click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type(text);
}

interface Workload {
  /** Of its page. */
  readonly address: string;
  /** Its `spec`, as the API server has it. */
  readonly spec: () => Promise<any>;
  /** Begins the names of pictures. */
  readonly prefix?: string;
}

/** Scales by two, looks at the change, and takes it back. */
export async function scaleAndUndo(
  page: Page,
  { address, spec, prefix = '' }: Workload,
): Promise<void> {
  const replicas = async () => (await spec()).replicas;
  const before = await replicas();
  await goTo(page, address);
  await openAction(page, 'Scale');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Replicas' }).fill(String(before + 2));
  await expect(dialog.getByText('spec.replicas')).toBeVisible();
  await picture(page, `${prefix}operation-scale`);
  await dialog.getByRole('button', { name: 'Scale', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(replicas).toBe(before + 2);
  const toasts = page.getByRole('region', { name: 'Recent operations' });
  await picture(page, `${prefix}operation-toast`);
  await toasts.getByRole('button', { name: /^Undo:/ }).click();
  await expect.poll(replicas).toBe(before);
  await goTo(page, '/operations');
  await expect(page.getByText(/Undo: Scale/).first()).toBeVisible();
}

/** Gives it another image, and goes back to the revision before, with a look at what differs. */
export async function rollBack(
  page: Page,
  { address, spec, prefix = '', image }: Workload & { readonly image: string },
): Promise<void> {
  const current = async () => (await spec()).template.spec.containers[0].image;
  const before = await current();
  await goTo(page, address);
  await openAction(page, 'Set image');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Image' }).fill(image);
  await dialog.getByRole('button', { name: 'Set image', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(current).toBe(image);
  await openAction(page, 'Roll back');
  await dialog.getByRole('radio', { disabled: false }).first().click();
  await expect(dialog.getByText(/image/).first()).toBeVisible();
  await dialog.getByRole('tab', { name: 'YAML' }).click();
  await picture(page, `${prefix}operation-rollback`);
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(current).toBe(before);
}

/** Edits the YAML while somebody else scales: sees it, takes it in, and overwrites nothing. */
export async function editWithConflict(
  page: Page,
  {
    address,
    spec,
    prefix = '',
    scale,
  }: Workload & { readonly scale: (replicas: number) => Promise<unknown> },
): Promise<void> {
  await goTo(page, `${address}?tab=yaml&edit=true`);
  const before = await spec();
  const limit = (before.revisionHistoryLimit % 9) + 1;
  await rewriteLine(page, /^\s*revisionHistoryLimit:/, `revisionHistoryLimit: ${limit}`);
  const replicas = before.replicas + 1;
  await scale(replicas);
  await expect(page.getByText(/changed/).first()).toBeVisible({ timeout: 30_000 });
  await picture(page, `${prefix}edit-conflict`);
  await page.getByRole('button', { name: /Take/ }).click();
  await expect(page.locator('.cm-content')).toContainText(`replicas: ${replicas}`);
  await expect(page.locator('.cm-content')).toContainText(`revisionHistoryLimit: ${limit}`);
  await page.getByRole('button', { name: 'Review changes' }).click();
  const dialog = page.getByRole('dialog');
  // Alone, as the plan has it: a status that changes meanwhile refuses one plan with a sentence that names the field, too.
  await expect(dialog.getByText('spec.revisionHistoryLimit', { exact: true })).toBeVisible();
  await expect(dialog.getByText('spec.replicas')).toBeHidden();
  await picture(page, `${prefix}edit-review`);
  await dialog.getByRole('button', { name: /^Apply/ }).click();
  await expect
    .poll(async () => {
      const now = await spec();
      return [now.replicas, now.revisionHistoryLimit];
    })
    .toEqual([replicas, limit]);
}

/** Drains a node, sees how far it is and that it stands under Activity, and lets pods on it again. */
export async function drainAndUncordon(
  page: Page,
  { address, name, prefix = '' }: { address: string; name: string; prefix?: string },
): Promise<void> {
  await goTo(page, address);
  await openAction(page, /^Drain/);
  const dialog = page.getByRole('dialog');
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await expect(dialog.getByText(/evict \d+ pods/)).toBeVisible();
  await picture(page, `${prefix}operation-drain-plan`);
  await dialog.getByRole('button', { name: 'Drain', exact: true }).click();
  await expect(dialog.getByText(/\d+ of \d+/)).toBeVisible();
  await picture(page, `${prefix}operation-drain`);
  await expect(dialog.getByText(/cordoned/)).toBeVisible({ timeout: 120_000 });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(new RegExp(`drained ${name}`)).first()).toBeVisible();
  await picture(page, `${prefix}object-activity`);
  await openAction(page, /^Uncordon/);
  await dialog.getByRole('button', { name: 'Uncordon', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Finds an object by a few letters, and opens it. */
export async function findByPalette(
  page: Page,
  { letters, option, address }: { letters: string; option: RegExp; address: RegExp },
): Promise<void> {
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill(letters);
  // In its group: jobs and tenants are found by the same letters.
  const objects = dialog.getByRole('group', { name: 'Objects' });
  await objects.getByRole('option', { name: option }).first().click();
  await expect(page).toHaveURL(address);
}
