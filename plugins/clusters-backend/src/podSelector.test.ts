import { formatLabelSelector } from '@kubemate/kube-common';
import { object } from './__testUtils__/objects';
import { podSelector } from './podSelector';

const matchLabels = { app: 'cart' };

describe('podSelector', () => {
  it.each([
    ['a Service', { kind: 'Service', spec: { selector: matchLabels } }, 'app=cart'],
    ['a Service without one', { kind: 'Service', spec: {} }, undefined],
    [
      'a Deployment',
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: { selector: { matchLabels } } },
      'app=cart',
    ],
    [
      'a DaemonSet with expressions',
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        spec: {
          selector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['a', 'b'] }] },
        },
      },
      'tier in (a,b)',
    ],
    [
      'a NetworkPolicy for all pods',
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: {} } },
      '',
    ],
    [
      'a budget for all pods',
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { selector: {} } },
      '',
    ],
    [
      'a claim, which selects volumes',
      { kind: 'PersistentVolumeClaim', spec: { selector: { matchLabels } } },
      undefined,
    ],
    [
      'a custom workload',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        spec: { selector: { matchLabels }, template: {} },
      },
      'app=cart',
    ],
    [
      'a custom resource with a selector of its own kind',
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        spec: { selector: { matchLabels } },
      },
      undefined,
    ],
    [
      'a custom selector that is text',
      { apiVersion: 'x.io/v1', kind: 'Thing', spec: { selector: 'app=cart', template: {} } },
      undefined,
    ],
    ['an object without a spec', { kind: 'ConfigMap' }, undefined],
  ])('of %s', (_, fields, expected) => {
    const selector = podSelector(object({ name: 'a', ...fields }));
    expect(selector && formatLabelSelector(selector)).toBe(expected);
  });
});
