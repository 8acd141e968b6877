import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { TenantsApi } from '@kubemate/plugin-tenants-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { fakeTenantsApi } from '../__testUtils__/fakeTenantsApi';
import { tenant, tenantList } from '../__testUtils__/tenants';
import { tenantsApiRef } from '../api/tenantsApiRef';
import { accessRouteRef, tenantsRouteRef } from '../routes';
import { GroupTenantsCard } from './GroupTenantsCard';
import { PlaceAccess } from './PlaceAccess';

function show(content: ReactElement, api: Partial<TenantsApi> = {}, at = '/') {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>{content}</QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [[tenantsApiRef, fakeTenantsApi(api)] as const],
      initialRouteEntries: [at],
      mountedRoutes: { '/tenants': tenantsRouteRef, '/access': accessRouteRef },
    },
  );
}

const PLACES = [
  { cluster: 'dev', namespace: 'shop' },
  { cluster: 'prod', namespace: 'shop' },
];

describe('PlaceAccess', () => {
  it('says what the person may do in the place that is chosen, and why', async () => {
    const explainAccess = jest.fn<
      ReturnType<TenantsApi['explainAccess']>,
      Parameters<TenantsApi['explainAccess']>
    >(async ({ cluster }) => ({
      allowed: cluster === 'dev',
      because: [],
      decidedBy: 'review',
      reason: cluster === 'dev' ? undefined : 'No binding gives it',
      identity: { groups: [] },
      others: [],
    }));
    show(<PlaceAccess places={PLACES} />, { explainAccess });
    expect(await screen.findAllByText('Allowed')).toHaveLength(4);
    await userEvent.click(screen.getByRole('button', { name: 'shop · prod' }));
    expect(await screen.findAllByText('No binding gives it')).toHaveLength(4);
    expect(explainAccess.mock.calls.every(([question]) => question.subject === undefined)).toBe(
      true,
    );
  });

  it('names the members of the tenant there with the roles that count in its environment', async () => {
    const members = [
      { subject: 'group:default/shop-team', role: 'developer' as const },
      {
        subject: 'group:default/guests',
        role: 'viewer' as const,
        environments: ['dev' as const],
      },
    ];
    show(
      <PlaceAccess places={PLACES} />,
      { listTenants: async () => tenantList({ items: [tenant({ members })] }) },
      '/?place=prod/shop',
    );
    expect(await screen.findByText('Members of the tenant Shop')).toBeInTheDocument();
    expect(screen.getByText('group:shop-team')).toBeInTheDocument();
    expect(screen.queryByText('group:guests')).not.toBeInTheDocument();
  });

  it('asks about others for those only who may', async () => {
    const accessMatrix = jest.fn(async () => ({ resources: [], items: [], failures: [] }));
    show(<PlaceAccess places={PLACES} />, {
      accessMatrix,
      listTenants: async () => tenantList({ mayAskAboutOthers: false }),
    });
    expect(await screen.findByText('Who may do what here')).toBeInTheDocument();
    expect(await screen.findAllByText('Allowed')).toHaveLength(4);
    expect(accessMatrix).not.toHaveBeenCalled();
  });

  it('says that it is nowhere', async () => {
    show(<PlaceAccess places={[]} />);
    expect(
      await screen.findByText('It is nowhere in a cluster that you can see'),
    ).toBeInTheDocument();
  });
});

describe('GroupTenantsCard', () => {
  const group = (name: string) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name },
  });
  const card = (name: string) => (
    <EntityProvider entity={group(name)}>
      <GroupTenantsCard />
    </EntityProvider>
  );

  it('shows what is used of the quota, the members, and requests that wait', async () => {
    show(card('shop-team'), {
      listTenants: async () => tenantList({ items: [tenant({ waitingRequests: 2 })] }),
    });
    const section = within(await screen.findByRole('region', { name: 'Tenant Shop' }));
    expect(await section.findByRole('img', { name: /70 of 80/ })).toBeInTheDocument();
    expect(section.getByText('group:shop-team')).toBeInTheDocument();
    expect(section.getByText('Developer')).toBeInTheDocument();
    expect(section.getByRole('link', { name: 'Open tenant' })).toHaveAttribute(
      'href',
      '/tenants/shop',
    );
    expect(section.getByText(/2 requests/)).toBeInTheDocument();
  });

  it('says that a group answers for none that the person sees', async () => {
    show(card('payments-team'));
    expect(
      await screen.findByText('It answers for no tenant that you may see.'),
    ).toBeInTheDocument();
  });
});
