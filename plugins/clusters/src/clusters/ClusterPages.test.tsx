import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';
import { screen } from '@testing-library/react';
import {
  makeCluster,
  makeFleet,
  makePage,
  makeRow,
  makeSummary,
  openStream,
  podType,
} from '../__testUtils__/fakeClustersApi';
import { renderScreen } from '../__testUtils__/renderScreen';
import { ClustersRoutes } from './ClustersRoutes';

const dev = makeSummary(makeCluster('dev'));

function show(at: string, api: Partial<ClustersApi> = {}) {
  renderScreen(<ClustersRoutes />, { at, mountPath: '/clusters', api });
}

describe('ClustersPage', () => {
  it('loading', async () => {
    show('/clusters');
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
  });

  it('empty', async () => {
    show('/clusters', { getFleet: async () => makeFleet([]) });
    expect(await screen.findByText('No cluster is connected')).toBeInTheDocument();
  });

  it('error', async () => {
    show('/clusters', {
      getFleet: async () => {
        throw new ServiceUnavailableError('down');
      },
    });
    expect(await screen.findByText('down')).toBeInTheDocument();
  });

  it('ready and partial: one line per cluster, one of them away', async () => {
    const connection = {
      state: 'unreachable' as const,
      reason: 'certificate has expired',
      since: 0,
      nextRetryAt: 0,
    };
    const edge = makeSummary(makeCluster('edge', { connection }), { nodes: null });
    show('/clusters', { getFleet: async () => makeFleet([dev, edge]) });
    expect(await screen.findByRole('link', { name: 'dev' })).toHaveAttribute(
      'href',
      '/clusters/dev',
    );
    expect(screen.getByText('certificate has expired')).toBeInTheDocument();
    expect(screen.getByText(/Trying again now/)).toBeInTheDocument();
  });
});

describe('ClusterPage', () => {
  it('says so where no such cluster exists', async () => {
    show('/clusters/gone', {
      getClusterSummary: async () => {
        throw new NotFoundError('no cluster gone');
      },
    });
    expect(await screen.findByText('There is no cluster named gone')).toBeInTheDocument();
  });

  it('shows capacity and what the viewer is there', async () => {
    show('/clusters/dev', { getClusterSummary: async () => dev });
    expect(await screen.findByText('2 of 3 ready, 1 with GPU')).toBeInTheDocument();
    expect(screen.getByText('You, by impersonation')).toBeInTheDocument();
  });

  it('says why capacity is missing where nodes may not be listed', async () => {
    const summary = makeSummary(makeCluster('dev'), { nodes: null, allocatable: null });
    show('/clusters/dev', { getClusterSummary: async () => summary });
    expect(await screen.findByText(/You may not list nodes here/)).toBeInTheDocument();
  });

  it('shows of each node what it has, what is requested and what is used', async () => {
    const node = makeRow('worker-1', {
      namespace: undefined,
      cells: { status: 'Ready', cpu: 15.92, gpu: 0 },
    });
    const columns = [
      { id: 'status', title: 'Status', type: 'text', priority: 0 },
      { id: 'cpu', title: 'CPU', type: 'cores', priority: 0 },
    ] as const;
    show('/clusters/dev?tab=nodes', {
      getClusterSummary: async () => dev,
      watchRows: (_, options) =>
        openStream(
          [{ type: 'page' as const, page: makePage([node], { columns: [...columns] }) }],
          options?.signal,
        ),
      listNodes: async () => ({
        items: [
          {
            name: 'worker-1',
            allocatable: { cpu: 15.92, memory: 2 ** 30, pods: 110, gpu: 0 },
            requested: { cpu: 4, memory: 2 ** 29, pods: 9, gpu: 0 },
            used: { cpu: 2, memory: 2 ** 28 },
          },
        ],
        complete: true,
        failures: [],
      }),
    });
    expect(
      await screen.findByRole('img', { name: 'CPU: Used 2, Requested 4, Allocatable 15.9' }),
    ).toBeInTheDocument();
    expect(screen.getByText('4 / 15.9')).toBeInTheDocument();
  });

  it('lists API resources with the verbs of the viewer', async () => {
    show('/clusters/dev?tab=apis', {
      getClusterSummary: async () => dev,
      listResources: async () => ({
        items: [
          podType,
          { ...podType, resource: 'v1/secrets', plural: 'secrets', kind: 'Secret', verbs: [] },
        ],
      }),
    });
    expect(await screen.findByRole('link', { name: 'Pod' })).toHaveAttribute(
      'href',
      '/explore?resource=pods.v1&clusters=dev',
    );
    expect(screen.getByText('get, list, watch')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Secret' })).not.toBeInTheDocument();
    expect(screen.getByText('nothing')).toBeInTheDocument();
  });
});
