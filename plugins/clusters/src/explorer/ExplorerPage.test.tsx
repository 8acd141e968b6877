import { InputError, NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { ClustersApi, RowEvent, RowPage } from '@kubemate/plugin-clusters-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  failStream,
  makeCluster,
  makePage,
  makeRow,
  openStream,
  podType,
} from '../__testUtils__/fakeClustersApi';
import { renderScreen } from '../__testUtils__/renderScreen';
import { ExplorerRoutes } from './ExplorerRoutes';

function show(page: RowPage | Error | undefined, at = '/explore') {
  const watchRows = jest.fn<
    ReturnType<ClustersApi['watchRows']>,
    Parameters<ClustersApi['watchRows']>
  >((_, options) => {
    if (page instanceof Error) return failStream(page);
    const events: RowEvent[] = page === undefined ? [] : [{ type: 'page', page }];
    return openStream(events, options?.signal);
  });
  const api: Partial<ClustersApi> = {
    watchRows,
    listClusters: async () => ({ items: [makeCluster('dev'), makeCluster('prod')] }),
    listResources: async () => ({ items: [podType] }),
    listRows: async () => makePage([makeRow('shop', { namespace: undefined })]),
  };
  renderScreen(<ExplorerRoutes />, { at, mountPath: '/explore', api });
  return watchRows;
}

describe('ExplorerPage', () => {
  it('loading: draws the table’s outline', async () => {
    show(undefined);
    expect(await screen.findByRole('heading', { name: 'Pod', level: 1 })).toBeInTheDocument();
    expect(screen.queryByText(/There are no/)).not.toBeInTheDocument();
  });

  it('empty: says whether conditions are why, and takes them off', async () => {
    const watchRows = show(makePage([]), '/explore?search=nothing');
    expect(await screen.findByText('No Pod match')).toBeInTheDocument();
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0] as HTMLElement,
    );
    await waitFor(() => expect(watchRows.mock.lastCall?.[0]).not.toHaveProperty('search'));
    expect(await screen.findByText('There are no Pod here')).toBeInTheDocument();
  });

  it('error: keeps trying where that may help', async () => {
    show(new ServiceUnavailableError('backend restarts'));
    expect(await screen.findByText('backend restarts')).toBeInTheDocument();
  });

  it('error: names what the view asks for wrongly', async () => {
    show(new InputError('filter: unknown column "foo"'), '/explore?filter=foo%3D1');
    expect(await screen.findByText('filter: unknown column "foo"')).toBeInTheDocument();
  });

  it('denied: says which right is missing', async () => {
    show(new NotAllowedError('cannot list resource "pods" in any namespace'));
    expect(await screen.findByText('You may not list Pod')).toBeInTheDocument();
    expect(screen.getByText(/cannot list resource "pods"/)).toBeInTheDocument();
  });

  it('partial: rows of the others with a labelled chip for the cluster that is away', async () => {
    const failures = [{ cluster: 'edge', reason: 'ETIMEDOUT', state: 'unreachable' as const }];
    show(makePage([makeRow('cart-1')], { failures }));
    expect(await screen.findByText('edge · does not answer')).toBeInTheDocument();
    expect(screen.getByText('1 object')).toBeInTheDocument();
  });

  it('ready: asks for what the address says', async () => {
    const watchRows = show(
      makePage([makeRow('cart-1')]),
      '/explore?resource=deployments.v1.apps&clusters=dev&namespaces=shop&health=failed&filter=ready!%3D3/3&sort=-age',
    );
    await screen.findByText('1 object');
    expect(watchRows.mock.lastCall?.[0]).toMatchObject({
      resource: { group: 'apps', version: 'v1', plural: 'deployments' },
      clusters: ['dev'],
      namespaces: ['shop'],
      filter: 'health=failed,ready!=3/3',
      sort: '-age',
      offset: 0,
    });
  });

  it('names the tab of the browser', async () => {
    show(makePage([makeRow('cart-1')]));
    await waitFor(() => expect(document.title).toMatch(/^Pod · Explorer/));
  });
});
