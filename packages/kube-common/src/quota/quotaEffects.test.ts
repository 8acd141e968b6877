import type { KubeObject } from '../kubeObject';
import { quotaEffects } from './quotaEffects';

const metadata = { uid: 'u', resourceVersion: '1', creationTimestamp: '', name: 'x' };

function deployment(replicas: number, resources: object): KubeObject {
  const spec = { replicas, template: { spec: { containers: [{ name: 'a', resources }] } } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec } as KubeObject;
}

function quota(hard: object, used: object = {}, spec: object = {}) {
  return {
    ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { ...metadata, name: 'compute' } },
    ...{ spec: { hard, ...spec }, status: { hard, used } },
  } as KubeObject;
}

const REQUESTS = { requests: { cpu: '250m', memory: '128Mi' } };

describe('quotaEffects', () => {
  it('counts all replicas, and only the difference to what is there', () => {
    const namespace = {
      quotas: [quota({ 'requests.cpu': '2', pods: '10' }, { 'requests.cpu': '500m', pods: '2' })],
      limitRanges: [],
    };
    const change = { after: deployment(4, REQUESTS), collection: 'deployments.apps' };
    expect(quotaEffects(change, namespace).effects).toEqual([
      { quota: 'compute', resource: 'requests.cpu', hard: 2, used: 0.5, adds: 1 },
      { quota: 'compute', resource: 'pods', hard: 10, used: 2, adds: 4 },
    ]);
    const less = { ...change, before: deployment(6, REQUESTS) };
    expect(quotaEffects(less, namespace).effects).toMatchObject([{ adds: -0.5 }, { adds: -2 }]);
    const same = { ...change, before: deployment(4, REQUESTS) };
    expect(quotaEffects(same, namespace).effects).toEqual([]);
  });

  it('knows the older names, counts objects, devices and claims', () => {
    const namespace = {
      quotas: [
        quota({ cpu: '1', 'requests.nvidia.com/gpu': '2', 'count/deployments.apps': '5' }),
        quota({ 'requests.storage': '10Gi', persistentvolumeclaims: '3' }),
      ],
      limitRanges: [],
    };
    const gpus = { requests: { cpu: 1 }, limits: { 'nvidia.com/gpu': 1 } };
    const after = deployment(2, gpus);
    expect(quotaEffects({ after, collection: 'deployments.apps' }, namespace).effects).toEqual([
      expect.objectContaining({ resource: 'cpu', adds: 2 }),
      expect.objectContaining({ resource: 'requests.nvidia.com/gpu', adds: 2 }),
      expect.objectContaining({ resource: 'count/deployments.apps', adds: 1 }),
    ]);
    const claim = {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata },
      spec: { resources: { requests: { storage: '1Gi' } } },
    } as KubeObject;
    const of = { after: claim, collection: 'persistentvolumeclaims' };
    expect(quotaEffects(of, namespace).effects).toEqual([
      expect.objectContaining({ resource: 'requests.storage', adds: 2 ** 30 }),
      expect.objectContaining({ resource: 'persistentvolumeclaims', adds: 1 }),
    ]);
  });

  it('says what containers have to name, unless a LimitRange or a limit says it for them', () => {
    const quotas = [quota({ 'requests.cpu': '2', 'limits.memory': '1Gi' })];
    const of = { after: deployment(1, {}), collection: 'deployments.apps' };
    expect(quotaEffects(of, { quotas, limitRanges: [] }).unnamed).toEqual([
      'limits.memory',
      'requests.cpu',
    ]);
    const limits = [{ type: 'Container', default: { memory: '64Mi' }, defaultRequest: { cpu: 1 } }];
    const limitRanges = [
      { ...{ apiVersion: 'v1', kind: 'LimitRange', metadata }, spec: { limits } },
    ] as KubeObject[];
    expect(quotaEffects(of, { quotas, limitRanges })).toEqual({
      unnamed: [],
      effects: [
        expect.objectContaining({ resource: 'requests.cpu', adds: 1 }),
        expect.objectContaining({ resource: 'limits.memory', adds: 64 * 2 ** 20 }),
      ],
    });
    const limited = deployment(1, { limits: { cpu: '100m', memory: '1Mi' } });
    const report = quotaEffects({ ...of, after: limited }, { quotas, limitRanges: [] });
    expect(report.unnamed).toEqual([]);
    expect(report.effects).toContainEqual(
      expect.objectContaining({ resource: 'requests.cpu', adds: 0.1 }),
    );
  });

  it('leaves out quotas with a scope', () => {
    const quotas = [quota({ pods: '1' }, {}, { scopes: ['BestEffort'] })];
    const of = { after: deployment(1, REQUESTS), collection: 'deployments.apps' };
    expect(quotaEffects(of, { quotas, limitRanges: [] }).effects).toEqual([]);
  });
});
