import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createKubeService, kubeServiceRef, systemClock } from '@kubemate/kube-node';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunDetail, RunLogEvent, RunRef } from '@kubemate/plugin-pipelines-common';
import { FakeJenkins, JenkinsServer } from '@kubemate/sandbox';
import type { JenkinsAccount } from '@kubemate/sandbox';
import { startSmtp } from '../promotion/__testUtils__/startSmtp';
import { clientsOf } from '../__testUtils__/clientsOf';
import { JOBS } from '../__testUtils__/jenkinsJobs';
import { pipelinesPlugin } from '../plugin';

jest.setTimeout(60_000);

const TOKEN = process.env.KUBEMATE_TEST_CANARY ?? 'canary-jenkins-token';
const ROBOT: JenkinsAccount = {
  username: 'kubemate',
  token: TOKEN,
  permissions: ['build', 'cancel', 'delete'],
};

const userOf = (name: string) => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'User', metadata: { name } },
  spec: { profile: { email: `${name}@example.com` } },
});

/** The plugin, whole, over a stand-in for Jenkins. `dana` owns the shop's jobs, `lena` reads them. */
async function startPortal(account: JenkinsAccount = ROBOT) {
  const jenkins = new FakeJenkins({ clock: systemClock, jobs: JOBS, quietMs: 50 });
  const server = new JenkinsServer({ jenkins, accounts: [account] });
  await server.listen();
  const smtp = await startSmtp();
  const data = {
    app: { baseUrl: 'http://localhost:7007' },
    kubemate: {
      mail: {
        from: 'kubemate@example.com',
        smtp: { host: '127.0.0.1', port: smtp.port, security: 'none' },
      },
      pipelines: {
        jenkins: [
          {
            ...{ name: 'ci', url: server.url, username: 'kubemate', token: TOKEN },
            publicUrl: 'https://ci.example.com',
            folders: [
              { path: 'shop', owners: ['user:default/dana'], readers: ['user:default/lena'] },
            ],
          },
        ],
      },
    },
  };
  const logger = mockServices.logger.mock();
  const kube = await createKubeService({ config: mockServices.rootConfig({ data: {} }), logger });
  const backend = await startTestBackend({
    features: [
      pipelinesPlugin,
      catalogServiceMock.factory({ entities: ['dana', 'lena'].map(userOf) }),
      mockServices.rootConfig.factory({ data }),
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials) {
            const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
            return { userEntityRef, ownershipEntityRefs: [userEntityRef] };
          },
        }),
      }),
    ],
  });
  const baseUrl = `http://127.0.0.1:${backend.server.port()}/api/pipelines`;
  return {
    ...{ jenkins, letters: smtp.letters },
    as(person: string) {
      return clientsOf(person, baseUrl);
    },
    async close() {
      await backend.stop();
      await kube.close();
      await server.close();
      await smtp.stop();
    },
  };
}

type Portal = Awaited<ReturnType<typeof startPortal>>;

const START = { engine: 'jenkins' as const, place: 'ci', folder: 'shop', pipeline: 'release' };

async function startRelease(portal: Portal, more: object = {}): Promise<RunRef> {
  const { operations } = portal.as('dana');
  const receipt = await operations.run(pipelineOperations.startRun, { ...START, ...more });
  return (receipt.output as { run: RunRef }).run;
}

/** The run once it is as wanted, from its stream. */
async function awaitRun(portal: Portal, ref: RunRef, isSo: (run: RunDetail) => boolean) {
  for await (const event of portal.as('dana').pipelines.watchRun(ref))
    if (event.type === 'run' && isSo(event.run)) return event.run;
  throw new Error(`${ref.name} ended otherwise`);
}

const saying = (message: string) => ({
  body: { error: { message: expect.stringContaining(message) } },
});

describe('pipelines on Jenkins', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.close());

  it('starts a build, waits with it, lets it go on, and reads what it wrote', async () => {
    const { operations, pipelines } = portal.as('dana');
    const params = { VERSION: '2.0', STAGE: 'prod', TRIAL: 'true' };
    const secrets = { KEY: 'canary-signing-key' };
    const plan = await operations.plan(pipelineOperations.startRun, { ...START, params, secrets });
    expect(plan).toMatchObject({
      ...{ allowed: true, summary: 'Build shop/release on Jenkins ci' },
      said: [{ code: 'build', values: { job: 'shop/release', place: 'ci' } }],
    });
    expect(plan.diff[0]?.after).toContain('VERSION: "2.0"');
    expect(JSON.stringify(plan)).not.toContain('canary-signing-key');

    const queued = await startRelease(portal, { params, secrets });
    expect(queued).toMatchObject({ place: 'ci', folder: 'shop' });
    expect(queued.name).toMatch(/^release-q\d+$/);
    const waiting = await awaitRun(portal, queued, ({ phase }) => phase === 'waiting');
    expect(waiting.ref.name).toMatch(/^release-\d+$/);
    expect(waiting).toMatchObject({
      trigger: { kind: 'manual', by: 'user:default/dana' },
      page: {
        title: 'ci',
        url: expect.stringMatching(/^https:\/\/ci\.example\.com\/job\/shop\/job\/release\/\d+\/$/),
      },
      params: [
        { name: 'VERSION', value: '2.0' },
        { name: 'STAGE', value: 'prod' },
        { name: 'TRIAL', value: 'true' },
        { name: 'KEY', value: '••••••' },
      ],
      inputs: [
        {
          ...{ id: 'Release', message: 'Release it?', proceedText: 'Release', submitters: [] },
          params: [{ name: 'REASON', type: 'string', default: '' }],
        },
      ],
    });
    const answer = { run: waiting.ref, input: 'Release', decision: 'proceed' as const };
    const wrong = { ...answer, params: { OTHER: 'x' } };
    expect(await operations.plan(pipelineOperations.answerInput, wrong)).toMatchObject({
      allowed: false,
      reason: 'There is no parameter OTHER',
    });
    await operations.run(pipelineOperations.answerInput, { ...answer, params: { REASON: 'ok' } });
    const ended = await awaitRun(portal, waiting.ref, run => run.finishedAt !== undefined);
    expect(ended.phase).toBe('succeeded');
    expect(await operations.plan(pipelineOperations.answerInput, answer)).toMatchObject({
      allowed: false,
      reason: 'It does not wait for this',
    });
    const events: RunLogEvent[] = [];
    for await (const event of pipelines.streamRunLogs(ended.ref, { task: 'Deploy' }))
      events.push(event);
    expect(events).toMatchObject([
      { type: 'lines', lines: [{ step: 'make deploy' }, { text: 'deployed' }] },
      { type: 'end', from: 'jenkins' },
    ]);
    const { items } = await pipelines.listRuns({
      engines: ['jenkins'],
      author: 'user:default/dana',
    });
    expect(items.map(({ ref }) => ref)).toContainEqual(ended.ref);
    expect((await pipelines.listRuns({ engines: ['tekton'] })).items).toEqual([]);
  });

  it('ends a build that waits, and says that it was stopped', async () => {
    const { operations } = portal.as('dana');
    const ref = await startRelease(portal, { params: { VERSION: '3.0' } });
    const { ref: run } = await awaitRun(portal, ref, ({ phase }) => phase === 'waiting');
    await operations.run(pipelineOperations.answerInput, {
      ...{ run, input: 'Release', decision: 'abort' },
    });
    const ended = await awaitRun(portal, run, each => each.failure !== undefined);
    expect(ended).toMatchObject({ phase: 'cancelled', failure: { cause: 'cancelled' } });
  });

  it('stops, repeats and deletes a build', async () => {
    const { operations, pipelines } = portal.as('dana');
    const ref = await startRelease(portal, { params: { VERSION: '4.0' } });
    const { ref: run } = await awaitRun(portal, ref, ({ phase }) => phase === 'waiting');
    const later = await operations.plan(pipelineOperations.cancelRun, {
      ...{ run, mode: 'StoppedRunFinally' },
    });
    expect(later.reason).toBe('Jenkins stops a build at once, and in no other way');
    await operations.run(pipelineOperations.cancelRun, { run, mode: 'Cancelled' });
    await awaitRun(portal, run, ({ phase }) => phase === 'cancelled');
    // A password was among its parameters, and Jenkins keeps it to itself.
    expect(await operations.plan(pipelineOperations.rerun, { run })).toMatchObject({
      allowed: false,
      reason: 'It was given a password, which Jenkins does not tell: start it anew',
    });
    await operations.run(pipelineOperations.deleteRun, { run });
    await expect(pipelines.getRun(run)).rejects.toMatchObject(saying('has no shop/release'));
  });

  it('repeats a build with the parameters it had', async () => {
    const { operations } = portal.as('dana');
    const guarded = { ...START, pipeline: 'guarded' };
    const receipt = await operations.run(pipelineOperations.startRun, guarded);
    const { run: first } = receipt.output as { run: RunRef };
    const { ref: run } = await awaitRun(portal, first, ({ phase }) => phase === 'waiting');
    const again = await operations.run(pipelineOperations.rerun, { run });
    const { run: second } = again.output as { run: RunRef };
    const repeated = await awaitRun(portal, second, ({ phase }) => phase === 'waiting');
    expect(repeated.trigger).toEqual({ kind: 'rerun', by: 'user:default/dana' });
    for (const each of [run, repeated.ref])
      await operations.run(pipelineOperations.cancelRun, { run: each });
  });

  it('keeps an answer for those whom the pipeline names, though its account could give it', async () => {
    const { operations } = portal.as('dana');
    const receipt = await operations.run(pipelineOperations.startRun, {
      ...{ ...START, pipeline: 'guarded' },
    });
    const { run: queued } = receipt.output as { run: RunRef };
    const { ref: run } = await awaitRun(portal, queued, ({ phase }) => phase === 'waiting');
    const plan = await operations.plan(pipelineOperations.answerInput, {
      ...{ run, input: 'Go', decision: 'proceed' },
    });
    expect(plan).toMatchObject({
      allowed: false,
      reason: 'The pipeline keeps this answer for release-managers, kubemate.',
    });
    await operations.run(pipelineOperations.cancelRun, { run });
  });

  it('has what waits in one list, with who may answer', async () => {
    const run = await startRelease(portal, { params: { VERSION: '6.0' } });
    const { ref } = await awaitRun(portal, run, ({ phase }) => phase === 'waiting');
    const waitingOf = async (person: Parameters<typeof portal.as>[0]) =>
      (await portal.as(person).pipelines.listWaiting()).items.filter(
        each => each.run.ref.name === ref.name,
      );
    expect(await waitingOf('dana')).toMatchObject([
      { run: { ref }, input: { id: 'Release' }, needed: 1, given: 0, mayAnswer: true },
    ]);
    expect(await waitingOf('lena')).toMatchObject([{ mayAnswer: false, whyNot: 'no-access' }]);
    expect(await waitingOf('eve')).toEqual([]);
    // Whose the folder is are told, once; who may only look, and for whom nothing is kept, are not.
    const about = () => portal.letters.filter(({ text }) => text.includes(`for: ${ref.name}`));
    while (about().length === 0) await new Promise(resolve => setTimeout(resolve, 100));
    expect(about().map(({ to }) => to)).toEqual([['dana@example.com']]);
    expect(about()[0]?.text).toContain('Release it?');
    expect(portal.letters.filter(({ text }) => text.includes('for: guarded-'))).toEqual([]);
    await portal.as('dana').operations.run(pipelineOperations.cancelRun, { run: ref });
    expect(await waitingOf('dana')).toEqual([]);
  });

  it('lets readers see and not act, and others not even see', async () => {
    const run = await startRelease(portal, { params: { VERSION: '5.0' } });
    const { ref } = await awaitRun(portal, run, ({ phase }) => phase === 'waiting');
    const lena = portal.as('lena');
    expect((await lena.pipelines.getRun(ref)).phase).toBe('waiting');
    expect(await lena.operations.plan(pipelineOperations.startRun, START)).toMatchObject({
      allowed: false,
      reason: 'You are no owner of shop/release on Jenkins ci.',
    });
    await expect(portal.as('eve').pipelines.getRun(ref)).rejects.toMatchObject(
      saying('has no job release'),
    );
    expect((await portal.as('eve').pipelines.listRuns({})).items).toEqual([]);
    await portal.as('dana').operations.run(pipelineOperations.cancelRun, { run: ref });
  });

  it('refuses what Jenkins would refuse only later', async () => {
    const { operations } = portal.as('dana');
    const plan = (more: object) =>
      operations.plan(pipelineOperations.startRun, { ...START, ...more });
    expect((await plan({ params: { STAGE: 'moon' } })).reason).toBe(
      'Parameter STAGE must be one of staging, prod',
    );
    expect((await plan({ params: { KEY: 'x' } })).reason).toContain('give it under secrets');
    expect((await plan({ params: { TRIAL: 'maybe' } })).reason).toContain('true or false');
  });
});

it('shows a right that its account lacks as what it is', async () => {
  const portal = await startPortal({ ...ROBOT, permissions: [] });
  try {
    await expect(
      portal.as('dana').operations.run(pipelineOperations.startRun, START),
    ).rejects.toMatchObject(saying('Jenkins ci: its account kubemate lacks Job/Build'));
  } finally {
    await portal.close();
  }
});
