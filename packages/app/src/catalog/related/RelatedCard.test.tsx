import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RelatedCard } from './RelatedCard';
import { relatedTo, SHOWN_AT_FIRST, type Related } from './relatedTo';

jest.setTimeout(60_000);

const to = (type: string, ...refs: string[]) => refs.map(targetRef => ({ type, targetRef }));

const entity = (kind: string, name: string, relations: Entity['relations'] = []): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  ...{ kind, metadata: { name, namespace: 'default', description: `What ${name} is for` } },
  ...{ spec: { type: 'service', lifecycle: 'production' }, relations },
});

function show(shown: Entity, { related, others }: { related: Related; others: Entity[] }) {
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <EntityProvider entity={shown}>
        <RelatedCard related={related} />
      </EntityProvider>
    </KubemateThemeProvider>,
    {
      apis: [[catalogApiRef, catalogApiMock({ entities: others })] as const],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('relatedTo', () => {
  const relations = [
    ...to('dependsOn', 'component:default/search', 'resource:default/redis'),
    ...to('dependsOn', 'component:default/search'),
    ...to('dependencyOf', 'component:default/storefront'),
    ...to('hasPart', 'component:default/part', 'resource:default/disk'),
  ];

  it('has each once, of whatever kind', () => {
    const cart = entity('Component', 'cart', relations);
    expect(relatedTo(cart, 'dependsOn')).toEqual([
      'component:default/search',
      'resource:default/redis',
    ]);
    expect(relatedTo(cart, 'dependedOnBy')).toEqual(['component:default/storefront']);
    expect(relatedTo(cart, 'contains')).toEqual([
      'component:default/part',
      'resource:default/disk',
    ]);
  });

  it('leaves the components of a system to the card that says how they do', () => {
    expect(relatedTo(entity('System', 'shop', relations), 'contains')).toEqual([
      'resource:default/disk',
    ]);
  });
});

describe('RelatedCard', () => {
  it('links each to its page, and says of which type it is and whose', async () => {
    const owned = to('ownedBy', 'group:default/catalog-team');
    show(entity('Component', 'cart', to('dependsOn', 'component:default/search')), {
      related: 'dependsOn',
      others: [entity('Component', 'search', owned)],
    });
    const card = await screen.findByRole('region', { name: 'Depends on (1)' });
    const line = await within(card).findByRole('listitem');
    expect(within(line).getByRole('link', { name: 'search' })).toHaveAttribute(
      'href',
      '/catalog/default/component/search',
    );
    expect(line).toHaveTextContent('What search is for');
    expect(line).toHaveTextContent('service · production');
    expect(within(line).getByRole('link', { name: 'catalog-team' })).toBeVisible();
  });

  it('names what the catalog does not have, or does not show, and does not link it', async () => {
    show(entity('Component', 'cart', to('dependsOn', 'resource:default/vault')), {
      ...{ related: 'dependsOn', others: [] },
    });
    const line = await screen.findByRole('listitem');
    expect(line).toHaveTextContent('vaultNot in the catalog, or not for you to see');
    expect(within(line).queryByRole('link')).not.toBeInTheDocument();
  });

  it('shows the first of many and the rest when asked', async () => {
    const names = Array.from({ length: SHOWN_AT_FIRST + 3 }, (_, at) => `part-${at}`);
    const refs = names.map(name => `component:default/${name}`);
    show(entity('Domain', 'retail', to('hasPart', ...refs)), {
      related: 'contains',
      others: names.map(name => entity('Component', name)),
    });
    await screen.findByRole('region', { name: `Contains (${names.length})` });
    expect(await screen.findAllByRole('listitem')).toHaveLength(SHOWN_AT_FIRST);
    await userEvent.click(screen.getByRole('button', { name: 'Show 3 more' }));
    expect(await screen.findByRole('link', { name: `part-${SHOWN_AT_FIRST + 2}` })).toBeVisible();
    expect(screen.queryByRole('button', { name: /more/ })).not.toBeInTheDocument();
  });
});
