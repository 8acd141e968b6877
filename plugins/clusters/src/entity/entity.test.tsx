import { EntityProvider } from '@backstage/plugin-catalog-react';
import { formatResourceId, type ResourceId } from '@kubemate/kube-common';
import { SELECTED_KINDS, type ClustersApi, type RowPage } from '@kubemate/plugin-clusters-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  makeCluster,
  makePage,
  makeRow,
  openStream,
  podType,
} from '../__testUtils__/fakeClustersApi';
import { renderScreen } from '../__testUtils__/renderScreen';
import { AttentionCard } from './AttentionCard';
import { RunningCard } from './RunningCard';
import { WorkloadsContent } from './WorkloadsContent';

const cart = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', annotations: { 'backstage.io/kubernetes-id': 'cart' } },
};

/** Answers each kind with its page, and kinds that are not named with none. */
function show(content: JSX.Element, pages: Readonly<Record<string, RowPage>>, entity = cart) {
  const pageOf = (resource: string | ResourceId) =>
    pages[typeof resource === 'string' ? resource : resource.plural] ?? makePage([]);
  const watchRows = jest.fn<
    ReturnType<ClustersApi['watchRows']>,
    Parameters<ClustersApi['watchRows']>
  >(({ resource }, options) =>
    openStream([{ type: 'page', page: pageOf(resource) }], options?.signal),
  );
  renderScreen(<EntityProvider entity={entity}>{content}</EntityProvider>, {
    api: {
      watchRows,
      listRows: async ({ resource }) => pageOf(resource),
      listSelected: async () => ({
        kinds: SELECTED_KINDS.map(({ kind, ...resource }) => ({
          ...{ resource: formatResourceId(resource), kind, items: [] },
          total: pageOf(resource).total,
        })),
        failures: [],
        asOf: 0,
      }),
      listClusters: async () => ({ items: [makeCluster('dev'), makeCluster('prod')] }),
      listResources: async () => ({ items: [podType] }),
    },
  });
  return watchRows;
}

describe('RunningCard', () => {
  it('has a line for each place, with its image, and names the cluster that is away', async () => {
    const cells = { ready: '1/2', images: 'registry.example/shop/cart:2.0' };
    const deployments = makePage(
      [makeRow('cart', { cluster: 'prod', namespace: 'shop', health: 'warning', cells })],
      { failures: [{ cluster: 'edge', reason: 'ETIMEDOUT', state: 'unreachable' }] },
    );
    const watchRows = show(<RunningCard />, { deployments });
    expect(await screen.findByRole('link', { name: 'prod' })).toHaveAttribute(
      'href',
      '/explore/prod/deployments.v1.apps/shop/cart',
    );
    expect(screen.getByText('shop/cart:2.0')).toBeInTheDocument();
    expect(screen.getByText('1/2')).toBeInTheDocument();
    expect(screen.getByText(/^edge/)).toBeInTheDocument();
    expect(watchRows.mock.calls[0]?.[0]).toMatchObject({
      labelSelector: 'backstage.io/kubernetes-id=cart',
    });
  });

  it('shares its streams with the other card: a browser has six connections to the portal', async () => {
    const deployments = makePage([makeRow('cart', { cluster: 'prod', namespace: 'shop' })]);
    const cards = (
      <>
        <AttentionCard />
        <RunningCard />
      </>
    );
    const watchRows = show(cards, { deployments });
    expect(await screen.findByRole('link', { name: 'prod' })).toBeInTheDocument();
    expect(watchRows).toHaveBeenCalledTimes(3);
  });

  it('says which labels were looked for where nothing runs', async () => {
    show(<RunningCard />, {});
    expect(await screen.findByText('It runs nowhere that you can see')).toBeInTheDocument();
    expect(screen.getByText(/backstage\.io\/kubernetes-id=cart/)).toBeInTheDocument();
  });
});

describe('WorkloadsContent', () => {
  it('offers the kinds that are there, and shows the one that is chosen', async () => {
    show(<WorkloadsContent />, {
      deployments: makePage([makeRow('cart')]),
      pods: makePage([makeRow('cart-1'), makeRow('cart-2')]),
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Pod ?2/ }));
    expect(await screen.findByText('cart-2')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /statefulsets/ })).not.toBeInTheDocument();
  });

  it('says how an entity gets its objects', async () => {
    show(<WorkloadsContent />, {}, { ...cart, metadata: { name: 'cart', annotations: {} } } as any);
    expect(await screen.findByText(/backstage.io\/kubernetes-label-selector/)).toBeInTheDocument();
  });
});
