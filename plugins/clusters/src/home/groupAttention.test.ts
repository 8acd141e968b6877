import type { AttentionItem } from '@kubemate/plugin-clusters-common';
import { groupAttention } from './groupAttention';

function item(name: string, rest: Partial<AttentionItem['row']> = {}): AttentionItem {
  return {
    resource: 'v1/pods',
    kind: 'Pod',
    since: 0,
    row: {
      cluster: 'prod',
      namespace: 'shop',
      name,
      uid: name,
      resourceVersion: '1',
      created: 0,
      health: 'failed',
      reason: 'CrashLoopBackOff',
      cells: {},
      owner: { kind: 'ReplicaSet', name: 'cart-7d9' },
      ...rest,
    },
  };
}

describe('groupAttention', () => {
  it('makes one line of replicas with the same trouble', () => {
    const groups = groupAttention([item('a'), item('b'), item('c')]);
    expect(groups.map(group => group.items.map(({ row }) => row.name))).toEqual([['a', 'b', 'c']]);
  });

  it.each([
    ['reason', { reason: 'OOMKilled' }],
    ['cluster', { cluster: 'dev' }],
    ['namespace', { namespace: 'ml' }],
    ['owner', { owner: { kind: 'ReplicaSet', name: 'other' } }],
  ])('keeps another %s apart', (_, rest) => {
    expect(groupAttention([item('a'), item('b', rest)])).toHaveLength(2);
  });

  it('keeps the order of the worst members', () => {
    const groups = groupAttention([
      item('a'),
      item('x', { reason: 'ImagePullBackOff' }),
      item('b'),
    ]);
    expect(groups.map(group => group.items[0].row.name)).toEqual(['a', 'x']);
  });

  it('never groups objects without an owner', () => {
    expect(
      groupAttention([item('a', { owner: undefined }), item('b', { owner: undefined })]),
    ).toHaveLength(2);
  });
});
