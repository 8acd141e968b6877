import { mockServices } from '@backstage/backend-test-utils';
import type { KubeObject } from '@kubemate/kube-common';
import { tenantSpec } from '../__testUtils__/tenantSpec';
import { readTenantsConfig } from '../readTenantsConfig';
import { desiredObjects } from './desiredObjects';
import type { DesiredObject } from './desiredObjects';
import { findDrift } from './findDrift';
import { keyOf } from './readTenantCluster';

const settings = readTenantsConfig(mockServices.rootConfig({ data: {} }));
const desired = desiredObjects(tenantSpec(), 'dev', {
  settings,
  state: 'active',
  admissionPolicies: false,
});

function liveOf({ metadata, ...fields }: DesiredObject): KubeObject {
  const server = { uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
  return structuredClone({
    ...fields,
    metadata: { ...metadata, labels: { ...metadata.labels }, ...server },
  });
}

/** The cluster as it is after somebody has been at it. */
function drift(change: (objects: Map<string, KubeObject>) => void, unknown: string[] = []) {
  const objects = new Map(
    desired.map(object => [
      keyOf({
        kind: object.kind,
        namespace: object.metadata.namespace,
        name: object.metadata.name,
      }),
      liveOf(object),
    ]),
  );
  change(objects);
  const live = {
    cluster: 'dev',
    objects,
    unknown: new Map(unknown.map(place => [place, 'forbidden'])),
    admissionPolicies: false,
  };
  return findDrift({ tenant: 'shop', desired }, live).map(({ target, state, changes }) =>
    [state, target.kind, target.name, ...changes.map(({ path }) => path)].join(' '),
  );
}

const edit =
  (key: string, patch: (object: KubeObject) => void) => (objects: Map<string, KubeObject>) => {
    const object = objects.get(key);
    if (object === undefined) throw new Error(`no ${key}`);
    patch(object);
  };

describe('findDrift', () => {
  it('finds none where the cluster is as declared, whatever others have added', () => {
    expect(drift(() => {})).toEqual([]);
    expect(
      drift(
        edit('Namespace//shop', ({ metadata }) => {
          metadata.labels = { ...metadata.labels, team: 'shop-team' };
        }),
      ),
    ).toEqual([]);
  });

  it('takes amounts for equal that are written otherwise', () => {
    const same = edit('ResourceQuota/shop/kubemate-plan', object => {
      object.spec = { hard: { 'requests.cpu': '4000m', 'requests.memory': '8192Mi', pods: '40' } };
    });
    expect(drift(same)).toEqual([]);
  });

  it.each([
    [
      'another limit',
      edit('ResourceQuota/shop/kubemate-plan', object => {
        object.spec = { hard: { 'requests.cpu': '4', 'requests.memory': '8Gi', pods: '400' } };
      }),
      ['changed ResourceQuota kubemate-plan spec.hard.pods'],
    ],
    [
      'a subject more',
      edit('RoleBinding/shop/kubemate-edit', object => {
        object.subjects = [...(object.subjects as object[]), { kind: 'User', name: 'eve' }];
      }),
      ['changed RoleBinding kubemate-edit subjects'],
    ],
    [
      'a wall with a hole',
      edit('NetworkPolicy/shop/kubemate-default-deny', object => {
        object.spec = { podSelector: { matchLabels: { app: 'x' } }, policyTypes: ['Ingress'] };
      }),
      ['changed NetworkPolicy kubemate-default-deny spec.podSelector.matchLabels'],
    ],
    [
      'a label taken off',
      edit('Namespace//shop', ({ metadata }) => {
        metadata.labels = {};
      }),
      [
        'changed Namespace shop metadata.labels["kubemate.io/tenant"] metadata.labels["kubemate.io/environment"] ' +
          'metadata.labels["pod-security.kubernetes.io/enforce"] metadata.labels["pod-security.kubernetes.io/warn"]',
      ],
    ],
    [
      'an object that is gone',
      (objects: Map<string, KubeObject>) => void objects.delete('LimitRange/shop/kubemate-plan'),
      ['missing LimitRange kubemate-plan'],
    ],
    [
      'one of ours that is not declared any more',
      (objects: Map<string, KubeObject>) => {
        const old = objects.get('RoleBinding/shop/kubemate-edit');
        if (old)
          objects.set('RoleBinding/shop/kubemate-admin', {
            ...old,
            metadata: { ...old.metadata, name: 'kubemate-admin' },
          });
      },
      ['extra RoleBinding kubemate-admin'],
    ],
  ])('finds %s', (_, change, expected) => {
    expect(drift(change)).toEqual(expected);
  });

  it('does not call missing what the viewer may not see', () => {
    const gone = (objects: Map<string, KubeObject>) =>
      void objects.delete('RoleBinding/shop/kubemate-edit');
    expect(drift(gone, ['RoleBinding/shop'])).toEqual([]);
  });
});
