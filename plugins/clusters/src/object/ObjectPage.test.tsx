import { NotAllowedError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ClustersApi, Why } from '@kubemate/plugin-clusters-common';
import type { ObjectTab, ObjectTabTarget } from '@kubemate/ui';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ExplorerRoutes } from '../explorer/ExplorerRoutes';
import { renderScreen } from '../__testUtils__/renderScreen';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'cart-1',
    namespace: 'shop',
    uid: 'u1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'cart' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart-7d9', uid: 'r1', controller: true },
    ],
  },
  spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'cart:1' }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
    containerStatuses: [
      {
        name: 'web',
        ready: false,
        restartCount: 7,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
      },
    ],
  },
};

const why: Why = {
  health: 'failed',
  findings: [
    {
      cause: 'crash-loop',
      severity: 'failed',
      summary: 'Container web exits with code 1 and was restarted 7 times',
      params: { container: 'web', reason: 'Error' },
      evidence: [{ kind: 'log', text: 'panic: no database', source: 'container web (previous)' }],
      nextSteps: [
        {
          id: 'read-previous-log',
          text: 'Read the log of the run that ended',
          command: 'kubectl -n shop logs cart-1 -c web --previous',
        },
      ],
    },
  ],
  gaps: ['events: not allowed'],
  asOf: 0,
};

function show(api: Partial<ClustersApi>, tab = '', objectTabs: readonly ObjectTab[] = []) {
  return renderScreen(<ExplorerRoutes objectTabs={objectTabs} />, {
    at: `/explore/dev/pods.v1/shop/cart-1${tab}`,
    mountPath: '/explore',
    api: {
      explain: async () => why,
      listEvents: async () => ({ items: [], failures: [] }),
      listRelated: async () => ({ items: [], failures: [] }),
      ...api,
    },
  });
}

describe('ObjectPage', () => {
  it('loading: names the object at once', async () => {
    show({});
    expect(await screen.findByRole('heading', { name: 'cart-1' })).toBeInTheDocument();
    expect(screen.getByLabelText('Loading')).toBeInTheDocument();
  });

  it('empty: an object that is gone leads to its kind', async () => {
    show({
      getObject: async () => {
        throw new NotFoundError('pods "cart-1" not found');
      },
    });
    expect(await screen.findByText('cart-1 does not exist')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Show all pods' })).toHaveAttribute(
      'href',
      '/explore?resource=pods.v1&clusters=dev',
    );
  });

  it('denied: repeats what the API server says', async () => {
    show({
      getObject: async () => {
        throw new NotAllowedError('cannot get resource "pods" in namespace "shop"');
      },
    });
    expect(await screen.findByText('You may not read cart-1')).toBeInTheDocument();
    expect(screen.getByText(/cannot get resource "pods"/)).toBeInTheDocument();
  });

  it('error: names the cluster that does not answer', async () => {
    show({
      getObject: async () => {
        throw new ServiceUnavailableError('ETIMEDOUT');
      },
    });
    expect(await screen.findByText('dev does not answer')).toBeInTheDocument();
  });

  it('ready: explains first, with evidence and a command', async () => {
    show({ getObject: async () => pod });
    const panel = await screen.findByRole('region', { name: 'Why?' });
    expect(
      await within(panel).findByText('A container keeps crashing · Error'),
    ).toBeInTheDocument();
    expect(within(panel).getByText('panic: no database')).toBeInTheDocument();
    expect(
      within(panel).getByText('kubectl -n shop logs cart-1 -c web --previous'),
    ).toBeInTheDocument();
    expect(within(panel).getByText(/events: not allowed/)).toBeInTheDocument();
  });

  it('says evidence in the person’s language, with the quotations as they are', async () => {
    const evidence = {
      kind: 'count' as const,
      text: '1 of 3 pods',
      source: 'Pod cart-1 container web (previous)',
      phrase: { code: 'pods-affected' as const, params: { pods: 1, total: 3 } },
      place: {
        code: 'container-previous' as const,
        params: { owner: 'Pod cart-1', container: 'web' },
      },
    };
    const [finding] = why.findings;
    show({
      getObject: async () => pod,
      explain: async () => ({
        ...why,
        findings: finding === undefined ? [] : [{ ...finding, evidence: [evidence] }],
      }),
    });
    expect(await screen.findByText('1 of 3 pods')).toBeInTheDocument();
    expect(screen.getByText(/Pod cart-1 container web \(previous\)/)).toBeInTheDocument();
  });

  it('ready: shows containers, conditions, and links to the owner and the node', async () => {
    show({ getObject: async () => pod });
    expect(await screen.findByText('CrashLoopBackOff')).toBeInTheDocument();
    expect(screen.getByText('ContainersNotReady')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'ReplicaSet/cart-7d9' })).toHaveAttribute(
      'href',
      '/explore/dev/replicasets.v1.apps/shop/cart-7d9',
    );
    expect(screen.getByRole('link', { name: 'node-1' })).toHaveAttribute(
      'href',
      '/explore/dev/nodes.v1/_/node-1',
    );
  });

  it('partial: the object stays readable where the cause cannot be looked up', async () => {
    show({
      getObject: async () => pod,
      explain: async () => {
        throw new ServiceUnavailableError('no answer');
      },
    });
    expect(await screen.findByText('The cause could not be looked up')).toBeInTheDocument();
    expect(screen.getByText('CrashLoopBackOff')).toBeInTheDocument();
  });

  it('shows the tabs of other plugins behind its own', async () => {
    const activity = {
      id: 'activity',
      Title: () => <>Activity</>,
      Content: ({ target }: { target: ObjectTabTarget }) => (
        <p>Done to {Object.values(target).join('/')}</p>
      ),
    };
    show({ getObject: async () => pod }, '?tab=activity', [activity]);
    expect(await screen.findByText('Done to dev/shop/cart-1/Pod')).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Activity' })).toHaveAttribute('aria-selected', 'true');
  });

  it('lists related objects, and says which are missing', async () => {
    show(
      {
        getObject: async () => pod,
        listRelated: async () => ({
          failures: [],
          items: [
            {
              relation: 'mounts',
              resource: 'v1/configmaps',
              kind: 'ConfigMap',
              namespace: 'shop',
              name: 'cart-config',
              missing: true,
            },
          ],
        }),
      },
      '?tab=related',
    );
    expect(await screen.findByText('does not exist')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'cart-config' })).not.toBeInTheDocument();
  });

  it('remembers the object among those viewed', async () => {
    const { storage } = show({ getObject: async () => pod });
    await screen.findByText('CrashLoopBackOff');
    expect(storage.forBucket('clusters').snapshot('recentObjects').value).toEqual([
      { cluster: 'dev', resource: 'pods.v1', kind: 'Pod', namespace: 'shop', name: 'cart-1' },
    ]);
  });

  it('changes tabs by links, so that Back works', async () => {
    show({ getObject: async () => pod });
    await userEvent.click(await screen.findByRole('tab', { name: 'Events' }));
    expect(await screen.findByText('No events')).toBeInTheDocument();
  });
});
