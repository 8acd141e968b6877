import { buildKustomization } from '@kubemate/kustomize-node';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import {
  applyOverlays,
  applyPipeline,
  deployFiles,
  itWithKubectl,
  itWithPeer,
  itWithTekton,
  runPipeline,
} from './__testUtils__/peerCluster';
import { SandboxPortal } from './__testUtils__/SandboxPortal';
import {
  dryRun,
  ORDERS,
  readTemplate,
  runTemplate,
  Scaffolded,
  SERVICE_TEMPLATES,
} from './__testUtils__/ServiceTemplates';
import { hasTools, kubectl, runAll, TOOLCHAINS } from './__testUtils__/toolchains';

jest.setTimeout(900_000);

// Jest has no dynamic import, by which a portal loads the sandbox only where it is wanted.
jest.mock('./startConfiguredSandbox', () => ({
  startConfiguredSandbox: () => {
    const { startSandbox, systemClock } = jest.requireActual('@kubemate/sandbox');
    return startSandbox({ seed: 1, clock: systemClock });
  },
}));

let portal: SandboxPortal;
beforeAll(async () => {
  portal = await SandboxPortal.start();
  await portal.untilTemplates([...SERVICE_TEMPLATES, 'add-environment', 'run-pipeline', 'run-job']);
});
afterAll(() => portal?.stop());

/** Only what it writes: a cluster that lacks a kind keeps the whole from being planned. */
async function writtenBy(template: string, values: object): Promise<Scaffolded> {
  const { spec, ...rest } = readTemplate(template);
  const steps = spec.steps.filter(({ action }: any) => action === 'fetch:template');
  const written = { ...rest, spec: { ...spec, steps, output: {} } };
  return Scaffolded.write(await dryRun(portal, written, { values: { ...values } }));
}

describe.each(SERVICE_TEMPLATES)('%s', template => {
  it('asks the same of people as its siblings, and records its version in what it makes', () => {
    const { metadata, spec } = readTemplate(template);
    const [source] = spec.steps;
    expect(spec.parameters).toEqual(readTemplate('node-service').spec.parameters);
    expect(source.input.values).toMatchObject({
      template: metadata.name,
      templateVersion: metadata.annotations['kubemate.io/template-version'],
    });
  });

  it('plans every step as the person, and shows every file, before anything is made', async () => {
    const answer = await dryRun(portal, readTemplate(template), { values: ORDERS });
    const scaffolded = await Scaffolded.write(answer);
    const files = scaffolded.texts();
    await scaffolded.remove();
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        '.tekton/pipeline.yaml',
        'Containerfile',
        'README.md',
        'catalog-info.yaml',
        'deploy/overlays/prod/kustomization.yaml',
        'docs/index.md',
        'mkdocs.yml',
      ]),
    );
    expect([...files.keys()]).not.toContain('Jenkinsfile');
    const log = JSON.stringify(answer.body.log);
    for (const what of ['Deployment', 'Service', 'NetworkPolicy', 'HorizontalPodAutoscaler'])
      expect(log).toContain(`Create ${what} orders`);
    const repository = '/repositories/repositories/shop-team/orders';
    expect((await portal.ask('developer', repository)).status).toBe(404);
    for (const [file, text] of files)
      expect([file, text]).toEqual([file, expect.not.stringContaining('${{')]);
  });

  it('writes a description as text, whatever it holds', async () => {
    const description =
      '"}\': [x] # ${{ 7*7 }} {% raw %} <script>alert(1)</script> $(params.x) `id`';
    const values = { ...ORDERS, description };
    const scaffolded = await Scaffolded.write(
      await dryRun(portal, readTemplate(template), { values }),
    );
    const files = scaffolded.texts();
    await scaffolded.remove();
    const [entity] = parseAllDocuments(files.get('catalog-info.yaml') ?? '');
    expect(entity?.toJS()).toMatchObject({
      metadata: {
        name: 'orders',
        description,
        annotations: { 'backstage.io/kubernetes-id': 'orders', 'kubemate.io/template': template },
      },
      spec: { owner: 'group:default/shop-team' },
    });
    const of = (isMeant: (file: string) => boolean) =>
      [...files].filter(([file]) => isMeant(file)).map(([, text]) => text);
    const texts = of(file => /\.ya?ml$/.test(file));
    expect(texts.flatMap(text => parseAllDocuments(text)).flatMap(({ errors }) => errors)).toEqual(
      [],
    );
    expect(of(file => file.endsWith('.md')).join()).not.toContain('<script>');
    const record = '.kubemate/template.yaml';
    expect(parse(files.get(record) ?? '')).toMatchObject({ values: { description } });
    const isOther = (file: string) => !['catalog-info.yaml', record].includes(file);
    const others = of(file => isOther(file) && !file.endsWith('.md')).join();
    expect(others).not.toContain('7*7');
  });

  it('has a Jenkinsfile instead, where that was chosen', async () => {
    const values = { ...ORDERS, pipeline: 'jenkins' };
    const scaffolded = await Scaffolded.write(
      await dryRun(portal, readTemplate(template), { values }),
    );
    const files = [...scaffolded.texts().keys()];
    await scaffolded.remove();
    expect(files).toContain('Jenkinsfile');
    expect(files.filter(file => file.startsWith('.tekton'))).toEqual([]);
  });

  const { needs, commands } = TOOLCHAINS[template] ?? { needs: ['a toolchain'], commands: [] };
  (hasTools(needs) ? it : it.skip)(
    `writes code that builds and passes its own tests, with ${needs.join(' and ')}`,
    async () => {
      const scaffolded = await writtenBy(template, ORDERS);
      try {
        await runAll(scaffolded.root, commands);
      } finally {
        await scaffolded.remove();
      }
    },
  );

  itWithKubectl('writes overlays that kubectl builds to the same objects', async () => {
    const values = { ...ORDERS, host: 'orders.example.com', monitoring: true };
    for (const each of [ORDERS, values]) {
      const scaffolded = await writtenBy(template, each);
      for (const overlay of ['dev', 'staging', 'prod']) {
        const folder = `deploy/overlays/${overlay}`;
        const real = await kubectl(['kustomize', path.join(scaffolded.root, folder)]);
        const own = buildKustomization(scaffolded.texts(), folder);
        const byTitle = (objects: readonly any[]) =>
          Object.fromEntries(objects.map(object => [object.kind, object]));
        expect(byTitle(own)).toEqual(
          byTitle(parseAllDocuments(real).map(document => document.toJS())),
        );
        expect(own.every(({ metadata }) => metadata.namespace === 'shop')).toBe(true);
      }
      await scaffolded.remove();
    }
  });

  itWithPeer('writes manifests that a real API server takes, strictly', async () => {
    const scaffolded = await writtenBy(template, { ...ORDERS, host: 'orders.example.com' });
    const overlays = ['dev', 'staging', 'prod'];
    const files = scaffolded.texts();
    await scaffolded.remove();
    await applyOverlays(files, { name: 'orders', namespace: `t-${template}`, overlays });
  });

  itWithTekton('writes a Pipeline that the types of a real Tekton take', async () => {
    const scaffolded = await writtenBy(template, ORDERS);
    const files = scaffolded.texts();
    await scaffolded.remove();
    await applyPipeline(files, 'orders');
  });

  it.each([
    ['name', 'Orders'],
    ['name', '../orders'],
    ['name', '-orders'],
    ['name', 'o'.repeat(41)],
    ['description', 'two\nlines'],
    ['owner', 'user:default/developer'],
    ['host', 'no spaces.example.com'],
    ['registry', 'registry.example.com/$(id)'],
    ['pipeline', 'make'],
    ['environments', { dev: { cluster: 'dev', namespace: 'shop' } }],
  ])('refuses %s %j by name', async (field, value) => {
    const values = { ...ORDERS, [field]: value };
    const answer = await portal.ask('developer', '/scaffolder/v2/tasks', {
      templateRef: `template:default/${template}`,
      values,
    });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      400,
      expect.stringContaining(field),
    ]);
  });
});

(hasTools(['git', 'npm']) ? itWithTekton : it.skip)(
  'writes a Pipeline that a real Tekton takes from a commit to the Deployment, with stand-ins for buildah and trivy',
  async () => {
    const namespace = 't-pipeline';
    const environments = { ...ORDERS.environments, dev: { cluster: 'dev', namespace } };
    const scaffolded = await writtenBy('node-service', { ...ORDERS, environments });
    const files = scaffolded.texts();
    const of = { root: scaffolded.root, files };
    const { run, logs, image, commit } = await runPipeline(of, { name: 'orders', namespace });
    await scaffolded.remove();
    const [{ status }] = run.status.conditions;
    expect([status, logs.slice(-4_000)]).toEqual(['True', expect.stringMatching(/rolled out/)]);
    const built = `registry.example.com/${namespace}/orders:${commit}`;
    expect([run.status.results, image]).toEqual([[{ name: 'IMAGE_URL', value: built }], built]);
  },
);

it('makes a repository, the objects in dev and a run that succeeds', async () => {
  const task = await runTemplate(portal, 'node-service', { ...ORDERS, host: 'orders.example.com' });
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  const repository = await portal.ask('developer', '/repositories/repositories/shop-team/orders');
  expect(repository.status).toBe(200);
  const files = await portal.ask(
    'developer',
    '/repositories/repositories/shop-team/orders/files?path=src',
  );
  expect(JSON.stringify(files.body)).toContain('main.ts');
  const entity = await portal.askUntil(
    'developer',
    '/catalog/entities/by-name/component/default/orders',
    { isMet: ({ status }) => status === 200, seconds: 10 },
  );
  expect(entity.body).toMatchObject({ spec: { owner: 'group:default/shop-team' } });
  const runs = await portal.askUntil(
    'developer',
    '/pipelines/runs?places=dev&folders=shop&pipeline=orders',
    { isMet: ({ body }) => body.items?.[0]?.phase === 'succeeded', seconds: 120 },
  );
  expect(runs.body.items).toMatchObject([{ phase: 'succeeded', pipeline: 'orders' }]);
});

it('adds an environment to it by a pull request, and none that it has already', async () => {
  const values = {
    ...{ component: 'component:default/orders', environment: 'demo' },
    ...{ cluster: 'dev', namespace: 'shop', minReplicas: 1, maxReplicas: 3 },
  };
  const task = await runTemplate(portal, 'add-environment', values);
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  const repository = '/repositories/repositories/shop-team/orders';
  const opened = await portal.ask('developer', `${repository}/pull-requests/1`);
  expect(opened.body).toMatchObject({ title: 'Add the environment demo', state: 'open' });
  expect(JSON.stringify(opened.body)).toContain('deploy/overlays/demo/kustomization.yaml');
  expect(JSON.stringify(opened.body)).not.toContain('deploy/overlays/prod');
  const known = await portal.ask('developer', '/scaffolder/v2/tasks', {
    templateRef: 'template:default/add-environment',
    values: { ...values, environment: 'prod' },
  });
  expect(known.status).toBe(400);
  const foreign = await runTemplate(portal, 'add-environment', {
    ...values,
    namespace: 'payments',
  });
  expect([foreign.body.status, foreign.log]).toEqual([
    'failed',
    expect.stringMatching(/You lack patch on \w+ in payments on dev/),
  ]);
});

itWithPeer('adds an environment that a real API server takes, strictly', async () => {
  const at = { repository: 'shop-team/orders', ref: 'environment-demo' };
  const files = await deployFiles(portal, at);
  await applyOverlays(files, {
    name: 'orders',
    namespace: 't-add-environment',
    overlays: ['demo'],
  });
});

it('makes nothing where the person has no rights: another tenant’s namespace', async () => {
  const environments = {
    ...ORDERS.environments,
    dev: { cluster: 'dev', namespace: 'payments' },
  };
  const task = await runTemplate(portal, 'node-service', {
    ...ORDERS,
    name: 'sneaky',
    environments,
  });
  expect(task.body.status).toBe('failed');
  expect(task.log).toMatch(/You lack patch on \w+ in payments on dev/);
  const repository = await portal.ask('platform', '/repositories/repositories/shop-team/sneaky');
  expect(repository.status).toBe(404);
});

it('makes nothing for a team that the person is not in', async () => {
  const owner = 'group:default/payments-team';
  const task = await runTemplate(portal, 'node-service', { ...ORDERS, name: 'foreign', owner });
  expect(task.body.status).toBe('failed');
  const repository = await portal.ask(
    'platform',
    '/repositories/repositories/payments-team/foreign',
  );
  expect(repository.status).toBe(404);
});

it('says before anything is made that a cluster lacks what was asked for', async () => {
  const task = await runTemplate(portal, 'node-service', {
    ...ORDERS,
    name: 'watched',
    monitoring: true,
  });
  expect(task.body.status).toBe('failed');
  expect(task.log).toContain('ServiceMonitor');
  const repository = await portal.ask('platform', '/repositories/repositories/shop-team/watched');
  expect(repository.status).toBe(404);
});

it('starts a pipeline that is there with what it asks for, as the person', async () => {
  const pipeline = {
    ...{ engine: 'tekton', place: 'dev', folder: 'shop', name: 'build-and-deploy' },
    params: {
      ...{ component: 'cart', repository: 'https://git.example.com/cart', revision: '4f2a9c1' },
      ...{ image: 'registry.example.com/shop/cart', tag: 'by-template' },
    },
    workspaces: {},
  };
  const task = await runTemplate(portal, 'run-pipeline', { pipeline });
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  const { body: events } = await portal.ask(
    'developer',
    `/scaffolder/v2/tasks/${task.body.id}/events`,
  );
  const { links } = events.find(({ type }: any) => type === 'completion').body.output;
  const run = await portal.ask('developer', links[0].url);
  expect(run.body.params).toContainEqual({ name: 'tag', value: 'by-template' });
  const elsewhere = { ...pipeline, folder: 'payments' };
  const refused = await runTemplate(portal, 'run-pipeline', { pipeline: elsewhere });
  expect([refused.body.status, refused.log]).toEqual(['failed', expect.stringMatching(/You lack/)]);
});

it('runs an image to its end with the devices that it asks for, as the person', async () => {
  const values = {
    ...{ cluster: 'dev', namespace: 'shop', name: 'train', image: 'registry.example.com/shop/a:1' },
    ...{ command: 'echo "it\'s: #1"', cpu: '1', memory: '1Gi', retries: 0 },
  };
  const gpu = { resource: 'nvidia.com/gpu', count: 2 };
  const task = await runTemplate(portal, 'run-job', { ...values, gpu });
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  const at = new URLSearchParams({ cluster: 'dev', resource: 'batch/v1/jobs', namespace: 'shop' });
  const job = await portal.ask('developer', `/clusters/objects?${at}&name=train`);
  const { tolerations, containers } = job.body.spec.template.spec;
  expect(tolerations).toMatchObject([{ key: 'nvidia.com/gpu', operator: 'Exists' }]);
  expect(containers).toMatchObject([
    {
      command: ['/bin/sh', '-c', 'echo "it\'s: #1"'],
      resources: { limits: { 'nvidia.com/gpu': expect.anything() } },
    },
  ]);
  const plain = await runTemplate(portal, 'run-job', { ...values, name: 'plain' });
  expect([plain.body.status, plain.log.slice(-500)]).toEqual(['completed', expect.anything()]);
});
