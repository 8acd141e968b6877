import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterIdentity, IdentityList } from '@kubemate/plugin-clusters-common';
import { screen, within } from '@testing-library/react';
import { renderScreen } from '../__testUtils__/renderScreen';
import { IdentityPage } from './IdentityPage';

const DEV: ClusterIdentity = {
  cluster: 'dev',
  title: 'Development',
  identity: 'impersonate',
  answer: {
    state: 'known',
    user: { name: 'kubemate:dana', entityRef: 'user:default/dana' },
    groups: [
      { name: 'kubemate:shop-team', entityRef: 'group:default/shop-team' },
      { name: 'system:authenticated' },
    ],
  },
};

const PROD: ClusterIdentity = {
  cluster: 'prod',
  title: 'Production',
  identity: 'token',
  answer: { state: 'denied', reason: 'your sign-in token expired: sign in again' },
};

function show(items: ClusterIdentity[], rest: Partial<IdentityList> = {}) {
  renderScreen(<IdentityPage />, {
    at: '/identity',
    api: {
      listIdentities: async () => ({
        userEntityRef: 'user:default/dana',
        groupEntityRefs: ['group:default/shop-team'],
        items,
        ...rest,
      }),
    },
  });
}

describe('IdentityPage', () => {
  it('loading', async () => {
    renderScreen(<IdentityPage />);
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
  });

  it('empty: the portal’s own part is there', async () => {
    show([]);
    expect(await screen.findByText('No cluster is connected')).toBeInTheDocument();
    expect(screen.getByText('user:default/dana')).toBeInTheDocument();
  });

  it('error', async () => {
    renderScreen(<IdentityPage />, {
      api: {
        listIdentities: async () => {
          throw new ServiceUnavailableError('down');
        },
      },
    });
    expect(await screen.findByText('down')).toBeInTheDocument();
  });

  it('ready: names as a role binding has them, and where each comes from', async () => {
    show([DEV]);
    const row = (await screen.findByRole('link', { name: 'Development' })).closest('tr');
    const cells = within(row ?? document.body);
    expect(cells.getByText('kubemate:dana')).toBeInTheDocument();
    expect(cells.getByText('user:default/dana')).toBeInTheDocument();
    expect(cells.getByText('group:default/shop-team')).toBeInTheDocument();
    expect(cells.getByText('system:authenticated')).toBeInTheDocument();
    expect(cells.getByText('added by the cluster')).toBeInTheDocument();
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });

  it('partial: why a cluster does not know the person, beside the others', async () => {
    show([DEV, PROD]);
    expect(await screen.findByText('1 of 2 clusters do not say who you are')).toBeInTheDocument();
    expect(
      screen.getByText('Production: your sign-in token expired: sign in again'),
    ).toBeInTheDocument();
    expect(screen.getByText('Not known here')).toBeInTheDocument();
    expect(screen.getByText('kubemate:dana')).toBeInTheDocument();
  });

  it('says until when the person’s own token holds', async () => {
    show([], { tokenExpiresAt: Date.parse('2026-03-01T12:00:00Z') });
    expect(await screen.findByText(/Holds until .*2026/)).toBeInTheDocument();
  });
});
