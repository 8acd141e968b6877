import type { ClusterEvent } from '@kubemate/plugin-clusters-common';
import { makeRow } from '../__testUtils__/fakeClustersApi';
import { attentionItem, eventItem } from './eventItem';

const links = { object: () => '/object' };

const event = (fields: Partial<ClusterEvent>): ClusterEvent => ({
  type: 'Normal',
  reason: 'Pulled',
  message: 'Pulled the image',
  count: 1,
  source: 'kubelet',
  firstSeen: 1,
  lastSeen: 2,
  regarding: { resource: 'v1/pods', kind: 'Pod', namespace: 'shop', name: 'cart-1' },
  ...fields,
});

describe('eventItem', () => {
  it('is an incident where the cluster warns, with how often', () => {
    expect(
      eventItem(event({ type: 'Warning', reason: 'BackOff', count: 7 }), 'dev', links),
    ).toEqual({
      key: 'event/dev/v1/pods/shop/cart-1/BackOff/Pulled the image',
      at: 2,
      kind: 'incident',
      health: 'warning',
      title: 'BackOff · Pod/cart-1',
      source: 'shop · dev',
      text: 'Pulled the image (×7)',
      to: '/object',
    });
  });

  it('is a change of scale where a controller says so', () => {
    expect(eventItem(event({ reason: 'ScalingReplicaSet' }), 'dev', links)?.kind).toBe('scale');
    expect(eventItem(event({ reason: 'SuccessfulRescale' }), 'dev', links)?.kind).toBe('scale');
  });

  it('is nothing of the everyday business of a cluster', () => {
    expect(eventItem(event({}), 'dev', links)).toBeUndefined();
  });
});

describe('attentionItem', () => {
  it('stands where the trouble began, by its reason', () => {
    const row = makeRow('cart', { health: 'failed', reason: 'CrashLoopBackOff' });
    expect(
      attentionItem({ resource: 'apps/v1/deployments', kind: 'Deployment', row, since: 5 }, links),
    ).toMatchObject({
      at: 5,
      kind: 'incident',
      health: 'failed',
      title: 'CrashLoopBackOff · Deployment/cart',
      source: 'shop · dev',
    });
  });
});
