import { NotAllowedError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { textOf } from '@kubemate/operations-common';
import type { OperationContext } from '@kubemate/operations-node';
import type { NamedObject } from './namedObject';
import { quotaOf } from './quotaOf';

const metadata = { name: 'cart', uid: 'u', resourceVersion: '1', creationTimestamp: '' };
const named = {
  ref: {
    ...{ cluster: 'dev', namespace: 'shop', name: 'cart' },
    resource: { group: 'apps', version: 'v1', plural: 'deployments' },
  },
} as NamedObject;

function deployment(resources: object): KubeObject {
  const spec = { replicas: 3, template: { spec: { containers: [{ name: 'cart', resources }] } } };
  return { ...{ apiVersion: 'apps/v1', kind: 'Deployment' }, metadata, spec } as KubeObject;
}

function contextWith(list: (plural: string) => Promise<readonly object[]>): OperationContext {
  const kube = { list: async ({ resource }: any) => list(resource.plural) };
  return { kube, viewer: {} } as unknown as OperationContext;
}

const QUOTA = {
  metadata: { ...metadata, name: 'tenant' },
  spec: { hard: { 'requests.cpu': '1', 'requests.memory': '1Gi' } },
  status: { hard: { 'requests.cpu': '1' }, used: { 'requests.cpu': '750m' } },
};
const context = contextWith(async plural => (plural === 'resourcequotas' ? [QUOTA] : []));

it('says how much is missing of a quota, before the pods say it', async () => {
  const after = deployment({ requests: { cpu: '100m', memory: '1Mi' } });
  const { quota, warnings } = await quotaOf({ named, before: undefined, after }, context);
  const place = { cluster: 'dev', namespace: 'shop', quota: 'tenant' };
  expect(quota).toEqual([
    { ...place, resource: 'requests.cpu', hard: 1, used: 0.75, adds: expect.closeTo(0.3) },
  ]);
  expect(warnings.map(textOf)).toEqual([
    'It takes 0.3 of requests.cpu, and quota tenant of shop has 0.25 of 1 left',
  ]);
});

it('says what containers have to name where a quota counts it', async () => {
  const { warnings } = await quotaOf({ named, before: undefined, after: deployment({}) }, context);
  expect(warnings.map(textOf)).toEqual([
    'A quota of shop counts requests.cpu: pods whose containers do not name it are refused',
  ]);
});

it('says nothing of quotas that the person may not read', async () => {
  const blind = contextWith(async () => {
    throw new NotAllowedError();
  });
  const after = deployment({ requests: { cpu: '4' } });
  expect(await quotaOf({ named, before: undefined, after }, blind)).toEqual({
    quota: [],
    warnings: [],
  });
});
