import { object } from '../__testUtils__/objects';
import { objectReferences } from './objectReferences';

function references(fields: Parameters<typeof object>[0]) {
  return objectReferences(object(fields)).map(
    ({ relation, kind, namespace, name, optional }) =>
      `${relation} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${optional ? '?' : ''}`,
  );
}

const NETWORKING = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
const GATEWAY = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };

describe('objectReferences', () => {
  it('finds every way in which a pod names an object, each object once', () => {
    expect(
      references({
        kind: 'Pod',
        name: 'cart-1',
        spec: {
          nodeName: 'node-1',
          serviceAccountName: 'cart',
          priorityClassName: 'high',
          imagePullSecrets: [{ name: 'registry' }],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: 'cart-data' } },
            { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
            { name: 'settings', configMap: { name: 'settings' } },
            { name: 'tls', secret: { secretName: 'tls', optional: true } },
            {
              name: 'all',
              projected: {
                sources: [
                  { configMap: { name: 'ca' } },
                  { secret: { name: 'token' } },
                  { downwardAPI: {} },
                ],
              },
            },
            { name: 'tmp', emptyDir: {} },
          ],
          initContainers: [{ name: 'migrate', envFrom: [{ secretRef: { name: 'db' } }] }],
          containers: [
            {
              name: 'web',
              env: [
                { name: 'A', value: 'b' },
                {
                  name: 'C',
                  valueFrom: { configMapKeyRef: { name: 'settings', key: 'c', optional: true } },
                },
                { name: 'D', valueFrom: { secretKeyRef: { name: 'tls', key: 'd' } } },
                { name: 'E', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
              ],
              envFrom: [{ configMapRef: { name: 'extra', optional: true } }],
            },
          ],
        },
      }).sort(),
    ).toEqual([
      'mounts ConfigMap ca',
      'mounts ConfigMap extra?',
      'mounts ConfigMap settings',
      'mounts PersistentVolumeClaim cart-1-scratch',
      'mounts PersistentVolumeClaim cart-data',
      'mounts Secret db',
      'mounts Secret tls',
      'mounts Secret token',
      'runs-on Node node-1',
      'uses PriorityClass high',
      'uses Secret registry',
      'uses ServiceAccount cart',
    ]);
  });

  const template = {
    spec: { containers: [{ name: 'a', envFrom: [{ secretRef: { name: 'db' } }] }] },
  };

  it.each([
    ['a Deployment', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }],
    [
      'a CronJob',
      { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } },
    ],
    [
      'a custom workload',
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template } },
    ],
  ])('reads the template of %s', (_, fields) => {
    expect(references({ name: 'cart', ...fields })).toEqual(['mounts Secret db']);
  });

  it.each([
    ['text', 'hello'],
    ['a null spec', { spec: null }],
    ['a foreign shape', { spec: { containers: 'many', volumes: { a: 1 } } }],
  ])('takes a custom template that is %s for what it is: nothing we know', (_, custom) => {
    const fields = { apiVersion: 'x.io/v1', kind: 'Thing', name: 'a', spec: { template: custom } };
    expect(references(fields)).toEqual([]);
  });

  it('follows an Ingress to its Services, certificates and class', () => {
    const backend = (name: string) => ({ backend: { service: { name, port: { number: 80 } } } });
    expect(
      references({
        ...NETWORKING,
        name: 'shop',
        spec: {
          ingressClassName: 'nginx',
          defaultBackend: { service: { name: 'web' } },
          tls: [{ hosts: ['a'], secretName: 'tls' }, { hosts: ['b'] }],
          rules: [
            { http: { paths: [backend('cart'), backend('web'), { backend: { resource: {} } }] } },
            { host: 'nothing' },
          ],
        },
      }),
    ).toEqual([
      'routes-to Service web',
      'routes-to Service cart',
      'uses Secret tls',
      'uses IngressClass nginx',
    ]);
  });

  it('follows an HTTPRoute to its Gateways and Services, in other namespaces too', () => {
    expect(
      references({
        ...GATEWAY,
        name: 'shop',
        spec: {
          parentRefs: [
            { name: 'public', namespace: 'infra' },
            { kind: 'Service', group: '', name: 'mesh' },
          ],
          rules: [
            {
              backendRefs: [
                { name: 'cart' },
                { name: 'pay', namespace: 'bank' },
                { kind: 'Bucket', group: 'x.io', name: 'b' },
              ],
            },
            {},
          ],
        },
      }),
    ).toEqual([
      'routed-by Gateway infra/public',
      'routes-to Service cart',
      'routes-to Service bank/pay',
    ]);
  });

  it('names the claims of a StatefulSet by their ordinals', () => {
    expect(
      references({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        name: 'db',
        spec: {
          serviceName: 'db',
          replicas: 2,
          volumeClaimTemplates: [{ metadata: { name: 'data' } }],
        },
      }),
    ).toEqual([
      'uses Service db',
      'mounts PersistentVolumeClaim data-db-0?',
      'mounts PersistentVolumeClaim data-db-1?',
    ]);
  });

  it('follows a binding to its role and the accounts of any namespace', () => {
    expect(
      references({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        name: 'edit',
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [
          { kind: 'ServiceAccount', name: 'ci', namespace: 'tools' },
          { kind: 'User', name: 'dana' },
        ],
      }),
    ).toEqual(['uses ClusterRole edit', 'uses ServiceAccount tools/ci']);
  });
});
