import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { buildKustomization } from './buildKustomization';

jest.setTimeout(240_000);

const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const bin = process.env.KUBEMATE_PEERS ?? path.join(cache, 'kubemate-peers/bin');
const kubectl = path.join(bin, 'kubectl');
// Skipped, and counted as that, where there is none: `npm test` builds it.
const itWithKubectl = existsSync(kubectl) ? it : it.skip;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { tier: front } }
spec:
  template:
    metadata: { annotations: { a: b } }
    spec:
      containers:
        - name: web
          image: registry.example.com:5000/shop/web:1.0
          args: [serve]
          env: [{ name: A, value: '1' }, { name: B, value: '2' }]
          ports: [{ name: http, containerPort: 8080 }]
        - { name: side, image: shop/side }
      initContainers: [{ name: init, image: 'shop/side@sha256:aa' }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ name: http, port: 80 }, { name: admin, port: 81 }] }
`;
const ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec: { hostnames: [a.example.com, b.example.com] }
`;

type Files = Record<string, string>;

const base: Files = {
  'base/objects.yaml': DEPLOYMENT,
  'base/kustomization.yaml': stringify({
    resources: ['objects.yaml'],
    labels: [{ pairs: { app: 'web' }, includeTemplates: true }],
  }),
  'component/route.yaml': ROUTE,
  'component/kustomization.yaml': stringify({
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    resources: ['route.yaml'],
    patches: [
      {
        target: { kind: 'Deployment' },
        patch: stringify([{ op: 'add', path: '/spec/paused', value: true }]),
      },
    ],
  }),
};

function overlay(kustomization: object, more: Files = {}): Files {
  const text = stringify({ resources: ['../base'], ...kustomization });
  return { ...base, ...more, 'overlay/kustomization.yaml': text };
}

const build = (files: Files) => buildKustomization(new Map(Object.entries(files)), 'overlay');
const byTitle = (objects: readonly any[]) =>
  Object.fromEntries(objects.map(object => [`${object.kind} ${object.metadata.name}`, object]));

async function realBuild(files: Files): Promise<any[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kustomize-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const built = execFileSync(kubectl, ['kustomize', path.join(folder, 'overlay')], {
      encoding: 'utf8',
    });
    return parseAllDocuments(built).map(document => document.toJS());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const DEPLOY_REF = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
const merge = (spec: object) => stringify({ ...DEPLOY_REF, spec: { template: { spec } } });

const CASES: [string, Files][] = [
  ['namespace', overlay({ namespace: 'shop-dev' })],
  [
    'labels and annotations',
    overlay({ labels: [{ pairs: { env: 'dev' } }], commonAnnotations: { by: 'me' } }),
  ],
  [
    'a tag behind a registry with a port',
    overlay({ images: [{ name: 'registry.example.com:5000/shop/web', newTag: '2' }] }),
  ],
  [
    'a new name, and a digest in place of a tag',
    overlay({ images: [{ name: 'shop/side', newName: 'other/side', digest: 'sha256:bb' }] }),
  ],
  [
    'a new name that keeps the tag',
    overlay({ images: [{ name: 'registry.example.com:5000/shop/web', newName: 'x/y' }] }),
  ],
  ['replicas', overlay({ replicas: [{ name: 'web', count: 0 }] })],
  ['components', overlay({ components: ['../component'], namespace: 'shop' })],
  [
    'a strategic patch that merges lists',
    overlay(
      {
        patches: [{ path: 'patch.yaml' }],
      },
      {
        'overlay/patch.yaml': merge({
          containers: [
            { name: 'side', env: [{ name: 'X', value: 'y' }] },
            {
              name: 'web',
              args: ['other'],
              env: [
                { name: 'C', value: '3' },
                { name: 'A', value: '9' },
              ],
            },
            { name: 'third', image: 'c' },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        }),
      },
    ),
  ],
  [
    'a strategic patch that deletes',
    overlay({
      patches: [
        {
          patch: merge({ initContainers: null, containers: [{ name: 'side', $patch: 'delete' }] }),
        },
      ],
    }),
  ],
  [
    'a strategic patch of a custom resource, whose lists are replaced',
    overlay({
      components: ['../component'],
      patches: [
        {
          patch: stringify({
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'HTTPRoute',
            metadata: { name: 'web' },
            spec: { hostnames: ['c.example.com'] },
          }),
        },
      ],
    }),
  ],
  [
    'an object that a patch takes away',
    overlay({
      patches: [
        {
          patch: stringify({
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'web' },
            $patch: 'delete',
          }),
        },
      ],
    }),
  ],
  [
    'a patch of all that a target selects',
    overlay({
      patches: [
        {
          target: { group: 'apps', version: 'v1', kind: 'Deployment', labelSelector: 'tier=front' },
          patch: merge({ hostNetwork: true }),
        },
      ],
    }),
  ],
  [
    'a JSON patch',
    overlay({
      patches: [
        {
          target: { kind: 'Service', name: 'web' },
          patch: stringify([
            { op: 'replace', path: '/spec/ports/0/port', value: 8080 },
            { op: 'add', path: '/spec/ports/-', value: { name: 'x', port: 1 } },
            { op: 'remove', path: '/spec/ports/1' },
          ]),
        },
      ],
    }),
  ],
];

itWithKubectl.each(CASES)('builds %s as kubectl does', async (_, files) => {
  expect(byTitle(build(files))).toEqual(byTitle(await realBuild(files)));
});

itWithKubectl('builds any mixture of them as kubectl does', async () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{1,6}$/);
  const env = fc.uniqueArray(
    fc.record({ name: fc.constantFrom('A', 'B', 'C', 'D'), value: fc.constantFrom('p', 'q', 'r') }),
    { selector: ({ name }) => name, minLength: 1 },
  );
  const containers = fc.uniqueArray(
    fc.record(
      { name: fc.constantFrom('web', 'side'), env, image: fc.constantFrom('a/b:1', 'c/d') },
      { requiredKeys: ['name'] },
    ),
    { selector: ({ name }) => name, minLength: 1 },
  );
  const kustomization = fc.record(
    {
      namespace: word.map(name => `ns-${name}`),
      labels: fc
        .array(fc.record({ pair: fc.tuple(word, word), includeTemplates: fc.boolean() }))
        .map(entries =>
          entries.map(({ pair: [key, value], includeTemplates }, index) => ({
            ...{ pairs: { [`${key}-${index}`]: value }, includeTemplates },
          })),
        ),
      replicas: fc.constant([{ name: 'web', count: 4 }]),
      images: fc.array(
        fc.record(
          { name: fc.constantFrom('shop/side', 'a/b', 'c/d'), newTag: word, newName: word },
          { requiredKeys: ['name', 'newTag'] },
        ),
        { maxLength: 2 },
      ),
      components: fc.constant(['../component']),
      patches: fc.array(
        containers.map(list => ({ patch: merge({ containers: list }) })),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(kustomization, async each => {
      const files = overlay(each);
      expect(byTitle(build(files))).toEqual(byTitle(await realBuild(files)));
    }),
    { numRuns: 30 },
  );
});

describe('names file and field of', () => {
  it.each([
    [
      'a field that is not supported',
      { configMapGenerator: [] },
      'overlay/kustomization.yaml: configMapGenerator is not supported',
    ],
    ['a prefix of names', { namePrefix: 'x-' }, 'namePrefix is not supported'],
    [
      'labels in selectors',
      { labels: [{ pairs: {}, includeSelectors: true }] },
      'labels.0.includeSelectors',
    ],
    [
      'a label that is there twice',
      { labels: [{ pairs: { a: 'b' } }, { pairs: { a: 'c' } }] },
      'labels: a label that is there twice',
    ],
    [
      'a field of a patch',
      { patches: [{ patch: 'a: b', options: {} }] },
      'patches.0.options is not supported',
    ],
    ['a folder that is not there', { resources: ['../other'] }, 'names other, which is not there'],
    ['a folder outside', { resources: ['../../etc'] }, 'is outside the workspace'],
    ['an address', { resources: ['https://example.com/x'] }, 'only paths within the workspace'],
    ['a repository', { resources: ['github.com/a/b?ref=c'] }, 'only paths within the workspace'],
    ['a component among resources', { resources: ['../component'] }, 'it is a Component'],
    ['a base among components', { components: ['../base'] }, 'which is no Component'],
    ['itself', { resources: ['../overlay'] }, 'overlay is part of itself'],
    [
      'a thing that is there twice',
      { resources: ['../base', '../base'] },
      'Deployment web is there twice',
    ],
    [
      'a patch of nothing',
      { patches: [{ patch: 'apiVersion: v1\nkind: Pod\nmetadata: { name: x }' }] },
      'there is no Pod x to patch',
    ],
    [
      'a JSON patch that does not fit',
      { patches: [{ target: { kind: 'Service' }, patch: '- { op: remove, path: /spec/none }' }] },
      'does not fit Service web',
    ],
    [
      'a pattern that could take for ever',
      { patches: [{ target: { name: '(a+)+' }, patch: 'a: b' }] },
      'name it in full',
    ],
    [
      'replicas of nothing',
      { replicas: [{ name: 'none', count: 1 }] },
      'there is no none to scale',
    ],
  ])('%s', (_, kustomization, message) => {
    expect(() => build(overlay(kustomization))).toThrow(message);
  });

  it('an object without a name', () => {
    const files = {
      ...overlay({}),
      'base/objects.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {}',
    };
    expect(() => build(files)).toThrow('base/objects.yaml: metadata.name');
  });
});
