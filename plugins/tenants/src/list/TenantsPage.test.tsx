import { failure } from '@kubemate/ui/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { tenant, tenantList, tenantStatus } from '../__testUtils__/tenants';

describe('TenantsPage', () => {
  it('lists tenants with where they are and how they do', async () => {
    renderScreen('/tenants', {
      api: {
        listTenants: async () => tenantList({ items: [tenant({ waitingRequests: 2 })] }),
      },
    });
    expect(await screen.findByRole('link', { name: 'Shop' })).toHaveAttribute(
      'href',
      '/tenants/shop',
    );
    expect(screen.getByText('Dev, Prod')).toBeVisible();
    expect(screen.getByText('2 requests')).toBeVisible();
    expect(await screen.findByText('1 broken')).toBeVisible();
  });

  it('asks a tenant’s clusters only while it is active', async () => {
    const getTenantStatus = jest.fn(async () => tenantStatus());
    renderScreen('/tenants?state=archived', {
      api: {
        listTenants: async () => tenantList({ items: [tenant({ state: 'archived' })] }),
        getTenantStatus,
      },
    });
    expect(await screen.findByRole('link', { name: 'Shop' })).toBeVisible();
    expect(getTenantStatus).not.toHaveBeenCalled();
  });

  it('takes the search from the address, and offers the way back to all', async () => {
    renderScreen('/tenants?search=nobody');
    expect(await screen.findByText('No tenants match')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(await screen.findByRole('link', { name: 'Shop' })).toBeVisible();
  });

  it('tells somebody without a tenant what one is, and why they cannot make one', async () => {
    renderScreen('/tenants', {
      api: { listTenants: async () => tenantList({ items: [], mayCreate: false }) },
    });
    expect(await screen.findByText('You belong to no tenant')).toBeVisible();
    expect(screen.getByText(/A tenant is a team’s place/)).toBeVisible();
    const [button] = screen.getAllByRole('button', { name: 'Create tenant' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(/tenants\.tenant\.create/);
  });

  it('leads whoever may to the form', async () => {
    renderScreen('/tenants');
    expect(await screen.findByRole('link', { name: 'Create tenant' })).toHaveAttribute(
      'href',
      '/tenants/-/create',
    );
  });

  it('says what went wrong', async () => {
    const error = await failure(503, 'ServiceUnavailableError', 'The database is away');
    renderScreen('/tenants', {
      api: {
        listTenants: async () => {
          throw error;
        },
      },
    });
    expect(await screen.findByText('The database is away')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
