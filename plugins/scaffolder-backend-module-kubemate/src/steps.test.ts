import type { DiscoveryService } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { PLANNING_ANNOTATION } from '@kubemate/plugin-template-runs-common';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { applyManifests } from './actions/applyManifests';
import { editYaml } from './actions/editYaml';
import { createJenkinsJob, startPipelineRun, startTektonRun } from './actions/pipelineActions';
import { proposeFiles } from './actions/proposeFiles';
import { publishRepository } from './actions/publishRepository';
import { recordTemplate } from './actions/recordTemplate';
import { createTenant } from './actions/tenantActions';

const RECEIPT = {
  id: 'r1',
  operation: 'clusters.apply-manifest',
  status: 'succeeded',
  summary: 'Apply ConfigMap a',
  actor: 'user:default/dana',
  target: { kind: 'ConfigMap', name: 'a' },
  createdAt: 1,
  ...{ results: [], warnings: [], approvals: [] },
};
const PLAN = {
  ...{ allowed: true, summary: 'Apply ConfigMap a', basis: 'b' },
  ...{ touches: [], diff: [], warnings: ['It is there already'] },
};
const OBJECTS =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n---\n# nothing\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: b }\n';

let workspace: string;
beforeEach(async () => {
  workspace = mkdtempSync(path.join(tmpdir(), 'steps-'));
  await writeFile(path.join(workspace, 'objects.yaml'), OBJECTS);
});
afterEach(() => rmSync(workspace, { recursive: true }));

type Invocation = Parameters<ActionsService['invoke']>[0];

function portal(answer: (call: Invocation) => unknown = () => RECEIPT) {
  const calls: Invocation[] = [];
  const actions: ActionsService = {
    list: async () => ({ actions: [] }),
    invoke: async call => {
      calls.push(call);
      return { output: answer(call) as JsonObject };
    },
  };
  return { actions, calls };
}

const DISCOVERY: DiscoveryService = {
  getBaseUrl: async plugin => `http://inside/api/${plugin}`,
  getExternalBaseUrl: async plugin => `https://portal.example.com/api/${plugin}`,
};
const SECRETS = { dbSecret: 'canary-of-the-task' };

async function run(
  action: TemplateAction<any, any>,
  input: JsonObject,
  mode: boolean | 'planning' = false,
) {
  const isDryRun = mode !== false;
  const annotations = { [PLANNING_ANNOTATION]: String(mode === 'planning') };
  const output: JsonObject = {};
  const logged: string[] = [];
  const logger = mockServices.logger.mock({
    info: message => logged.push(message),
    warn: message => logged.push(message),
  });
  await action.handler({
    ...{ input, logger, isDryRun, workspacePath: workspace, secrets: SECRETS },
    templateInfo: {
      entityRef: 'template:default/a',
      entity: { metadata: { name: 'a', annotations } },
    },
    task: { id: '0f6f1c9e-5b7a-4a8e-9a53-000000000001' },
    step: { id: 'apply dev', name: 'Apply' },
    output: (name: string | number, value: unknown) => {
      output[String(name)] = value as JsonObject;
    },
    getInitiatorCredentials: async () => mockCredentials.user('user:default/dana'),
    checkpoint: async ({ fn }) => fn(),
    createTemporaryDirectory: async () => workspace,
  });
  return { output, logged };
}

const TARGET = { cluster: 'dev', path: 'objects.yaml', namespace: 'shop' };

it('applies each object as the person who started the task, under a key of its own that stays the same', async () => {
  const { actions, calls } = portal();
  const { output } = await run(applyManifests(actions), TARGET);
  await run(applyManifests(actions), TARGET);
  expect(output).toEqual({
    objects: ['ConfigMap a', 'Secret b'],
    receipts: [0, 1].map(() => ({
      ...{ id: 'r1', operation: 'clusters.apply-manifest', summary: 'Apply ConfigMap a' },
    })),
  });
  const keys = calls.map(({ input }) => input?.idempotencyKey);
  expect(new Set(keys).size).toBe(2);
  expect(keys.slice(2)).toEqual(keys.slice(0, 2));
  for (const key of keys) expect(key).toMatch(/^[\w.:-]{8,128}$/);
  expect(calls[0]).toMatchObject({
    id: 'clusters:apply-manifest',
    input: { cluster: 'dev', namespace: 'shop', manifest: expect.stringContaining('ConfigMap') },
    credentials: { principal: { userEntityRef: 'user:default/dana' } },
  });
});

it('plans in a dry run, says what would be done, and changes nothing', async () => {
  const { actions, calls } = portal(() => PLAN);
  const { output, logged } = await run(applyManifests(actions), TARGET, true);
  expect(calls.map(({ input }) => [input?.plan, input?.idempotencyKey])).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
  expect(output.receipts).toEqual([]);
  expect(logged).toContain('It is there already');
});

it('fails with the reason where the plan is not allowed', async () => {
  const { actions } = portal(() => ({ ...PLAN, allowed: false, reason: 'Ask the payments team' }));
  await expect(run(applyManifests(actions), TARGET, true)).rejects.toThrow('Ask the payments team');
});

it('fails with what the operation says, and does not go on', async () => {
  const failed = { ...RECEIPT, status: 'failed', error: { name: 'E', message: 'Quota is full' } };
  const { actions, calls } = portal(() => failed);
  await expect(run(applyManifests(actions), TARGET)).rejects.toThrow('Quota is full');
  expect(calls).toHaveLength(1);
  const denied = portal(() => {
    throw new NotAllowedError('Not in this namespace');
  });
  await expect(run(applyManifests(denied.actions), TARGET)).rejects.toThrow(
    'Not in this namespace',
  );
});

it.each(['../objects.yaml', '/etc/hosts'])('refuses manifests at %s', async from => {
  const { actions, calls } = portal();
  await expect(run(applyManifests(actions), { ...TARGET, path: from })).rejects.toThrow('outside');
  expect(calls).toEqual([]);
});

it('never logs what a manifest holds', async () => {
  await writeFile(
    path.join(workspace, 'objects.yaml'),
    'apiVersion: v1\nkind: Secret\nmetadata: { name: b }\nstringData: { t: canary-1 }',
  );
  const { logged } = await run(applyManifests(portal().actions), TARGET);
  expect(logged.join('\n')).not.toContain('canary-1');
});

it('asks for the plan of an operation that has a field `plan` under the other name', async () => {
  const { actions, calls } = portal(() => PLAN);
  const placements = [{ cluster: 'dev', environment: 'dev' }];
  const input = { name: 'shop', title: 'Shop', owner: 'group:default/shop', plan: 'small' };
  await run(createTenant(actions), { ...input, placements }, true);
  expect(calls[0]?.input).toMatchObject({
    plan: 'small',
    operationPlan: true,
    placements: [{ cluster: 'dev', environment: 'dev', namespaces: ['shop'] }],
  });
});

it('publishes the workspace as the first commit, bytes as bytes', async () => {
  await writeFile(path.join(workspace, 'logo.png'), Buffer.from([0x89, 0x50, 0xff]));
  const output = { cloneUrl: 'http://git/shop/cart.git' };
  const { actions, calls } = portal(() => ({ ...RECEIPT, output }));
  const input = { owner: 'group:default/shop-team', name: 'cart', sourcePath: '.' };
  const ran = await run(publishRepository(actions, DISCOVERY), input);
  expect(calls.map(({ id }) => id)).toEqual(['repositories:create', 'repositories:commit']);
  expect(calls[1]?.input?.files).toEqual({
    'logo.png': { content: 'iVD/', encoding: 'base64', executable: false },
    'objects.yaml': { content: OBJECTS, encoding: 'utf8', executable: false },
  });
  expect(ran.output).toMatchObject({
    remoteUrl: output.cloneUrl,
    repoContentsUrl: `${output.cloneUrl}/tree/main/`,
    catalogInfoUrl: `${output.cloneUrl}/blob/main/catalog-info.yaml`,
  });
});

it('answers each operation of a plan, and goes on where one is denied, fails or comes later', async () => {
  const denied = { ...PLAN, allowed: false, reason: 'You lack patch on secrets in shop on dev.' };
  const answers = [PLAN, denied];
  const { actions } = portal(() => answers.shift());
  const { output } = await run(applyManifests(actions), TARGET, 'planning');
  const planned = { operation: 'clusters.apply-manifest', isCheck: false, state: 'planned' };
  expect(output).toMatchObject({
    'planned:0': { ...planned, on: 'ConfigMap a', plan: { allowed: true } },
    'planned:1': { ...planned, plan: { reason: denied.reason } },
  });
  const failing = (message: string) => ({
    ...portal(() => {
      throw new Error(message);
    }),
  });
  const cart = { cluster: 'dev', namespace: 'shop', pipeline: 'cart' };
  const missing = 'pipelines.tekton.dev "cart" not found';
  const later = await run(startTektonRun(failing(missing).actions), cart, 'planning');
  expect(later.output).toMatchObject({ 'planned:0': { state: 'later', reason: missing } });
  const failed = await run(startTektonRun(failing('It is on fire').actions), cart, 'planning');
  expect(failed.output).toMatchObject({
    'planned:0': { state: 'failed', reason: 'It is on fire' },
  });
  expect(failed.output).not.toHaveProperty('plan');
});

it('answers in a plan which files a repository begins with, and where it would be', async () => {
  const { actions, calls } = portal(() => PLAN);
  const input = { owner: 'group:default/shop-team', name: 'cart' };
  const { output } = await run(publishRepository(actions, DISCOVERY), input, 'planning');
  expect(calls.map(({ id }) => id)).toEqual(['repositories:create']);
  expect(output).toMatchObject({
    plannedFiles: ['objects.yaml'],
    'planned:create': { operation: 'repositories.create', state: 'planned' },
    remoteUrl: 'https://portal.example.com/api/repositories/git/shop-team/cart.git',
  });
});

const RUN = { cluster: 'dev', namespace: 'shop', pipeline: 'cart', volumes: { source: '1Gi' } };

it('starts a run with the volumes asked for, and answers what it is called', async () => {
  const target = { kind: 'Pipeline', name: 'cart' };
  const output = { run: { engine: 'tekton', place: 'dev', folder: 'shop', name: 'cart-x7k2p' } };
  const { actions, calls } = portal(() => ({ ...RECEIPT, target, output }));
  const ran = await run(startTektonRun(actions), RUN);
  const { runName } = calls[0]?.input ?? {};
  expect(runName).toMatch(/^cart-[a-z0-9]{5}$/);
  expect(ran.output).toMatchObject({ run: runName });
  expect(calls[0]?.input).toMatchObject({
    workspaces: { source: { kind: 'volumeClaimTemplate', storage: '1Gi' } },
  });
});

it('passes over a Pipeline that a dry run has not made, and only then', async () => {
  const { actions } = portal(() => {
    throw new Error('pipelines.tekton.dev "cart" not found');
  });
  const { logged } = await run(startTektonRun(actions), RUN, true);
  expect(logged).toEqual(['pipelines:start-run, once the steps before it have run']);
  await expect(run(startTektonRun(actions), RUN)).rejects.toThrow('not found');
});

it('only plans where it is asked to, and builds the overlay of a folder', async () => {
  const kustomization = 'resources: [objects.yaml]\nnamespace: shop-dev\n';
  await writeFile(path.join(workspace, 'kustomization.yaml'), kustomization);
  const { actions, calls } = portal(() => PLAN);
  await run(applyManifests(actions), { cluster: 'dev', path: '.', onlyPlan: true });
  expect(calls.map(({ input }) => input)).toMatchObject([
    { plan: true, manifest: expect.stringContaining('namespace: shop-dev') },
    { plan: true, manifest: expect.stringContaining('name: b') },
  ]);
});

const ADDRESS = 'url:http://localhost:7007/api/repositories/git/shop-team/cart.git/tree/main/';

it('proposes files under the paths that they have, on a branch of their own', async () => {
  const { actions, calls } = portal(() => ({ ...RECEIPT, output: { number: 7 } }));
  const input = { repository: ADDRESS, branch: 'demo', title: 'Add demo', path: 'objects.yaml' };
  const { output } = await run(proposeFiles(actions), input);
  expect(calls.map(({ id }) => id)).toEqual([
    'repositories:commit',
    'repositories:open-pull-request',
  ]);
  expect(calls[0]?.input).toMatchObject({
    ...{ owner: 'shop-team', name: 'cart', branch: 'demo' },
    files: { 'objects.yaml': { content: OBJECTS } },
  });
  expect(output.pullRequest).toBe('/repositories/shop-team/cart/pulls/7');
});

it('proposes to a repository on another git host, with the address that entities have', async () => {
  const url = 'https://git.example.com/shop/cart/pulls/7';
  const { actions, calls } = portal(() => ({ ...RECEIPT, output: { number: 7, url } }));
  const repository = 'url:https://git.example.com/shop/cart/src/branch/main/';
  const input = { repository, branch: 'demo', title: 'Add demo', path: 'objects.yaml' };
  const { output } = await run(proposeFiles(actions), input);
  expect(calls).toMatchObject([
    {
      id: 'repositories:propose-on-host',
      input: {
        ...{ repository: 'https://git.example.com/shop/cart', branch: 'demo' },
        files: { 'objects.yaml': { content: OBJECTS } },
      },
    },
  ]);
  expect(output.pullRequest).toBe(url);
});

it.each([
  ['https://example.com/cart.git', 'objects.yaml', 'is no repository'],
  [ADDRESS, '../objects.yaml', 'outside'],
])('proposes nothing to %s of %s', async (repository, from, message) => {
  const { actions, calls } = portal();
  const input = { repository, branch: 'demo', title: 'Add demo', path: from };
  await expect(run(proposeFiles(actions), input)).rejects.toThrow(message);
  expect(calls).toEqual([]);
});

const MADE_BY = { template: 'template:default/node-service', version: '1.1.0' };
const RECORD = '.kubemate/template.yaml';

it('records the template, the values without secrets, and git’s id of every file', async () => {
  await writeFile(path.join(workspace, 'run.sh'), 'echo\n', { mode: 0o755 });
  const values = { name: 'cart', adminPassword: 'canary-1', note: 'canary-of-the-task' };
  const { logged } = await run(recordTemplate(), { ...MADE_BY, values });
  await run(recordTemplate(), { ...MADE_BY, values });
  const text = await readFile(path.join(workspace, RECORD), 'utf8');
  expect(parse(text)).toEqual({
    ...MADE_BY,
    values: { name: 'cart' },
    files: {
      'objects.yaml': expect.stringMatching(/^[0-9a-f]{40}$/),
      // git hash-object of `echo` and a line end.
      'run.sh': 'fa11a6a9c54797a8f68963af8ffc4d92bbffc660 x',
    },
  });
  expect(`${text}${logged.join()}`).not.toContain('canary');
  expect(logged).toContain('adminPassword is not recorded: it may be a secret');
});

it.each([
  [{ version: 'latest' }, 'version'],
  [{ template: '../node' }, 'entity ref'],
])('records nothing for %j', async (wrong, message) => {
  const input = { ...MADE_BY, values: {}, ...wrong };
  await expect(run(recordTemplate(), input)).rejects.toThrow(message);
});

it('writes no record through a link', async () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'elsewhere-'));
  await symlink(elsewhere, path.join(workspace, '.kubemate'));
  await expect(run(recordTemplate(), { ...MADE_BY, values: {} })).rejects.toThrow('plain file');
  await expect(readFile(path.join(elsewhere, 'template.yaml'))).rejects.toThrow('ENOENT');
  rmSync(elsewhere, { recursive: true });
});

it('edits a YAML file, and leaves its comments, its order and its style', async () => {
  const file = path.join(workspace, 'k.yaml');
  await writeFile(
    file,
    '# ours\nkind: K\nmeta:\n  a: 1 # one\n  tags: [x]\nresources:\n  - ../base # the base\ncomponents:\n  - old\n',
  );
  const edit = {
    path: 'k.yaml',
    set: { meta: { a: 2, b: 'new' } },
    add: { resources: ['../base', 'route.yaml'], more: ['x'] },
    remove: { components: ['old'], none: ['x'] },
  };
  await run(editYaml(), edit);
  const text = await readFile(file, 'utf8');
  expect(text).toBe(
    '# ours\nkind: K\nmeta:\n  a: 2 # one\n  tags: [x]\n  b: new\nresources:\n  - ../base # the base\n  - route.yaml\nmore:\n  - x\n',
  );
  // Again it changes nothing.
  await run(editYaml(), edit);
  expect(await readFile(file, 'utf8')).toBe(text);
});

it.each([
  ['objects.yaml', 'not one YAML document'],
  ['none.yaml', 'There is no file'],
  ['../a.yaml', 'outside'],
  ['link.yaml', 'plain file'],
])('edits no %s', async (file, message) => {
  await symlink('objects.yaml', path.join(workspace, 'link.yaml'));
  await expect(run(editYaml(), { path: file, set: { a: 1 } })).rejects.toThrow(message);
});

it('proposes only what is named, and nothing that is there', async () => {
  await writeFile(path.join(workspace, 'mine.yaml'), 'a: 1\n');
  const { actions, calls } = portal(() => ({ ...RECEIPT, output: { number: 7 } }));
  const input = { repository: 'shop-team/cart', branch: 'demo', title: 'Add demo', path: '.' };
  await run(proposeFiles(actions), { ...input, only: ['mine.yaml'] });
  expect(Object.keys(calls[0]?.input?.files ?? {})).toEqual(['mine.yaml']);
  await run(proposeFiles(actions), { ...input, except: ['mine.yaml'] });
  expect(Object.keys(calls[2]?.input?.files ?? {})).toEqual(['objects.yaml']);
  const nothing = { ...input, except: ['mine.yaml', 'objects.yaml'] };
  await expect(run(proposeFiles(actions), nothing)).rejects.toThrow('Everything is there already');
});

describe('after a crash of the portal', () => {
  beforeEach(() => jest.useFakeTimers({ advanceTimers: 1000 }));
  afterEach(() => jest.useRealTimers());

  it('waits for the end of what goes on, and answers what came of it', async () => {
    const told = ['running', 'running', 'succeeded'];
    const output = { number: 7 };
    const { actions, calls } = portal(({ id }) => {
      if (id !== 'repositories:open-pull-request') return RECEIPT;
      const status = told.shift();
      return { ...RECEIPT, status, ...(status === 'succeeded' ? { output } : {}) };
    });
    const input = { repository: ADDRESS, branch: 'demo', title: 'Add', path: 'objects.yaml' };
    const ran = await run(proposeFiles(actions), input);
    expect(ran.output.pullRequest).toBe('/repositories/shop-team/cart/pulls/7');
    const keys = calls.slice(1).map(each => each.input?.idempotencyKey);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
  });

  it('does again what was cut off, under another key', async () => {
    const told = ['interrupted', 'succeeded', 'succeeded'];
    const { actions, calls } = portal(() => ({ ...RECEIPT, status: told.shift() }));
    await run(applyManifests(actions), TARGET);
    const [first, second, other] = calls.map(({ input }) => String(input?.idempotencyKey));
    expect(second).toBe(`${first}.again2`);
    expect(other).not.toContain('again');
  });

  it('finds the run that it had started by its name, and starts no other', async () => {
    const names = new Set<unknown>();
    const { actions } = portal(({ input }) => {
      const name = input?.runName;
      if (names.has(name)) throw new Error(`pipelineruns.tekton.dev "${name}" already exists`);
      names.add(name);
      return { ...RECEIPT, status: 'interrupted' };
    });
    const ran = await run(startTektonRun(actions), RUN);
    expect([...names]).toEqual([ran.output.run]);
  });
});

it('starts what a field has chosen of either engine, and answers the page of its run', async () => {
  const made = { engine: 'jenkins', place: 'ci', folder: 'shop', name: 'cart-7' };
  const { actions, calls } = portal(() => ({ ...RECEIPT, output: { run: made } }));
  const job = { engine: 'jenkins' as const, place: 'ci', folder: 'shop', name: 'cart' };
  const { output } = await run(startPipelineRun(actions), {
    pipeline: { ...job, params: { level: 'full' } },
  });
  expect(output).toMatchObject({ page: '/pipelines/runs/jenkins/ci/shop/cart-7' });
  await run(startPipelineRun(actions), { pipeline: { ...job, engine: 'tekton' } });
  const [first, second] = calls.map(({ input }) => input);
  expect(first).toMatchObject({ engine: 'jenkins', pipeline: 'cart', params: { level: 'full' } });
  expect(first).not.toHaveProperty('runName');
  expect(second?.runName).toMatch(/^cart-[a-z0-9]{5}$/);
});

it('makes a project of Jenkins, and answers where it is', async () => {
  const url = 'https://ci.example.com/job/shop/job/cart/';
  const { actions, calls } = portal(() => ({ ...RECEIPT, output: { url } }));
  const input = { jenkins: 'ci', folder: 'shop', name: 'cart', repository: 'https://git/cart.git' };
  const { output } = await run(createJenkinsJob(actions), input);
  expect(output).toMatchObject({ url });
  expect(calls).toMatchObject([
    {
      id: 'pipelines:create-job',
      input: { place: 'ci', folder: 'shop', name: 'cart', repository: 'https://git/cart.git' },
    },
  ]);
});
