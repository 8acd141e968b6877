import type { KubeService } from '@kubemate/kube-node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderForge } from '../__testUtils__/FolderForge';
import { firstFiles } from '../__testUtils__/firstFiles';
import type { Component } from '../environments/Components';
import type { Environment } from '../environments/Environment';
import { parseImage } from '../imageRef';
import { isFirst, readFirstRelease } from './FirstRelease';

const folder = mkdtempSync(path.join(tmpdir(), 'first-release-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE = { repository: 'team/cart', folder: 'deploy/overlays/{environment}' };
const COMPONENT = {
  ...{ ref: 'component:default/cart', name: 'cart', title: 'Cart', system: 'shop' },
  ...{ labelSelector: 'backstage.io/kubernetes-id=cart', source: SOURCE },
} as Component;
const PROD = {
  ...{ name: 'prod', title: 'Production', cluster: 'live', namespace: '{system}-prod' },
} as Environment;
const kube = {
  typeOf: async ({ kind }: { kind: string }) => ({ namespaced: kind !== 'ClusterRole' }),
} as unknown as KubeService;

async function read(changes: Readonly<Record<string, string>> = {}, environment = PROD) {
  const at = mkdtempSync(path.join(folder, 'forge-'));
  const forge = new FolderForge(at);
  for (const [file, text] of Object.entries({ ...firstFiles('prod'), ...changes }))
    forge.write(file, text);
  const image = parseImage(`registry.example.com/shop/cart:2@sha256:${'a'.repeat(64)}`);
  return readFirstRelease({ forge, kube }, {
    ...{ component: COMPONENT, source: SOURCE, environment, image },
    ...{ viewer: {}, credentials: {} },
  } as never);
}

it('builds the overlay with the image, the workload last', async () => {
  const first = await read();
  expect(first).toMatchObject({
    ref: {
      cluster: 'live',
      kind: 'Deployment',
      namespace: 'shop-prod',
      name: 'cart',
      container: 'cart',
    },
    objects: [
      { kind: 'Service', metadata: { namespace: 'shop-prod' } },
      {
        kind: 'Deployment',
        spec: {
          replicas: 2,
          template: {
            spec: {
              containers: [
                { name: 'cart', image: expect.stringMatching(/cart:2@sha256:a+$/) },
                { name: 'proxy', image: 'proxy:1' },
              ],
            },
          },
        },
      },
    ],
  });
});

const OVERLAY = 'deploy/overlays/prod/kustomization.yaml';
const overlay = 'resources: [../../base, more.yaml]\nnamespace: shop-prod\n';
const object = (kind: string, apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: more }\n`;

it.each([
  ['an overlay of nothing', { [OVERLAY]: '' }, 'firstWorkload'],
  ['what kustomize would refuse', { [OVERLAY]: 'generators: [x]\n' }, 'firstProblem'],
  [
    'a Secret, which would be kept',
    { [OVERLAY]: overlay, 'deploy/overlays/prod/more.yaml': object('Secret') },
    'firstSecret',
  ],
  [
    'what belongs to the whole cluster',
    {
      [OVERLAY]: 'resources: [../../base, more.yaml]\n',
      'deploy/overlays/prod/more.yaml': object('ClusterRole', 'rbac.authorization.k8s.io/v1'),
    },
    'firstClusterWide',
  ],
  [
    'a namespace where the board would not look',
    { [OVERLAY]: 'resources: [../../base]\nnamespace: elsewhere\n' },
    'firstNamespaces',
  ],
  [
    'no workload with the labels of the component',
    { [OVERLAY]: 'resources: [../../base/service.yaml]\nnamespace: shop-prod\n' },
    'firstWorkload',
  ],
])('refuses %s', async (_, changes, code) => {
  expect(await read(changes)).toMatchObject({ refusal: { code } });
});

it('says so where there is no overlay', async () => {
  const refused = await read({}, { ...PROD, name: 'qa' });
  expect(refused).toMatchObject({ refusal: { code: 'firstProblem' } });
});

it('is asked of components with manifests of their own, where they are meant to be', () => {
  expect(isFirst(COMPONENT, PROD)).toBe(true);
  expect(isFirst({ ...COMPONENT, environments: ['dev'] }, PROD)).toBe(false);
  expect(isFirst({ ...COMPONENT, source: undefined }, PROD)).toBe(false);
  // A GitOps controller makes it by itself.
  expect(isFirst({ ...COMPONENT, git: { ...SOURCE, by: 'commit' } }, PROD)).toBe(false);
});
