import type { Health } from '@kubemate/kube-common';
import { needsAttention } from './needsAttention';
import { placeOf } from './placeOf';

function row(name: string, health: Health) {
  const place = { cluster: 'dev', name, uid: name, resourceVersion: '1' };
  return {
    resource: { group: 'apps', version: 'v1', plural: 'deployments' },
    row: { ...place, created: 0, health, cells: {} },
  };
}

describe('needsAttention', () => {
  it('has what failed before what warns, and nothing of what is well', () => {
    const rows = [row('a', 'ok'), row('b', 'warning'), row('c', 'failed'), row('d', 'progressing')];
    expect(needsAttention(rows).map(({ row: { name } }) => name)).toEqual(['c', 'b']);
  });
});

describe('placeOf', () => {
  const annotations = {
    'kubemate.io/cluster': 'dev',
    'kubemate.io/namespace': 'shop',
    'backstage.io/kubernetes-id': 'cart',
  };
  const entity = (kind: string, type: string) => ({
    ...{ apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name: 'x', annotations } },
    spec: { type },
  });

  it('is the whole namespace of a namespace, and what a component selects anywhere', () => {
    const namespace = placeOf(entity('Resource', 'kubernetes-namespace'));
    expect(namespace).toEqual({ clusters: ['dev'], namespaces: ['shop'] });
    const component = placeOf(entity('Component', 'service'));
    expect(component).toEqual({ labelSelector: 'backstage.io/kubernetes-id=cart' });
    expect(placeOf(entity('Resource', 'pipeline'))).toBeUndefined();
  });
});
