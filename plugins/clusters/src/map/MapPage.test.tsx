import { NotAllowedError } from '@backstage/errors';
import type { ClustersApi, Topology } from '@kubemate/plugin-clusters-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { makeCluster, makePage } from '../__testUtils__/fakeClustersApi';
import { makeNode, makeTopology } from '../__testUtils__/makeTopology';
import { renderScreen } from '../__testUtils__/renderScreen';
import { MapPage } from './MapPage';

beforeAll(() => {
  // The DOM of the tests cannot draw.
  HTMLCanvasElement.prototype.getContext = () => null;
});

const broken = makeNode('Pod/cart-b', { health: 'failed', reason: 'CrashLoopBackOff' });
const shop = makeTopology(
  [
    makeNode('Service/cart'),
    makeNode('Deployment/cart', { detail: '1/2' }),
    makeNode('Pod/cart-a'),
    broken,
  ],
  [
    'Service/cart selects Deployment/cart',
    'Deployment/cart owns Pod/cart-a',
    'Deployment/cart owns Pod/cart-b',
  ],
);

function Address() {
  return <output aria-label="address">{useLocation().search}</output>;
}

function show(
  topology: Topology | ClustersApi['getTopology'] = shop,
  {
    at = '/map?cluster=dev&namespaces=shop',
    api = {},
  }: { at?: string; api?: Partial<ClustersApi> } = {},
) {
  return renderScreen(
    <>
      <MapPage />
      <Address />
    </>,
    {
      at,
      api: {
        listClusters: async () => ({ items: [makeCluster('dev'), makeCluster('prod')] }),
        listRows: async () => makePage([]),
        getTopology: typeof topology === 'function' ? topology : async () => topology,
        ...api,
      },
    },
  );
}

const node = (name: RegExp) => screen.findByRole('button', { name });
const address = () => new URLSearchParams(screen.getByLabelText('address').textContent ?? '');

describe('the map', () => {
  it('draws the objects of a namespace in the frame of their application, with their health in words', async () => {
    show();
    expect(await node(/^cart Deployment · 1\/2, Healthy/)).toBeVisible();
    expect(await node(/^cart-b Pod · CrashLoopBackOff, Failed/)).toBeVisible();
    expect(await node(/^cart 4 objects, Failed/)).toBeVisible();
  });

  it('opens a panel with Why? and what the object is connected with, and puts it into the address', async () => {
    show(shop, {
      api: {
        explain: async () => ({
          health: 'failed',
          gaps: [],
          asOf: 0,
          findings: [
            {
              cause: 'crash-loop',
              severity: 'failed',
              summary: 'Container web crashes again and again',
              params: {},
              evidence: [],
              nextSteps: [],
            },
          ],
        }),
      },
    });
    await userEvent.click(await node(/^cart-b Pod/));
    const panel = await screen.findByRole('complementary', { name: /^cart-b Pod/ });
    expect(await within(panel).findByText(/crashes again and again/)).toBeVisible();
    expect(within(panel).getByRole('link', { name: /Open/ })).toHaveAttribute(
      'href',
      '/explore/dev/pods.v1/shop/cart-b',
    );
    expect(address().get('node')).toBe('Pod/cart-b');
    await userEvent.click(within(panel).getByRole('button', { name: /owned by/ }));
    await waitFor(() => expect(address().get('node')).toBe('Deployment/cart'));
  });

  it('shows what needs attention alone', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Needs attention' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^cart-a Pod/ })).toBeNull());
    expect(await node(/^cart-b Pod/)).toBeVisible();
    expect(address().get('trouble')).toBe('true');
  });

  it('says the same as a list', async () => {
    show(shop, { at: '/map?cluster=dev&view=list' });
    const list = await screen.findByRole('region', { name: 'shop / cart' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(4);
    expect(list).toHaveTextContent('owns Pod cart-a, Pod cart-b');
  });

  it('folds a group, and the address says so', async () => {
    show();
    await userEvent.click(await node(/^cart 4 objects/));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^cart-a Pod/ })).toBeNull());
    expect(address().get('folded')).toBe('shop/cart');
  });

  it('shows a pod that comes without being asked, and asks with the version that it has', async () => {
    const asked: unknown[] = [];
    show(async query => {
      asked.push(query.since);
      if (asked.length === 1) return shop;
      if (query.since === shop.version && asked.length === 2)
        return { ...shop, unchanged: true, nodes: [], edges: [] };
      return makeTopology([...shop.nodes, makeNode('Pod/cart-c')], [], { version: 'next' });
    });
    expect(await node(/^cart-b Pod/)).toBeVisible();
    expect(await node(/^cart-c Pod/)).toBeVisible();
    expect(asked.slice(0, 3)).toEqual([undefined, shop.version, shop.version]);
  });

  it('opens on the first cluster that answers', async () => {
    show(shop, { at: '/map' });
    await waitFor(() => expect(address().get('cluster')).toBe('dev'));
  });

  it.each([
    ['an empty place', makeTopology([]), /Nothing runs here/],
    [
      'a place that the viewer may not see',
      makeTopology([], [], { denied: ['Deployment', 'Pod'] }),
      /does not let you list Deployment, Pod/,
    ],
    [
      'more than fits',
      { ...shop, truncated: { podsFolded: 3000, leftOut: 0 } },
      /3000 pods are counted in their workloads/,
    ],
    ['kinds that are hidden', { ...shop, denied: ['Secret'] }, /may not list them here: Secret/],
    [
      'what the cluster does not say',
      {
        ...shop,
        failures: [
          { cluster: 'dev', state: 'partial' as const, reason: 'services could not be listed' },
        ],
      },
      /dev/,
    ],
  ])('says it of %s', async (_, topology, text) => {
    show(topology);
    expect((await screen.findAllByText(text))[0]).toBeVisible();
  });

  it('says what went wrong, and whose rights do not reach', async () => {
    show(async () => {
      throw new NotAllowedError('nobody here knows you');
    });
    expect(await screen.findByText('nobody here knows you')).toBeVisible();
    expect(screen.getByText('You may not see the objects here')).toBeVisible();
  });
});
