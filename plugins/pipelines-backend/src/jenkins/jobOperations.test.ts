import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createKubeService } from '@kubemate/kube-node';
import { textOf } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import { FakeJenkins, JenkinsServer } from '@kubemate/sandbox';
import { JOBS } from '../__testUtils__/jenkinsJobs';
import { TurnedClock } from '../__testUtils__/TurnedClock';
import { JenkinsEngine } from './JenkinsEngine';
import { JenkinsInstance } from './JenkinsInstance';
import { jobOperations } from './jobOperations';
import { multibranchConfig } from './multibranchConfig';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const INPUT = {
  ...{ place: 'ci', folder: 'shop', name: 'orders', description: 'Takes <orders> & more' },
  ...{ repository: 'https://git.example.com/shop/orders.git?a=1&b=2', scriptPath: 'Jenkinsfile' },
};
const ACCOUNT = { username: 'kubemate', token: 'canary' };

async function start(permissions: JenkinsPermissions = ['create', 'deleteJob']) {
  const clock = new TurnedClock();
  const jenkins = new FakeJenkins({ clock, jobs: JOBS });
  const server = new JenkinsServer({ jenkins, accounts: [{ ...ACCOUNT, permissions }] });
  await server.listen();
  const instance = new JenkinsInstance({
    clock,
    config: {
      ...{ name: 'ci', url: server.url, ...ACCOUNT, builds: 50 },
      ...{ allowPlainHttp: false, submitters: {} },
      folders: [{ path: 'shop', owners: ['group:default/shop-team'], readers: [] }],
    },
  });
  closing.push(
    () => instance.close(),
    () => server.close(),
  );
  const logger = mockServices.logger.mock();
  const kube = await createKubeService({ config: mockServices.rootConfig({ data: {} }), logger });
  const context = (group = 'shop-team') => ({
    ...{ kube, clock, logger, signal: new AbortController().signal },
    viewer: {
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: [`group:default/${group}`],
    },
    credentials: mockCredentials.user('user:default/dana'),
  });
  const [create, remove] = jobOperations(new JenkinsEngine({ instances: [instance], clock }));
  const made = async () => {
    const { state, summary } = await create.plan(INPUT, context());
    const run = { ...context(), id: 'record-1', state, summary: textOf(summary), report: () => {} };
    return create.run(INPUT, run);
  };
  return { jenkins, create, remove, context, made };
}
type JenkinsPermissions = ConstructorParameters<
  typeof JenkinsServer
>[0]['accounts'][number]['permissions'];

it('makes a multibranch project by its config.xml, whose branches Jenkins finds', async () => {
  const { made, jenkins, create, context } = await start();
  const plan = await create.plan(INPUT, context());
  expect(plan).toMatchObject({
    summary: expect.objectContaining({
      text: 'Create the multibranch project shop/orders on Jenkins ci',
    }),
    refusal: undefined,
  });
  expect(jenkins.job('shop/orders')).toBeUndefined();
  expect((await made()).output).toMatchObject({ fullName: 'shop/orders' });
  expect(jenkins.job('shop/orders')?.kind).toBe('multibranch');
  expect(jenkins.job('shop/orders/main')?.repository).toBe(INPUT.repository);
  expect((await create.plan(INPUT, context())).refusal).toEqual(
    say('jobExists', { place: 'ci', job: 'shop/orders' }),
  );
});

it('makes nothing for whose folder it is not, or where there is none', async () => {
  const { create, context } = await start();
  expect(await create.whyDenied?.(INPUT, context('payments-team'))).toEqual(
    say('notJobOwner', { job: 'shop/orders', place: 'ci' }),
  );
  expect(await create.whyDenied?.(INPUT, context())).toBeUndefined();
  const nowhere = { ...INPUT, folder: 'shop/nowhere' };
  expect((await create.plan(nowhere, context())).refusal).toEqual(
    say('noFolder', { place: 'ci', folder: 'shop/nowhere' }),
  );
});

it('names the permission that the account lacks', async () => {
  await expect((await start(['build'])).made()).rejects.toThrow('lacks Job/Create');
});

it('is taken back by deleting the project, and only while it is there', async () => {
  const { made, create, remove, context, jenkins } = await start();
  const { output } = await made();
  const record = {
    ...{ id: 'r', operation: 'pipelines.create-job', status: 'succeeded' as const, output },
    ...{ actor: 'user:default/dana', target: create.target(INPUT), input: INPUT, createdAt: 1 },
  };
  const done = { record, task: [record] };
  const counter = { place: 'ci', folder: 'shop', name: 'orders' };
  expect(await create.compensate?.(done, context())).toMatchObject({
    state: 'as-made',
    counter: { operation: 'pipelines.delete-job', input: counter },
  });
  const { state, summary } = await remove.plan(counter, context());
  await remove.run(counter, {
    ...context(),
    id: 'x',
    state,
    summary: textOf(summary),
    report: () => {},
  });
  expect(jenkins.jobs().filter(({ fullName }) => fullName.startsWith('shop/orders'))).toEqual([]);
  expect(await create.compensate?.(done, context())).toMatchObject({ state: 'gone' });
});

it('is known for made by who goes on after a crash, and for not begun where it is not there', async () => {
  const { made, create, context } = await start();
  const after = {
    ...{ ...context(), id: 'record-1', actor: 'user:default/dana' },
    ...{ begunAt: 0, report: () => {} },
  };
  await expect(create.recover?.(INPUT, after)).rejects.toMatchObject({ name: 'InterruptedError' });
  const { output } = await made();
  expect(await create.recover?.(INPUT, after)).toEqual({ output });
});

it('writes what people type as text', () => {
  const config = multibranchConfig({ ...INPUT, sourceId: '1' });
  expect(config).toContain('<description>Takes &lt;orders&gt; &amp; more</description>');
  expect(config).toContain('orders.git?a=1&amp;b=2</remote>');
});
