import type { OperationsApi } from '@kubemate/operations-common';
import { makePlan, makeReceipt } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { NOTHING_ALLOWED, tenant, tenantList } from '../__testUtils__/tenants';

const showPlan = () => screen.findByRole('button', { name: 'Show plan' });

describe('the form of a new tenant', () => {
  it('says what is lacking, then plans and makes what was written', async () => {
    const planned = jest.fn(async () => makePlan({ summary: 'Create tenant search' }));
    const run = jest.fn(async () =>
      makeReceipt({ operation: 'tenants.create-tenant', summary: 'Created tenant search' }),
    );
    renderScreen('/tenants/-/create', {
      operations: { plan: planned as OperationsApi['plan'], run: run as OperationsApi['run'] },
    });
    expect(await showPlan()).toHaveAccessibleDescription('Give it a title');
    await userEvent.type(screen.getByRole('textbox', { name: 'Title' }), 'Search');
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('search');
    expect(await showPlan()).toHaveAccessibleDescription('Choose the group that owns it');
    await userEvent.click(screen.getByRole('combobox', { name: 'Owner' }));
    // People do not own tenants.
    expect(await screen.findAllByRole('option')).toHaveLength(1);
    await userEvent.click(screen.getByRole('option', { name: /Shop team/ }));
    await userEvent.click(screen.getByRole('radio', { name: /Small/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Production' }));
    await userEvent.click(await showPlan());
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Create tenant search')).toBeVisible();
    const spec = {
      name: 'search',
      title: 'Search',
      owner: 'group:default/shop-team',
      plan: 'small',
      placements: [{ cluster: 'prod', environment: 'prod', namespaces: ['search'] }],
    };
    expect(planned).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'tenants.create-tenant' }),
      expect.objectContaining(spec),
      expect.anything(),
    );
    const create = within(dialog).getByRole('button', { name: 'Create tenant' });
    await waitFor(() => expect(create).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(create);
    expect(await within(dialog).findByText('Created tenant search')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(await screen.findByRole('tab', { name: 'Overview' })).toHaveAttribute(
      'href',
      '/tenants/search',
    );
  });

  it('refuses a name that is taken before anything is asked', async () => {
    renderScreen('/tenants/-/create');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'Shop');
    expect(screen.getByText('There is a tenant named shop already')).toBeVisible();
  });

  it('takes namespaces word by word', async () => {
    renderScreen('/tenants/-/create');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'Search');
    await userEvent.click(screen.getByRole('button', { name: 'Development' }));
    const field = screen.getByRole('combobox', { name: 'Namespaces' });
    await userEvent.type(field, 'search-jobs, Bad{enter}');
    expect(screen.getByText('search-jobs')).toBeVisible();
    expect(screen.getByText(/at most 63 each/)).toBeVisible();
  });

  it('is not there for those who may not', async () => {
    renderScreen('/tenants/-/create', {
      api: { listTenants: async () => tenantList({ mayCreate: false }) },
    });
    expect(await screen.findByText('You may not create tenants')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show plan' })).not.toBeInTheDocument();
  });
});

describe('the form of a tenant that exists', () => {
  it('sends only what was changed', async () => {
    const planned = jest.fn(async () => makePlan());
    renderScreen('/tenants/shop/change', {
      operations: { plan: planned as OperationsApi['plan'] },
    });
    expect(await showPlan()).toHaveAccessibleDescription('Nothing has changed yet');
    await userEvent.click(screen.getByRole('radio', { name: /Small/ }));
    await userEvent.click(await showPlan());
    await waitFor(() =>
      expect(planned).toHaveBeenCalledWith(
        expect.objectContaining({ name: 'tenants.change-tenant' }),
        { name: 'shop', plan: 'small' },
        expect.anything(),
      ),
    );
  });

  it('adds a service account with the Secret of a registry', async () => {
    const planned = jest.fn(async () => makePlan());
    renderScreen('/tenants/shop/change', {
      operations: { plan: planned as OperationsApi['plan'] },
      api: { getTenant: async () => tenant({ serviceAccounts: [] }) },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Add a service account' }));
    expect(await showPlan()).toHaveAccessibleDescription(
      'Give every service account a name of its own',
    );
    const line = screen.getByRole('group', { name: 'New service account' });
    await userEvent.type(within(line).getByRole('textbox', { name: 'Name' }), 'build');
    const secrets = screen.getByRole('combobox', { name: 'Secrets of registries' });
    await userEvent.type(secrets, 'harbor{enter}');
    await userEvent.click(await showPlan());
    await waitFor(() =>
      expect(planned).toHaveBeenCalledWith(
        expect.objectContaining({ name: 'tenants.change-tenant' }),
        { name: 'shop', serviceAccounts: [{ name: 'build', imagePullSecrets: ['harbor'] }] },
        expect.anything(),
      ),
    );
  });

  it('says who may change it', async () => {
    renderScreen('/tenants/shop/change', {
      api: { getTenant: async () => tenant({ may: NOTHING_ALLOWED }) },
    });
    expect(await screen.findByText(/Only its tenant admins and platform admins/)).toBeVisible();
  });
});
