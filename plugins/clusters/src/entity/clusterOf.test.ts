import { clusterOf, isCluster } from './clusterOf';

const entity = (kind: string, type: string, annotations: Record<string, string> = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'x', annotations },
  spec: { type },
});

it('a Resource of type kubernetes-cluster is a cluster by its annotation, and nothing else is', () => {
  const prod = { 'kubemate.io/cluster': 'Prod' };
  expect(clusterOf(entity('Resource', 'kubernetes-cluster', prod))).toBe('Prod');
  expect(isCluster(entity('Resource', 'kubernetes-cluster'))).toBe(false);
  expect(isCluster(entity('Resource', 'database', prod))).toBe(false);
  expect(isCluster(entity('Component', 'kubernetes-cluster', prod))).toBe(false);
});
