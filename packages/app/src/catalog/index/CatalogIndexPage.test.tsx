import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CatalogIndexPage } from './CatalogIndexPage';

const component = (name: string, owner: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', description: `About ${name}` },
  spec: { type: 'service', lifecycle: 'production', owner },
  relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
});

const user = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'dana', namespace: 'default' },
  spec: { profile: { displayName: 'Dana Scott', email: 'dana@example.com' } },
};

const entities = () => [component('cart', 'shop-team'), component('search', 'search-team'), user];

async function show(path: string, catalog = catalogApiMock({ entities: entities() })) {
  const stars = new MockStarredEntitiesApi();
  await stars.toggleStarred('component:default/search');
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <CatalogIndexPage />
    </KubemateThemeProvider>,
    {
      apis: [
        [catalogApiRef, catalog] as const,
        [starredEntitiesApiRef, stars] as const,
        mockApis.identity({
          userEntityRef: 'user:default/dana',
          ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
        }),
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [path],
    },
  );
}

describe('CatalogIndexPage', () => {
  it('lists the components, with a link to each, and counts the other kinds', async () => {
    await show('/');
    expect(await screen.findByRole('link', { name: 'cart' })).toHaveAttribute(
      'href',
      '/catalog/default/component/cart',
    );
    expect(screen.getByRole('link', { name: 'search' })).toBeInTheDocument();
    expect(document.title).toMatch(/^Components · Catalog · /);
    expect(screen.getByText('About cart')).toBeInTheDocument();
    expect(await screen.findByText('Users')).toBeInTheDocument();
    expect(screen.queryByText('Dana Scott')).not.toBeInTheDocument();
  });

  it('calls a person by their name', async () => {
    await show('/?kind=user');
    expect(await screen.findByRole('link', { name: 'Dana Scott' })).toHaveAttribute(
      'href',
      '/catalog/default/user/dana',
    );
    expect(screen.getByText('dana@example.com')).toBeInTheDocument();
  });

  it('lists what the person owns, and what they have starred', async () => {
    await show('/?scope=owned');
    expect(await screen.findByRole('link', { name: 'cart' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'search' })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Starred' }));
    expect(await screen.findByRole('link', { name: 'search' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'cart' })).not.toBeInTheDocument();
  });

  it('says that nothing matches, and shows all again', async () => {
    await show('/?search=nothing-of-the-kind');
    expect(await screen.findByText('Nothing matches')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(await screen.findByRole('link', { name: 'cart' })).toBeInTheDocument();
  });

  it('says why the catalog could not be read', async () => {
    const broken = catalogApiMock.mock({
      queryEntities: async () => {
        throw new Error('The database is away');
      },
      getEntityFacets: async () => ({ facets: {} }),
    });
    await show('/', broken as ReturnType<typeof catalogApiMock>);
    expect(
      await screen.findByText('The catalog could not be read', {}, { timeout: 15_000 }),
    ).toBeInTheDocument();
    expect(screen.getByText(/The database is away/)).toBeInTheDocument();
  });
});
