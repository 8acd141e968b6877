import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { OidcSession } from '../signIn/OidcSession';
import { oidcSessionApiRef } from '../signIn/oidcSessionApi';
import { SettingsPage } from './SettingsPage';

function show() {
  const session = new OidcSession({
    address: async () => '',
    environment: 'development',
    fetch: async () => new Response(null, { status: 401 }),
    openPopup: async () => undefined,
    onEnded: () => {},
    origin: 'http://localhost',
    now: () => 0,
  });
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <SettingsPage />
    </KubemateThemeProvider>,
    {
      apis: [
        [oidcSessionApiRef, session] as const,
        [catalogApiRef, catalogApiMock()] as const,
        mockApis.identity({
          userEntityRef: 'user:default/dana',
          ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
          displayName: 'Dana Scott',
          email: 'dana@example.com',
        }),
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('SettingsPage', () => {
  it('names the person, not the entity, with address and groups', async () => {
    show();
    expect(await screen.findByText('Dana Scott')).toBeInTheDocument();
    expect(screen.getByText('dana@example.com')).toBeInTheDocument();
    expect(await screen.findByText('shop-team')).toBeInTheDocument();
  });

  it('changes the theme', async () => {
    show();
    const system = await screen.findByRole('button', { name: 'System' });
    expect(system).toHaveAttribute('aria-pressed', 'true');
    const dark = screen.getByRole('button', { name: 'Dark' });
    await userEvent.click(dark);
    expect(dark).toHaveAttribute('aria-pressed', 'true');
    expect(system).toHaveAttribute('aria-pressed', 'false');
  });
});
