import { hasKubernetesSelection, kubernetesSelection } from './kubernetesSelection';

function component(annotations?: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'cart', annotations },
  };
}

describe('kubernetesSelection', () => {
  it('selects by id, in every cluster', () => {
    expect(kubernetesSelection(component({ 'backstage.io/kubernetes-id': 'cart' }))).toEqual({
      labelSelector: 'backstage.io/kubernetes-id=cart',
    });
  });

  it('prefers a label selector, and stays in the namespace and cluster that are named', () => {
    const selection = kubernetesSelection(
      component({
        'backstage.io/kubernetes-id': 'cart',
        'backstage.io/kubernetes-label-selector': 'app=cart,tier=web',
        'backstage.io/kubernetes-namespace': 'shop',
        'backstage.io/kubernetes-cluster': 'prod',
      }),
    );
    expect(selection).toEqual({
      labelSelector: 'app=cart,tier=web',
      namespaces: ['shop'],
      clusters: ['prod'],
    });
  });

  const empty: (Record<string, string> | undefined)[] = [
    undefined,
    {},
    { 'backstage.io/kubernetes-id': ' ' },
  ];
  it.each(empty)('selects nothing by %p', list => {
    expect(hasKubernetesSelection(component(list))).toBe(false);
  });
});
