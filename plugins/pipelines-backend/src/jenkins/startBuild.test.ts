import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createKubeService } from '@kubemate/kube-node';
import { textOf } from '@kubemate/operations-common';
import { FakeJenkins, JenkinsServer } from '@kubemate/sandbox';
import { JOBS } from '../__testUtils__/jenkinsJobs';
import { TurnedClock } from '../__testUtils__/TurnedClock';
import { JenkinsEngine } from './JenkinsEngine';
import { JenkinsInstance } from './JenkinsInstance';
import { startBuild } from './startBuild';

jest.setTimeout(60_000);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const ACCOUNT = { username: 'kubemate', token: 'canary' };
const INPUT = {
  ...{ engine: 'jenkins' as const, place: 'ci', folder: 'shop', pipeline: 'release' },
  params: { VERSION: '2.0', TRIAL: 'true' },
};
const HOUR = 3_600_000;

/** A portal that dies after it has asked Jenkins for a build, and whoever comes after it. */
async function start() {
  const clock = new TurnedClock();
  const jenkins = new FakeJenkins({ clock, jobs: JOBS, quietMs: 5_000 });
  const server = new JenkinsServer({ jenkins, accounts: [{ ...ACCOUNT, permissions: ['build'] }] });
  await server.listen();
  const logger = mockServices.logger.mock();
  const kube = await createKubeService({ config: mockServices.rootConfig({ data: {} }), logger });
  const portal = () => {
    const instance = new JenkinsInstance({
      clock,
      config: {
        ...{ name: 'ci', url: server.url, ...ACCOUNT, builds: 50 },
        ...{ allowPlainHttp: false, submitters: {} },
        folders: [{ path: 'shop', owners: ['user:default/dana'], readers: [] }],
      },
    });
    closing.push(() => instance.close());
    return startBuild(new JenkinsEngine({ instances: [instance], clock }));
  };
  closing.push(
    () => server.close(),
    () => kube.close(),
  );
  const base = { kube, clock, logger, signal: new AbortController().signal, report: () => {} };
  const dana = { userEntityRef: 'user:default/dana', ownershipEntityRefs: ['user:default/dana'] };
  const context = { ...base, viewer: dana, credentials: mockCredentials.user('user:default/dana') };
  return {
    clock,
    async ask(input: typeof INPUT & { secrets?: Record<string, string> } = INPUT) {
      const { plan, run } = portal();
      const { state, summary } = await plan(input, context);
      return run(input, { ...context, id: 'record-1', state, summary: textOf(summary) });
    },
    async recover(begunAt: number) {
      const after = { ...base, id: 'record-1', actor: 'user:default/dana', begunAt };
      return portal().recover?.(INPUT, after);
    },
  };
}

const nothing = { name: 'InterruptedError', message: expect.stringContaining('run it again') };

it('finds what it had asked for, waiting and begun, and asks for no second one', async () => {
  const { clock, ask, recover } = await start();
  const begunAt = clock.now();
  const { output } = await ask();
  expect(output).toMatchObject({ run: { name: expect.stringMatching(/^release-q\d+$/) } });
  expect(await recover(begunAt)).toEqual({ output });
  clock.turn(60_000);
  expect(await recover(begunAt)).toMatchObject({ output: { run: { name: 'release-1' } } });
});

it('finds one that had a password, which neither Jenkins nor a record tells', async () => {
  const { clock, ask, recover } = await start();
  const begunAt = clock.now();
  const { output } = await ask({ ...INPUT, secrets: { KEY: 'canary-of-a-key' } });
  expect(await recover(begunAt)).toEqual({ output });
  clock.turn(60_000);
  expect(await recover(begunAt)).toMatchObject({ output: { run: { name: 'release-1' } } });
});

it('takes the first of several', async () => {
  const { clock, ask, recover } = await start();
  const begunAt = clock.now();
  await ask();
  clock.turn(60_000);
  await ask();
  clock.turn(60_000);
  expect(await recover(begunAt)).toMatchObject({ output: { run: { name: 'release-1' } } });
});

it('has done nothing where there is no such build since then', async () => {
  const { clock, ask, recover } = await start();
  await expect(recover(clock.now())).rejects.toMatchObject(nothing);
  await ask();
  clock.turn(HOUR);
  await expect(recover(clock.now())).rejects.toMatchObject(nothing);
  await ask({ ...INPUT, params: { VERSION: '2.1', TRIAL: 'true' } });
  await expect(recover(clock.now())).rejects.toMatchObject(nothing);
});
