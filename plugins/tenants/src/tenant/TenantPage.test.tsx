import type { OperationsApi } from '@kubemate/operations-common';
import { failure, makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { NOTHING_ALLOWED, tenant, tenantStatus } from '../__testUtils__/tenants';

const REQUEST = {
  id: '7a1d2ad5-9f0c-4f0a-8df6-1f3f2f0e6f6e',
  tenant: 'shop',
  fromPlan: 'small',
  plan: 'medium',
  reason: 'Black Friday',
  status: 'waiting' as const,
  requestedBy: 'user:default/dana',
  requestedAt: 0,
};

describe('TenantPage', () => {
  it('shows how full each namespace is, what is broken, and that something differs', async () => {
    renderScreen('/tenants/shop');
    expect(
      await screen.findByRole('img', { name: 'Pods: 70 of 80 used, 88 %' }),
    ).toBeInTheDocument();
    expect(screen.getByText('ProgressDeadlineExceeded')).toBeVisible();
    expect(screen.getByText('1 object differs from what is declared')).toBeVisible();
    expect(screen.getByText('No quota limits this namespace.')).toBeVisible();
  });

  it('names clusters that are away instead of showing less', async () => {
    renderScreen('/tenants/shop', {
      api: {
        getTenantStatus: async () =>
          tenantStatus({
            namespaces: tenantStatus().namespaces.map(item => ({ ...item, state: 'unknown' })),
            failures: [{ cluster: 'prod', reason: 'It did not answer' }],
          }),
      },
    });
    expect(await screen.findByText('prod: It did not answer')).toBeVisible();
  });

  it('does not tell a missing tenant from one that may not be seen', async () => {
    const error = await failure(404, 'NotFoundError', 'There is no tenant named shop');
    renderScreen('/tenants/shop', {
      api: {
        getTenant: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText(/no tenant shop that you may see/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'To the list of tenants' })).toBeVisible();
  });

  it('says at each action why it cannot be done', async () => {
    renderScreen('/tenants/shop', {
      api: { getTenant: async () => tenant({ may: NOTHING_ALLOWED }) },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Actions' }));
    const items = screen.getAllByRole('menuitem');
    expect(items).toHaveLength(5);
    for (const item of items) expect(item).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('menuitem', { name: /Archive tenant/ })).toHaveAccessibleDescription(
      /Only platform admins/,
    );
  });

  it('offers to restore what is archived, and nothing else', async () => {
    const run = jest.fn(async () => makeReceipt({ operation: 'tenants.restore-tenant' }));
    renderScreen('/tenants/shop', {
      api: { getTenant: async () => tenant({ state: 'archived' }) },
      operations: { plan: async () => makePlan(), run: run as OperationsApi['run'] },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Actions' }));
    await userEvent.click(screen.getByRole('menuitem', { name: /Restore tenant/ }));
    const dialog = await screen.findByRole('dialog');
    await waitFor(() =>
      expect(within(dialog).getByRole('button', { name: 'Restore tenant' })).not.toHaveAttribute(
        'aria-disabled',
      ),
    );
    await userEvent.click(within(dialog).getByRole('button', { name: 'Restore tenant' }));
    await waitFor(() =>
      expect(run).toHaveBeenCalledWith(
        expect.objectContaining({ name: 'tenants.restore-tenant' }),
        { name: 'shop' },
        expect.anything(),
      ),
    );
  });

  it('shows drift from the cluster to the declaration, and repairs one cluster', async () => {
    const planned = jest.fn(async () => makePlan({ summary: 'Repair drift of tenant shop' }));
    renderScreen('/tenants/shop?tab=drift', {
      operations: { plan: planned as OperationsApi['plan'] },
    });
    const line = (await screen.findByText('ResourceQuota kubemate-plan')).closest('li');
    if (line === null) throw new Error('no line');
    expect(within(line).getByText('spec.hard.pods')).toBeVisible();
    expect(line).toHaveTextContent(/400.*80/);
    await userEvent.click(screen.getByRole('button', { name: 'Repair all' }));
    expect(await screen.findByText('Repair drift of tenant shop')).toBeVisible();
    expect(planned).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'tenants.repair-drift' }),
      { name: 'shop' },
      expect.anything(),
    );
  });

  it('lets members be changed with the plan beside them', async () => {
    const planned = jest.fn(async () => makePlan({ summary: 'Set the 2 members' }));
    renderScreen('/tenants/shop?tab=members', {
      operations: { plan: planned as OperationsApi['plan'] },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Edit members' }));
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText('Nothing has changed yet', { selector: 'p' })).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add member' }));
    const pickers = within(dialog).getAllByRole('combobox', { name: 'Person or group' });
    await userEvent.type(pickers[1] ?? dialog, 'dana');
    await userEvent.click(await screen.findByRole('option', { name: /Dana Devlin/ }));
    expect(await within(dialog).findByText('Set the 2 members')).toBeVisible();
    expect(planned).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'tenants.set-members' }),
      {
        name: 'shop',
        members: [
          { subject: 'group:default/shop-team', role: 'developer' },
          { subject: 'user:default/dana', role: 'developer' },
        ],
      },
      expect.anything(),
    );
  });

  it('asks for another plan with a reason', async () => {
    const planned = jest.fn(async () => makePlan({ summary: 'Ask for the plan small' }));
    renderScreen('/tenants/shop?tab=quota', {
      operations: { plan: planned as OperationsApi['plan'] },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Ask for more quota' }));
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByRole('radio', { name: /Medium/ })).toBeDisabled();
    await userEvent.click(within(dialog).getByRole('radio', { name: /Small/ }));
    expect(planned).not.toHaveBeenCalled();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'It is empty');
    expect(await within(dialog).findByText('Ask for the plan small')).toBeVisible();
  });

  it('lets a request be decided on, and never one’s own', async () => {
    renderScreen('/tenants/shop?tab=quota', {
      api: {
        listQuotaRequests: async () => ({
          items: [
            REQUEST,
            {
              ...REQUEST,
              id: '2',
              status: 'refused',
              decidedBy: 'user:default/priya',
              decidedAt: 0,
              note: 'Not now',
            },
          ],
        }),
      },
      operations: { plan: async () => makePlan({ summary: 'Approve the plan medium' }) },
    });
    expect(
      await screen.findByText('Small → Medium', { selector: 'li:first-child *' }),
    ).toBeVisible();
    expect(screen.getByText(/Not now/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Ask for more quota' })).toHaveAccessibleDescription(
      /waits for a decision/,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('Approve the plan medium')).toBeVisible();
  });

  it('lets a request be withdrawn by the one who has asked, and says what came of those that were', async () => {
    const mine = { ...REQUEST, requestedBy: 'user:default/guest' };
    const ended = { decidedBy: 'user:default/guest', decidedAt: 0 };
    const planned = jest.fn(async () =>
      makePlan({ summary: 'Withdraw the request of plan medium' }),
    );
    renderScreen('/tenants/shop?tab=quota', {
      api: {
        getTenant: async () => tenant({ may: { ...NOTHING_ALLOWED, requestQuota: true } }),
        listQuotaRequests: async () => ({
          items: [mine, { ...mine, ...ended, id: '2', status: 'withdrawn' }],
        }),
      },
      operations: { plan: planned as OperationsApi['plan'] },
    });
    expect(await screen.findByText('Withdrawn')).toBeVisible();
    expect(screen.getByText(/Withdrawn by/)).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }));
    expect(await screen.findByText('Withdraw the request of plan medium')).toBeVisible();
    expect(planned).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'tenants.withdraw-request' }),
      { name: 'shop', request: REQUEST.id },
      expect.anything(),
    );
  });

  it('says who decides to those who do not', async () => {
    renderScreen('/tenants/shop?tab=quota', {
      api: {
        getTenant: async () => tenant({ may: NOTHING_ALLOWED }),
        listQuotaRequests: async () => ({ items: [REQUEST] }),
      },
    });
    expect(await screen.findByRole('button', { name: 'Approve' })).toHaveAccessibleDescription(
      /Only platform admins decide/,
    );
  });
});
