import type { Drift } from '@kubemate/plugin-tenants-common';
import { groupDrift } from './groupDrift';

const drift = (target: Partial<Drift['target']>): Drift => ({
  target: { cluster: 'dev', apiVersion: 'v1', kind: 'LimitRange', name: 'plan', ...target },
  state: 'missing',
  changes: [],
});

describe('groupDrift', () => {
  it('keeps what belongs to one cluster together, a namespace before what stands in it', () => {
    const groups = groupDrift([
      drift({ namespace: 'shop' }),
      drift({ cluster: 'prod', namespace: 'shop' }),
      drift({ kind: 'Namespace', name: 'shop' }),
      drift({ namespace: 'cart' }),
    ]);
    expect(
      groups.map(({ cluster, items }) => [
        cluster,
        items.map(({ target }) => `${target.namespace ?? ''}/${target.kind}`),
      ]),
    ).toEqual([
      ['dev', ['cart/LimitRange', '/Namespace', 'shop/LimitRange']],
      ['prod', ['shop/LimitRange']],
    ]);
  });
});
