import type { ClusterState, KubeService } from '@kubemate/kube-node';
import { systemClock } from '@kubemate/kube-node';
import { HistoryAccess } from './HistoryAccess';

const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };

const state: ClusterState = {
  ...{ name: 'dev', title: 'dev', source: 'config', labels: {}, server: 'dev:6443' },
  ...{ identity: 'impersonate', connection: { state: 'ready', since: 0 } },
  ...{ latencies: [], apiGroups: [] },
};

function accessOf(
  listable: KubeService['listableNamespaces'],
  connection: ClusterState['connection'] = { state: 'ready', since: 0 },
) {
  const clusters: KubeService['clusters'] = () => [{ ...state, connection }];
  const kube: Pick<KubeService, 'clusters' | 'listableNamespaces' | 'may'> = {
    clusters,
    listableNamespaces: listable,
    may: async () => true,
  };
  return new HistoryAccess({ kube, clock: systemClock });
}

describe('the folders of kept runs that a viewer may see', () => {
  it.each([
    ['all' as const, undefined, 'all'],
    ['all' as const, ['shop'], ['shop']],
    [['shop', 'bank'], undefined, ['shop', 'bank']],
    [['shop', 'bank'], ['bank', 'mine'], ['bank']],
    [[], undefined, []],
  ])('of %p asked for %p are %p', async (listable, folders, expected) => {
    const access = accessOf(async () => listable);
    expect(await access.scope(['dev'], { folders, viewer })).toEqual({
      scope: [{ place: 'dev', folders: expected }],
      failures: [],
    });
  });

  it('are none of a cluster that is not in the portal', async () => {
    const access = accessOf(async () => 'all');
    expect(await access.scope(['gone'], { viewer })).toEqual({ scope: [], failures: [] });
  });

  it('are none of a cluster that cannot be reached, whatever was known, and that is said', async () => {
    const away = { state: 'unreachable' as const, reason: 'no route', since: 0, nextRetryAt: 1 };
    const access = accessOf(async () => 'all', away);
    expect(await access.scope(['dev'], { viewer })).toEqual({
      scope: [],
      failures: [
        {
          ...{ place: 'dev', state: 'unreachable' },
          reason: 'no route; archived runs are withheld until it can be asked who may see them',
        },
      ],
    });
  });

  it('are none of a cluster that does not answer', async () => {
    const access = accessOf(async () => {
      throw new Error('cluster dev cannot be reached: timeout');
    });
    const { scope, failures } = await access.scope(['dev'], { viewer });
    expect({ scope, count: failures.length }).toEqual({ scope: [], count: 1 });
    expect(failures[0]?.reason).toContain('timeout; archived runs are withheld');
  });
});
