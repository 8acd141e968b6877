import { SandboxPortal, type Persona } from './__testUtils__/SandboxPortal';
import { ORDERS } from './__testUtils__/ServiceTemplates';

jest.setTimeout(300_000);

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
  await portal.untilTemplates(['node-service', 'add-environment', 'create-tenant', 'run-pipeline']);
});
afterAll(() => portal?.stop());

async function runTemplate(template: string, values: object, as: Persona = 'developer') {
  const started = await portal.ask(as, '/scaffolder/v2/tasks', {
    templateRef: `template:default/${template}`,
    values,
  });
  expect([started.status, started.body]).toEqual([201, expect.anything()]);
  const { id } = started.body;
  const { body } = await portal.askUntil(as, `/scaffolder/v2/tasks/${id}`, {
    isMet: answer => ['completed', 'failed', 'cancelled'].includes(answer.body.status),
    seconds: 90,
  });
  return { id, status: body.status };
}

const undoPlan = (id: string, as: Persona = 'developer') =>
  portal.ask(as, `/template-runs/runs/${id}/undo-plan`);
const undo = (input: object, as: Persona = 'developer', query = '') =>
  portal.ask(as, `/template-runs/operations/undo${query}`, input);

const REPOSITORY = '/repositories/repositories/shop-team';
const statusOf = async (where: string, as: Persona = 'developer') =>
  (await portal.ask(as, where)).status;
const objectAt = (resource: string, name: string) =>
  `/clusters/objects?${new URLSearchParams({ cluster: 'dev', resource, namespace: 'shop', name })}`;

/** Waits until the pipeline has put its image in, which is a change by the run itself. */
const firstRunOf = (pipeline: string) =>
  portal.askUntil('developer', `/pipelines/runs?places=dev&folders=shop&pipeline=${pipeline}`, {
    isMet: ({ body }) => body.items?.[0]?.phase === 'succeeded',
    seconds: 120,
  });

describe('the plan of a template', () => {
  const planOf = (template: string, values: object, as: Persona = 'developer') =>
    portal.ask(as, '/template-runs/template-plans', {
      template: `template:default/${template}`,
      values,
    });

  it('says what each step would do, every file, and what of the quota it takes, and does nothing', async () => {
    const { status, body } = await planOf('node-service', { ...ORDERS, name: 'intended' });
    expect([status, body.allowed, body.title]).toEqual([200, true, 'Node.js service']);
    const states = body.steps.map(({ id, state, operations }: any) => [
      ...[id, state, operations.map(({ operation }: any) => operation)],
    ]);
    const applies = expect.arrayContaining(['clusters.apply-manifest']);
    expect(states).toEqual([
      ['source', 'does', []],
      ['manifests', 'does', []],
      ['tekton', 'does', []],
      ['jenkins', 'skipped', []],
      ['record', 'does', []],
      // What it looks at is what the step `apply` does.
      ['check', 'does', []],
      ['publish', 'does', ['repositories.create']],
      ['apply', 'does', applies],
      ['pipeline', 'does', applies],
      ['run', 'does', ['pipelines.start-run']],
      ['jenkins-job', 'skipped', []],
    ]);
    const operations = body.steps.flatMap((step: any) => step.operations);
    expect(operations.map(({ state }: any) => state)).toEqual([
      ...operations.slice(1).map(() => 'planned'),
      'later',
    ]);
    const summaries = operations.map(({ plan }: any) => plan?.summary);
    expect(summaries).toEqual(
      expect.arrayContaining([
        'Create repository shop-team/intended',
        'Create Deployment intended',
      ]),
    );
    const deployment = operations.find(
      ({ plan }: any) => plan?.summary === 'Create Deployment intended',
    );
    expect(deployment.plan.diff[0].after).toContain('kind: Deployment');
    const files = new Map(body.files.map(({ path, text }: any) => [path, text]));
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['Containerfile', 'catalog-info.yaml']),
    );
    expect(files.get('catalog-info.yaml')).toContain('name: intended');
    expect(body.quota).toContainEqual(
      expect.objectContaining({
        ...{ cluster: 'dev', namespace: 'shop' },
        resource: 'requests.cpu',
      }),
    );
    const { adds, hard, used } = body.quota.find(
      ({ resource }: any) => resource === 'requests.cpu',
    );
    expect(adds).toBeGreaterThan(0);
    expect(used + adds).toBeLessThanOrEqual(hard);
    expect(await statusOf(`${REPOSITORY}/intended`)).toBe(404);
    expect(await statusOf(objectAt('apps/v1/deployments', 'intended'))).toBe(404);
  });

  it('goes through all steps where some are denied, and says whose right is missing', async () => {
    const prod = { ...ORDERS.environments, dev: { cluster: 'prod', namespace: 'shop' } };
    const values = { ...ORDERS, name: 'denied', environments: prod };
    const { status, body } = await planOf('node-service', values);
    expect([status, body.allowed]).toEqual([200, false]);
    const { operations } = body.steps.find(({ id }: any) => id === 'apply');
    expect(operations.length).toBeGreaterThan(1);
    for (const { plan } of operations)
      expect([plan.allowed, plan.reason]).toEqual([
        false,
        expect.stringContaining('You lack patch'),
      ]);
    const elsewhere = { ...ORDERS, owner: 'group:default/data-team', name: 'theirs' };
    const theirs = await planOf('node-service', elsewhere);
    const publish = theirs.body.steps.find(({ id }: any) => id === 'publish');
    expect([theirs.body.allowed, publish.operations[0].plan.allowed]).toEqual([false, false]);
  });

  it('says what a step would fail for', async () => {
    const values = { ...ORDERS, name: 'built', pipeline: 'jenkins', jenkins: 'nowhere/shop' };
    const { status, body } = await planOf('go-service', values);
    expect([status, body.allowed]).toEqual([200, false]);
    const step = body.steps.find(({ id }: any) => id === 'jenkins-job');
    expect(step.operations).toMatchObject([
      { state: 'failed', reason: 'There is no Jenkins instance nowhere' },
    ]);
  });

  it('does not put off to later what no step before makes', async () => {
    const pipeline = { engine: 'tekton', place: 'dev', folder: 'shop', name: 'nowhere' };
    const values = { pipeline: { ...pipeline, params: {}, workspaces: {} } };
    const { body } = await planOf('run-pipeline', values);
    expect([body.allowed, body.steps[0].operations[0].state]).toEqual([false, 'failed']);
  });

  it('refuses values that the form would not take, and templates that are not there', async () => {
    const named = await planOf('node-service', { ...ORDERS, name: 'No Name' });
    expect([named.status, named.body.error.message]).toEqual([
      400,
      expect.stringContaining('name'),
    ]);
    expect((await planOf('nowhere', {})).status).toBe(404);
    const odd = await portal.ask('developer', '/template-runs/template-plans', {
      ...{ template: 'component:default/cart', values: {} },
    });
    expect([odd.status, odd.body.error.message]).toEqual([
      400,
      expect.stringContaining('"template"'),
    ]);
    // Nobody brings a template of their own, to have it run.
    const brought = { template: 'template:default/node-service', values: {}, steps: [] };
    expect((await portal.ask('developer', '/template-runs/template-plans', brought)).status).toBe(
      400,
    );
    expect((await planOf('node-service', ORDERS, 'auditor')).status).toBe(403);
  });
});

describe('a service whose run is regretted', () => {
  let run: { id: string; status: string };
  beforeAll(async () => {
    run = await runTemplate('node-service', { ...ORDERS, name: 'regretted' });
    expect(run.status).toBe('completed');
    await firstRunOf('regretted');
  });

  it('is promoted to where it does not run yet, by the overlay of its repository', async () => {
    const component = 'component:default/regretted';
    const board = `/pipelines/components/${component}/board`;
    const { body: before } = await portal.askUntil('developer', board, {
      isMet: ({ body }) => body.environments?.[0]?.rollout === 'complete',
      seconds: 60,
    });
    const [, staging] = before.environments;
    const overlay = { repository: 'shop-team/regretted', path: 'deploy/overlays/staging' };
    expect(staging).toMatchObject({ state: 'gap', cause: 'absent', first: overlay });
    const [toStaging] = before.transitions;
    expect(toStaging).toMatchObject({ isSame: false, gates: expect.arrayContaining([]) });
    const input = { component, from: 'dev', to: 'staging' };
    const planned = await portal.ask('developer', '/pipelines/operations/promote?plan=true', input);
    expect([planned.body.allowed, planned.body.reason]).toEqual([true, undefined]);
    const targets = planned.body.diff.map(({ target }: any) => `${target.kind} ${target.cluster}`);
    expect(targets).toEqual(expect.arrayContaining(['ServiceAccount staging', 'Service staging']));
    expect(targets.at(-1)).toBe('Deployment staging');
    const promoted = await portal.ask('developer', '/pipelines/operations/promote', input);
    expect(promoted.status).toBe(200);
    const { body: after } = await portal.askUntil('developer', board, {
      isMet: ({ body }) => body.environments?.[1]?.lastPromotion?.finishedAt !== undefined,
      seconds: 120,
    });
    const [dev, there] = after.environments;
    expect(there).toMatchObject({
      ...{ state: 'running', rollout: 'complete', image: { tag: dev.image.tag } },
      lastPromotion: { state: 'succeeded', first: true },
    });
    // Not by a developer: production is not theirs to write.
    const toProd = { component, from: 'staging', to: 'prod' };
    const refused = await portal.ask(
      'developer',
      '/pipelines/operations/promote?plan=true',
      toProd,
    );
    expect(refused.body.allowed).toBe(false);
  });

  it('has a plan that says what goes, the newest first, and changes nothing', async () => {
    const { status, body } = await undoPlan(run.id);
    expect([status, body.failures, body.unknownSteps]).toEqual([200, [], []]);
    expect(body.run).toMatchObject({ status: 'completed', title: 'Node.js service' });
    const told = body.items.map(({ state, did, undoes }: any) => [
      state,
      did.operation,
      undoes ?? null,
    ]);
    expect(told[0]).toEqual([
      'as-made',
      'pipelines.start-run',
      expect.stringMatching(/^Delete PipelineRun/),
    ]);
    expect(told).toContainEqual([
      'as-made',
      'repositories.create',
      'Delete repository shop-team/regretted',
    ]);
    expect(told).toContainEqual(['goes-along', 'repositories.commit', null]);
    const summaries = body.items.map(({ undoes }: any) => undoes);
    for (const kind of ['Deployment', 'Service', 'NetworkPolicy', 'Pipeline'])
      expect(summaries).toContain(`Delete ${kind} regretted`);
    for (const { step } of body.items) expect(step).toBeDefined();
    // What each sentence is, for pages in other languages.
    const codes = body.items.flatMap(({ said, undoes }: any) =>
      said.filter(({ text }: any) => text === undoes).map(({ code }: any) => code),
    );
    expect(codes).toEqual(
      expect.arrayContaining(['pipelines.deleteRun', 'repositories.delete', 'clusters.delete']),
    );
    expect(await statusOf(`${REPOSITORY}/regretted`)).toBe(200);
  });

  it('is not undone by somebody of another team, nor by whoever may change nothing', async () => {
    const plan = await undoPlan(run.id, 'ml');
    expect(plan.body.items.filter(({ allowed }: any) => allowed)).toEqual([]);
    expect((await undo({ run: run.id }, 'ml')).status).toBe(403);
    expect((await undo({ run: run.id }, 'auditor')).status).toBe(403);
    expect(await statusOf(`${REPOSITORY}/regretted`)).toBe(200);
  });

  it('does not tell a person directly what a task has done', async () => {
    for (const plugin of ['clusters', 'repositories', 'pipelines', 'tenants'])
      expect(await statusOf(`/${plugin}/operations-tasks/${run.id}`)).toBe(403);
  });

  it('asks for the name of the repository that goes', async () => {
    const answer = await undo({ run: run.id });
    expect([answer.status, answer.body.error.message]).toEqual([
      400,
      expect.stringContaining('shop-team/regretted'),
    ]);
    const unknown = await undo({
      ...{ run: run.id, confirmed: ['shop-team/regretted'] },
      items: ['00000000-0000-4000-8000-000000000000'],
    });
    expect([unknown.status, unknown.body.error.message]).toEqual([
      400,
      expect.stringContaining('"items"'),
    ]);
  });

  it('leaves what somebody has changed since, unless that is named; and then nothing of it', async () => {
    const files = { 'README.md': 'by hand' };
    const place = { owner: 'shop-team', name: 'regretted' };
    const commit = { ...place, message: 'By hand', files };
    expect((await portal.ask('developer', '/repositories/operations/commit', commit)).status).toBe(
      200,
    );
    const confirmed = ['shop-team/regretted'];
    const first = await undo({ run: run.id, confirmed });
    expect([first.status, first.body.status, first.body.results]).toEqual([
      200,
      'succeeded',
      expect.anything(),
    ]);
    expect(await statusOf(`${REPOSITORY}/regretted`)).toBe(200);
    expect(await statusOf(objectAt('apps/v1/deployments', 'regretted'))).toBe(404);
    const { body } = await undoPlan(run.id);
    const left = body.items.filter(({ undoes }: any) => undoes !== undefined);
    expect(left).toMatchObject([
      { state: 'changed', changes: [expect.stringContaining('1 commit on main')] },
    ]);
    const second = await undo({ run: run.id, confirmed, items: left.map(({ id }: any) => id) });
    expect([second.status, second.body.status]).toEqual([200, 'succeeded']);
    expect(await statusOf(`${REPOSITORY}/regretted`)).toBe(404);
    const entity = '/catalog/entities/by-name/component/default/regretted';
    const gone = await portal.askUntil('developer', entity, {
      isMet: ({ status }) => status === 404,
      seconds: 20,
    });
    expect(gone.status).toBe(404);
  });

  it('has nothing left to take back then', async () => {
    const { body } = await undoPlan(run.id);
    expect(body.items.filter(({ undoes }: any) => undoes !== undefined)).toEqual([]);
    const again = await undo({ run: run.id });
    expect([again.status, again.body.error.message]).toEqual([
      403,
      'There is nothing to take back',
    ]);
  });
});

it('closes the pull request of a run and takes its branch away', async () => {
  const service = await runTemplate('node-service', { ...ORDERS, name: 'proposed' });
  expect(service.status).toBe('completed');
  await portal.askUntil('developer', '/catalog/entities/by-name/component/default/proposed', {
    isMet: ({ status }) => status === 200,
    seconds: 30,
  });
  const values = {
    ...{ component: 'component:default/proposed', environment: 'demo' },
    ...{ cluster: 'dev', namespace: 'shop', minReplicas: 1, maxReplicas: 3 },
  };
  const run = await runTemplate('add-environment', values);
  expect(run.status).toBe('completed');
  const answer = await undo({ run: run.id });
  expect([answer.status, answer.body.status, answer.body.results]).toEqual([
    200,
    'succeeded',
    expect.anything(),
  ]);
  const request = await portal.ask('developer', `${REPOSITORY}/proposed/pull-requests/1`);
  expect(request.body.state).toBe('closed');
  const { body } = await portal.ask('developer', `${REPOSITORY}/proposed`);
  expect(body.branches.map(({ name }: any) => name)).toEqual(['main']);
});

it('takes back what a run has made that failed, as far as it came', async () => {
  const environments = { ...ORDERS.environments };
  const taken = await runTemplate('node-service', { ...ORDERS, name: 'broken', environments });
  expect(taken.status).toBe('completed');
  // Its name is taken by now: the run ends at the repository, and has made nothing.
  const failed = await runTemplate('node-service', { ...ORDERS, name: 'broken' });
  expect(failed.status).toBe('failed');
  const { body } = await undoPlan(failed.id);
  expect(body.items.filter(({ undoes }: any) => undoes !== undefined)).toEqual([]);
  expect((await undo({ run: failed.id })).body.error.message).toBe('There is nothing to take back');
  expect(await statusOf(`${REPOSITORY}/broken`)).toBe(200);
});

it('archives a tenant', async () => {
  const values = {
    ...{ name: 'regret', title: 'Regret', plan: 'small' },
    owner: 'group:default/platform-team',
  };
  const run = await runTemplate('create-tenant', values, 'platform');
  expect(run.status).toBe('completed');
  const answer = await undo({ run: run.id, confirmed: ['regret'] }, 'platform');
  expect([answer.status, answer.body.status, answer.body.error?.message]).toEqual([
    200,
    'succeeded',
    undefined,
  ]);
  const tenant = await portal.ask('platform', '/tenants/tenants/regret');
  expect(tenant.body.state).toBe('archived');
});
