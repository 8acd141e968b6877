import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { describeGiteaTemplates, giteaHost } from './__testUtils__/giteaTemplates';
import type { GiteaHost } from './__testUtils__/giteaTemplates';
import {
  applyOverlays,
  applyPipeline,
  deployFiles,
  itWithPeer,
  itWithTekton,
} from './__testUtils__/peerCluster';
import { SandboxPortal } from './__testUtils__/SandboxPortal';
import { ORDERS, readTemplate, runTemplate } from './__testUtils__/ServiceTemplates';

jest.setTimeout(900_000);

// Jest has no dynamic import, by which a portal loads the sandbox only where it is wanted.
jest.mock('./startConfiguredSandbox', () => ({
  startConfiguredSandbox: () => {
    const { startSandbox, systemClock } = jest.requireActual('@kubemate/sandbox');
    return startSandbox({ seed: 1, clock: systemClock });
  },
}));

let portal: SandboxPortal;
let gitea: GiteaHost | undefined;
beforeAll(async () => {
  gitea = await giteaHost();
  portal = await SandboxPortal.start(gitea?.config);
  await portal.untilTemplates([
    'node-service',
    'add-route',
    'add-environment',
    'onboard-repository',
  ]);
  const task = await runTemplate(portal, 'node-service', { ...ORDERS, host: 'orders.example.com' });
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  await portal.askUntil('developer', '/catalog/entities/by-name/component/default/orders', {
    isMet: ({ status }) => status === 200,
    seconds: 30,
  });
});
afterAll(() => portal?.stop());

const REPOSITORY = '/repositories/repositories/shop-team/orders';
const OPERATIONS = '/repositories/operations';
const PLACE = { owner: 'shop-team', name: 'orders' };

async function templatedNow() {
  const { body } = await portal.ask('developer', '/repositories/templated');
  return body.items.find(({ name }: any) => name === 'orders');
}

it('knows what made it, with its values and without secrets', async () => {
  const { body } = await portal.ask(
    'developer',
    `${REPOSITORY}/files?path=.kubemate/template.yaml`,
  );
  const record = parse(body.file.content);
  expect(record).toMatchObject({
    template: 'template:default/node-service',
    version: readTemplate('node-service').metadata.annotations['kubemate.io/template-version'],
    values: { ...ORDERS, host: 'orders.example.com' },
  });
  const { body: all } = await portal.ask('developer', `${REPOSITORY}/files?recursive=true`);
  const files = all.items.map((each: any) => each.path);
  expect(Object.keys(record.files).sort()).toEqual(
    files.filter((file: string) => file !== '.kubemate/template.yaml').sort(),
  );
  expect(await templatedNow()).toMatchObject({
    ...{ state: 'current', behind: 0, changedByHand: 0, may: { write: true } },
    component: 'component:default/orders',
  });
  const { body: detail } = await portal.ask('developer', `${REPOSITORY}/template`);
  expect(detail).toMatchObject({ files: [], since: [] });
  expect(detail.notCompared).toBeUndefined();
  // Somebody who may only look is told the same, and may do nothing.
  const { body: looked } = await portal.ask('auditor', `${REPOSITORY}/template`);
  expect(looked).toMatchObject({ state: 'current', files: [], may: { write: false } });
});

async function fileOf(repository: string, file: string, ref = 'main') {
  const query = new URLSearchParams({ path: file, ref });
  const { body } = await portal.ask(
    'developer',
    `/repositories/repositories/shop-team/${repository}/files?${query}`,
  );
  return body.file?.content;
}

it('has a route with canary proposed for one environment, with what promotions read', async () => {
  const values = {
    ...{ component: 'component:default/orders', environment: 'dev', cluster: 'dev' },
    ...{ host: 'shop.example.com', gateway: 'public', gatewayNamespace: 'kube-system' },
    ...{ firstShare: 20, secondShare: 60, minutes: 3, metric: 'memory' },
  };
  const task = await runTemplate(portal, 'add-route', values);
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  const { body: request } = await portal.ask('developer', `${REPOSITORY}/pull-requests/1`);
  expect(request).toMatchObject({ title: 'Add a route with canary to dev', mergeable: 'clean' });
  expect(request.files.map(({ path: file }: any) => file)).toEqual([
    'catalog-info.yaml',
    'deploy/overlays/dev/httproute.yaml',
    'deploy/overlays/dev/kustomization.yaml',
  ]);
  const before = await fileOf('orders', 'catalog-info.yaml');
  const after = await fileOf('orders', 'catalog-info.yaml', 'route-dev');
  expect(parse(after).metadata.annotations).toEqual({
    ...parse(before).metadata.annotations,
    'kubemate.io/rollout': 'canary',
    'kubemate.io/rollout-route': 'orders',
    'kubemate.io/rollout-steps': '20/3m memory, 60/3m memory',
  });
  // Nothing else of the file is written anew.
  expect(after.split('\n').filter((line: string) => !before.includes(line))).toHaveLength(3);
  const overlay = 'deploy/overlays/dev/kustomization.yaml';
  const kustomization = parse(await fileOf('orders', overlay, 'route-dev'));
  expect(kustomization.resources).toEqual(['../../base', 'httproute.yaml']);
  expect(kustomization.components).toBeUndefined();
  expect(
    parse(await fileOf('orders', 'deploy/overlays/dev/httproute.yaml', 'route-dev')),
  ).toMatchObject({
    kind: 'HTTPRoute',
    spec: {
      hostnames: ['shop.example.com'],
      parentRefs: [{ name: 'public', namespace: 'kube-system' }],
      rules: [{ backendRefs: [{ name: 'orders', port: 80, weight: 100 }] }],
    },
  });
  const closed = await portal.ask('developer', `${OPERATIONS}/close-pull-request`, {
    ...{ ...PLACE, number: 1 },
  });
  expect(closed.status).toBe(200);
  const nowhere = await runTemplate(portal, 'add-route', { ...values, environment: 'nowhere' });
  expect([nowhere.body.status, nowhere.log]).toEqual([
    'failed',
    expect.stringContaining('There is no file deploy/overlays/nowhere/kustomization.yaml'),
  ]);
});

itWithPeer(
  'has a route proposed that the real type of the Gateway API takes, strictly',
  async () => {
    const files = await deployFiles(portal, { repository: 'shop-team/orders', ref: 'route-dev' });
    expect(files.get('deploy/overlays/dev/kustomization.yaml')).toContain('httproute.yaml');
    await applyOverlays(files, { name: 'orders', namespace: 't-add-route', overlays: ['dev'] });
  },
);

const ONBOARD = {
  ...{ repository: 'shop-team/legacy', name: 'legacy', description: 'Older than the portal' },
  ...{ environments: ORDERS.environments, port: 9000, healthPath: '/health', readyPath: '/health' },
  ...{ memory: '512Mi', pipeline: 'jenkins', registry: 'registry.example.com' },
  ...{ testImage: 'docker.io/library/golang:1.26-bookworm', testCommand: 'go test ./...' },
};

it('proposes to an existing repository what it lacks, and leaves what it has', async () => {
  const place = { owner: 'shop-team', name: 'legacy' };
  await portal.ask('developer', `${OPERATIONS}/create`, { ...place, visibility: 'private' });
  const early = await runTemplate(portal, 'onboard-repository', ONBOARD);
  expect([early.body.status, early.log]).toEqual([
    'failed',
    expect.stringContaining('has no commit yet'),
  ]);
  const committed = await portal.ask('developer', `${OPERATIONS}/commit`, {
    ...{ ...place, message: 'Old' },
    files: { 'main.go': 'package main\n', Jenkinsfile: '// ours\n' },
  });
  expect(committed.status).toBe(200);
  const task = await runTemplate(portal, 'onboard-repository', ONBOARD);
  expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
  const legacy = '/repositories/repositories/shop-team/legacy';
  const { body: request } = await portal.ask('developer', `${legacy}/pull-requests/1`);
  const files = request.files.map(({ path: file }: any) => file);
  expect(files).toEqual(
    expect.arrayContaining(['catalog-info.yaml', 'deploy/overlays/prod/kustomization.yaml']),
  );
  // It has a pipeline of its own, and is told what it lacks for it.
  expect(files).not.toContain('Jenkinsfile');
  expect(request.files.every(({ removed }: any) => removed === 0)).toBe(true);
  expect(request.body).toContain('there is none yet');
  const deployment = parse(await fileOf('legacy', 'deploy/base/deployment.yaml', 'onboard'));
  const [container] = deployment.spec.template.spec.containers;
  expect(container).toMatchObject({
    ports: [{ containerPort: 9000 }],
    readinessProbe: { httpGet: { path: '/health' } },
    resources: { requests: { memory: '512Mi' }, limits: { memory: '1Gi' } },
  });
  expect(parse(await fileOf('legacy', 'catalog-info.yaml', 'onboard'))).toMatchObject({
    spec: { owner: 'group:default/shop-team' },
  });
  await portal.ask('developer', `${OPERATIONS}/merge-pull-request`, { ...place, number: 1 });
  const again = await runTemplate(portal, 'onboard-repository', ONBOARD);
  expect([again.body.status, again.log]).toEqual([
    'failed',
    expect.stringContaining('Everything is there already'),
  ]);
});

itWithTekton(
  'onboards a repository with what a real API server and Tekton take, strictly',
  async () => {
    const place = { owner: 'shop-team', name: 'older' };
    await portal.ask('developer', `${OPERATIONS}/create`, { ...place, visibility: 'private' });
    await portal.ask('developer', `${OPERATIONS}/commit`, {
      ...{ ...place, message: 'Old', files: { 'main.go': 'package main\n' } },
    });
    const task = await runTemplate(portal, 'onboard-repository', {
      ...{ ...ONBOARD, repository: 'shop-team/older', name: 'older', pipeline: 'tekton' },
    });
    expect([task.body.status, task.log.slice(-500)]).toEqual(['completed', expect.anything()]);
    const files = await deployFiles(portal, { repository: 'shop-team/older', ref: 'onboard' });
    const overlays = ['dev', 'staging', 'prod'];
    await applyOverlays(files, { name: 'older', namespace: 't-onboard-repository', overlays });
    await applyPipeline(files, 'older');
  },
);

it.each([
  ['somebody else’s private repository', 'platform-team/secret', 'There is no repository'],
  ['a repository that one may only read', 'platform-team/tools', 'not a member'],
])('onboards nothing in %s', async (_, repository, message) => {
  const [owner, name = ''] = repository.split('/');
  const visibility = name === 'secret' ? 'private' : 'internal';
  await portal.ask('platform', `${OPERATIONS}/create`, { owner, name, visibility });
  await portal.ask('platform', `${OPERATIONS}/commit`, {
    ...{ owner, name, message: 'a', files: { 'canary.txt': 'canary' } },
  });
  const task = await runTemplate(portal, 'onboard-repository', { ...ONBOARD, repository, name });
  expect([task.body.status, task.log]).toEqual(['failed', expect.stringContaining(message)]);
  expect(task.log).not.toContain('canary.txt');
});

it('is told of a new version of its template, and upgraded by a pull request that keeps what was changed', async () => {
  const commit = (files: object, branch = 'main') =>
    portal.ask('developer', `${OPERATIONS}/commit`, {
      ...{ ...PLACE, branch, message: 'Change', files },
    });
  const { body: log } = await portal.ask('developer', `${REPOSITORY}/files?path=src/log.ts`);
  await commit({
    'README.md': '# Orders, ours\n',
    'src/log.ts': `${log.file.content}// ours\n`,
    'docs/index.md': null,
  });
  // A new version: one file more, one changed where somebody has changed it too, one below what was changed.
  const services = path.join(portal.templates, 'services');
  const change = (file: string, to: (text: string) => string) => {
    const at = path.join(services, file);
    writeFileSync(at, to(readFileSync(at, 'utf8')));
  };
  change('shared/README.md', text => `# The new ${text.slice(2)}`);
  change('node/src/log.ts', text => `// theirs\n${text}`);
  writeFileSync(path.join(services, 'node/NEW.md'), 'New for ${{ values.name }}\n');
  change('node-service.yaml', text =>
    text
      .replace('template-version: 1.1.0', 'template-version: 9.0.0')
      .replace('      1.1.0 Records', '      9.0.0 Tells what is new\n      1.1.0 Records')
      .replaceAll('ersion: 1.1.0', 'ersion: 9.0.0'),
  );
  await portal.askUntil('developer', '/catalog/entities/by-name/template/default/node-service', {
    isMet: ({ body }) => body.metadata.annotations['kubemate.io/template-version'] === '9.0.0',
    seconds: 90,
  });
  expect(await templatedNow()).toMatchObject({
    ...{ state: 'behind', behind: 1, changedByHand: 3, version: '1.1.0', current: '9.0.0' },
  });
  const { body: detail } = await portal.ask('developer', `${REPOSITORY}/template`);
  expect(detail.since).toEqual([{ version: '9.0.0', summary: 'Tells what is new' }]);
  expect(detail.files).toEqual(
    expect.arrayContaining([
      { path: 'NEW.md', today: 'missing' },
      { path: 'README.md', byHand: 'changed', today: 'differs' },
      { path: 'docs/index.md', byHand: 'deleted', today: 'missing' },
    ]),
  );
  const plan = await portal.ask(
    'developer',
    `${OPERATIONS}/upgrade-from-template?plan=true`,
    PLACE,
  );
  expect([plan.status, plan.body.allowed, plan.body.warnings]).toEqual([
    ...[200, true],
    [expect.stringContaining('README.md was changed by hand and by the template')],
  ]);
  const denied = await portal.ask('auditor', `${OPERATIONS}/upgrade-from-template`, PLACE);
  expect(denied.status).toBe(403);
  const ran = await portal.ask('developer', `${OPERATIONS}/upgrade-from-template`, PLACE);
  expect([ran.status, ran.body.error]).toEqual([200, undefined]);
  const { number, branch, conflicts } = ran.body.output;
  expect(conflicts).toEqual(['README.md']);
  const twice = await portal.ask('developer', `${OPERATIONS}/upgrade-from-template`, PLACE);
  expect([twice.status, JSON.stringify(twice.body)]).toEqual([
    403,
    expect.stringContaining('proposes an upgrade already'),
  ]);
  const { body: request } = await portal.ask('developer', `${REPOSITORY}/pull-requests/${number}`);
  expect(request.title).toBe('Upgrade node-service to 9.0.0, 1 conflict');
  expect(request.body).toContain('`README.md`');
  const at = `&ref=${encodeURIComponent(branch)}`;
  const read = async (file: string, ref = at) =>
    (await portal.ask('developer', `${REPOSITORY}/files?path=${file}${ref}`)).body.file?.content;
  expect(await read('README.md')).toMatch(
    /^<{7} main\n# Orders, ours\n={7}\n# The new orders\n[^]*>{7} node-service 9.0.0\n$/,
  );
  expect(await read('src/log.ts')).toMatch(/^\/\/ theirs\n[^]*\/\/ ours\n$/);
  expect(await read('NEW.md')).toBe('New for orders\n');
  // Nobody merges markers.
  const merge = { ...PLACE, number };
  const early = await portal.ask('developer', `${OPERATIONS}/merge-pull-request`, merge);
  expect([early.status, JSON.stringify(early.body)]).toEqual([
    403,
    expect.stringContaining('not resolved in README.md'),
  ]);
  await commit({ 'README.md': '# Orders, new and ours\n' }, branch);
  const merged = await portal.ask('developer', `${OPERATIONS}/merge-pull-request`, merge);
  expect([merged.status, merged.body.error]).toEqual([200, undefined]);
  expect(await templatedNow()).toMatchObject({ state: 'current', version: '9.0.0' });
  // What was deleted by hand stays so, and a second upgrade has nothing to bring.
  expect(await read('docs/index.md', '')).toBeUndefined();
  const done = await portal.ask(
    'developer',
    `${OPERATIONS}/upgrade-from-template?plan=true`,
    PLACE,
  );
  expect(done.body).toMatchObject({ allowed: false, reason: expect.stringContaining('already') });
});

describeGiteaTemplates(
  () => portal,
  () => {
    if (gitea === undefined) throw new Error('There is no Gitea');
    return gitea;
  },
);
