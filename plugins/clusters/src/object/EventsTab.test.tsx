import type { ClusterEvent, ClustersApi } from '@kubemate/plugin-clusters-common';
import { NotAllowedError } from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { EventsTab } from './EventsTab';

const target = {
  cluster: 'dev',
  resource: { group: 'apps', version: 'v1', plural: 'deployments' },
  namespace: 'shop',
  name: 'cart',
};

function event(
  reason: string,
  regarding: Pick<ClusterEvent['regarding'], 'resource' | 'kind' | 'name'>,
): ClusterEvent {
  return {
    type: 'Warning',
    reason,
    message: `${reason} happened`,
    count: 1,
    source: 'kubelet',
    firstSeen: 0,
    lastSeen: 0,
    regarding: { ...regarding, namespace: 'shop' },
  };
}

const items = [
  event('BackOff', { resource: 'v1/pods', kind: 'Pod', name: 'cart-6f-a' }),
  event('ScalingReplicaSet', { resource: 'apps/v1/deployments', kind: 'Deployment', name: 'cart' }),
];

function show(listEvents: ClustersApi['listEvents'], at = '/') {
  return renderScreen(<EventsTab target={target} />, { at, mountPath: '/', api: { listEvents } });
}

describe('EventsTab', () => {
  it('says of each event which pod of the workload it is about, with a link', async () => {
    const asked: unknown[] = [];
    show(async query => {
      asked.push(query);
      return { items, failures: [] };
    });
    expect(await screen.findByRole('link', { name: 'Pod/cart-6f-a' })).toHaveAttribute(
      'href',
      '/explore/dev/pods.v1/shop/cart-6f-a',
    );
    expect(screen.queryByRole('link', { name: 'Deployment/cart' })).not.toBeInTheDocument();
    expect(asked[0]).toEqual({ ...target, owned: true });
  });

  it('leaves out what it owns where asked to, and keeps that in the address', async () => {
    show(async () => ({ items, failures: [] }));
    expect(await screen.findByText('BackOff')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('checkbox', { name: 'This object only' }));
    expect(screen.queryByText('BackOff')).not.toBeInTheDocument();
    expect(screen.getByText('ScalingReplicaSet')).toBeInTheDocument();
  });

  it('finds events by the object that they are about', async () => {
    show(async () => ({ items, failures: [] }), '/?find=pod%2Fcart');
    const list = await screen.findByRole('region', { name: 'Events' });
    expect(await within(list).findByText('BackOff')).toBeInTheDocument();
    expect(within(list).queryByText('ScalingReplicaSet')).not.toBeInTheDocument();
  });

  it('partial: says which events are not there, beside those that are', async () => {
    const reason = 'pods in namespace shop could not be listed: forbidden';
    show(async () => ({ items, failures: [{ cluster: 'dev', state: 'denied', reason }] }));
    expect(await screen.findByText(reason)).toBeInTheDocument();
    expect(screen.getByText('BackOff')).toBeInTheDocument();
  });

  it("denied: repeats the API server's words", async () => {
    show(async () => {
      throw new NotAllowedError('cannot list resource "events"');
    });
    expect(await screen.findByText('You may not list events here')).toBeInTheDocument();
  });
});
