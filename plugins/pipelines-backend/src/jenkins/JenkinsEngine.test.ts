import { FakeJenkins, JenkinsServer, jenkinsPlans } from '@kubemate/sandbox';
import type { JenkinsServerOptions } from '@kubemate/sandbox';
import { JOBS } from '../__testUtils__/jenkinsJobs';
import { TurnedClock } from '../__testUtils__/TurnedClock';
import { JenkinsDefinitions } from './JenkinsDefinitions';
import { JenkinsEngine } from './JenkinsEngine';
import { JenkinsInstance } from './JenkinsInstance';
import { jobDirectory } from './jobDirectory';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const viewer = (name: string, ...groups: string[]) => ({
  userEntityRef: `user:default/${name}`,
  ownershipEntityRefs: groups.map(group => `group:default/${group}`),
});
const dana = viewer('dana', 'shop-team');
const BRANCH = { engine: 'jenkins' as const, place: 'ci', folder: 'shop' };
const CAUSE = jenkinsPlans.PUSH_CAUSE;

async function start(options: Partial<JenkinsServerOptions> = {}) {
  const clock = new TurnedClock();
  const jenkins = new FakeJenkins({ clock, jobs: JOBS });
  const account = { username: 'kubemate', token: 'canary', permissions: ['build'] as const };
  const server = new JenkinsServer({ jenkins, accounts: [account], ...options });
  await server.listen();
  const instance = new JenkinsInstance({
    clock,
    config: {
      ...{ name: 'ci', url: server.url, username: 'kubemate', token: 'canary', builds: 50 },
      ...{ allowPlainHttp: false, submitters: {} },
      folders: [
        { path: 'shop', owners: ['group:default/shop-team'], readers: ['user:default/lena'] },
      ],
    },
  });
  const engine = new JenkinsEngine({ instances: [instance], clock });
  closing.push(
    () => instance.close(),
    () => server.close(),
  );
  const began = clock.now();
  const build = (at = began, more: object = {}) =>
    jenkins.addBuild('shop/web/feature%2Fcart', { at, cause: CAUSE, commit: 'c0ffee', ...more });
  return { clock, jenkins, server, engine, build, began };
}

it('tells other plugins of every job and whose it is, a multibranch project as one, and when it knows nothing', async () => {
  const { engine, server, clock } = await start();
  const { instances } = await jobDirectory(engine);
  expect(instances).toMatchObject([{ name: 'ci', isRead: true }]);
  const jobs = new Map(instances[0]?.jobs.map(each => [each.fullName, each]));
  expect(jobs.get('shop/web')).toEqual({
    ...{ fullName: 'shop/web', folder: 'shop', name: 'web', isMultibranch: true },
    ...{ owners: ['group:default/shop-team'], readers: ['user:default/lena'] },
  });
  expect(jobs.get('plain')).toMatchObject({ folder: '/', isMultibranch: false, owners: [] });
  expect([...jobs.keys()].filter(name => name.includes('%2F'))).toEqual([]);
  await server.close();
  clock.turn(60_000);
  expect((await jobDirectory(engine)).instances).toMatchObject([{ isRead: false }]);
});

describe('JenkinsEngine', () => {
  it('lists builds of the jobs that a person may see, and names branches as people do', async () => {
    const { engine, jenkins, build, clock } = await start();
    build();
    jenkins.addBuild('plain', { at: clock.now(), cause: CAUSE });
    clock.turn(30_000);
    const { items, failures } = await engine.runs({}, dana);
    expect(failures).toEqual([]);
    expect(items).toEqual([
      {
        ref: { ...BRANCH, name: 'web/feature/cart-1' },
        uid: 'jenkins/ci/shop/web/feature%2Fcart/1',
        pipeline: 'web/feature/cart',
        phase: 'succeeded',
        reason: 'SUCCESS',
        trigger: { kind: 'push' },
        source: { branch: 'feature/cart', commit: 'c0ffee' },
        createdAt: clock.now() - 30_000,
        startedAt: clock.now() - 30_000,
        finishedAt: clock.now() - 13_000,
        tasks: { total: 0, done: 0, failed: 0 },
        isArchived: false,
      },
    ]);
    expect((await engine.runs({}, viewer('eve', 'other-team'))).items).toEqual([]);
    expect((await engine.runs({}, viewer('lena'))).items).toHaveLength(1);
    await expect(
      engine.run({ ...BRANCH, name: 'web/feature/cart-1' }, viewer('eve')),
    ).rejects.toThrow('Jenkins ci has no job web/feature/cart in shop');
  });

  it('draws stages as a graph: in order of time, side by side what ran together', async () => {
    const { engine, build, clock } = await start();
    build();
    clock.turn(12_000);
    const run = await engine.run({ ...BRANCH, name: 'web/feature/cart-1' }, dana);
    expect(run.graph.nodes.map(({ id, phase }) => [id, phase])).toEqual([
      ['Build', 'succeeded'],
      ['Tests', 'succeeded'],
      ['Unit', 'running'],
      ['Lint', 'running'],
    ]);
    expect(run.graph.edges).toEqual([
      { from: 'Build', to: 'Tests' },
      { from: 'Tests', to: 'Unit' },
      { from: 'Tests', to: 'Lint' },
    ]);
    expect(run).toMatchObject({ phase: 'running', tasks: { total: 4, done: 2, failed: 0 } });
    clock.turn(20_000);
    const ended = await engine.run({ ...BRANCH, name: 'web/feature/cart-1' }, dana);
    expect(ended.graph.edges.filter(({ to }) => to === 'Publish')).toEqual([
      { from: 'Unit', to: 'Publish' },
      { from: 'Lint', to: 'Publish' },
    ]);
    const critical = ended.graph.nodes.filter(({ isCritical }) => isCritical);
    expect(critical.map(({ id }) => id)).toEqual(['Build', 'Unit', 'Publish']);
  });

  it('says which step failed, with the end of its log', async () => {
    const { engine, build, clock } = await start();
    build(undefined, { commit: 'bad' });
    clock.turn(30_000);
    const run = await engine.run({ ...BRANCH, name: 'web/feature/cart-1' }, dana);
    expect(run).toMatchObject({ phase: 'failed', reason: 'FAILURE' });
    expect(run.failure).toEqual({
      ...{ cause: 'step-failed', task: 'Unit', step: 'make unit', exitCode: 2 },
      evidence: ['script returned exit code 2', '+ make unit', '1 failed'],
    });
    expect(run.graph.nodes.map(({ id }) => id)).not.toContain('Publish');
  });

  it('shows one node that stands for all where the stages plugin is missing, and says so', async () => {
    const { engine, build, clock } = await start({ hasStages: false });
    build();
    clock.turn(30_000);
    const run = await engine.run({ ...BRANCH, name: 'web/feature/cart-1' }, dana);
    expect(run.missing).toEqual(['stages']);
    expect(run.graph.nodes).toMatchObject([{ id: 'build', title: 'web/feature/cart' }]);
    expect(await logOf(engine, 'build')).toEqual(
      expect.arrayContaining(['console: Push event to branch', 'console: Finished: SUCCESS']),
    );
  });

  it('tells the log of a stage step by step, and ends with it', async () => {
    const { engine, build, clock } = await start();
    build();
    clock.turn(30_000);
    expect(await logOf(engine, 'Unit')).toEqual([
      'make unit: + make unit',
      'make unit: \u001b[31m1 failed\u001b[0m',
    ]);
    await expect(logOf(engine, 'Nowhere')).rejects.toThrow('has no stage Nowhere');
  });

  it('follows a log while it is written', async () => {
    const { engine, build, clock } = await start();
    build();
    clock.turn(1_000);
    const ending = new AbortController();
    const request = {
      ref: { ...BRANCH, name: 'web/feature/cart-1' },
      task: 'Build',
      tailLines: 10,
    };
    const { events } = await engine.logs(request, dana, { signal: ending.signal });
    const seen: string[] = [];
    for await (const event of events) {
      if (event.type !== 'line') continue;
      seen.push(event.line.text);
      // What comes later is written once the first line has been told.
      if (seen.length === 1) setImmediate(() => turnUntilRead(clock));
    }
    expect(seen).toEqual(['+ make', 'compiled']);
  });

  it('does not read again what has ended, and of a job only what is new', async () => {
    const { engine, build, clock, server } = await start();
    for (let at = 0; at < 5; at += 1) build();
    clock.turn(60_000);
    await engine.runs({}, dana);
    const before = server.requests.length;
    clock.turn(10_000);
    await engine.runs({}, dana);
    expect(server.requests.slice(before)).toEqual(['GET /api/json', 'GET /queue/api/json']);
    build(clock.now());
    clock.turn(5_000);
    const { items } = await engine.runs({}, dana);
    expect(items.map(({ phase }) => phase).sort()).toEqual([
      'running',
      ...Array.from({ length: 5 }, () => 'succeeded'),
    ]);
    const ref = { ...BRANCH, name: 'web/feature/cart-1' };
    await engine.run(ref, dana);
    const once = server.requests.length;
    await engine.run(ref, dana);
    expect(server.requests).toHaveLength(once);
  });

  it('shows what it knew, and says that it is old, when the controller is gone', async () => {
    const { engine, build, clock, server } = await start();
    build();
    await engine.runs({}, dana);
    await server.close();
    clock.turn(10_000);
    const { items, failures } = await engine.runs({}, dana);
    expect(items).toHaveLength(1);
    expect(failures).toMatchObject([{ place: 'ci', state: 'stale' }]);
    expect(failures[0]?.reason).toContain('Jenkins ci could not be reached');
  });

  it('tells followers of a build that began', async () => {
    const { engine, build, clock } = await start();
    const ending = new AbortController();
    let heard = 0;
    const following = engine.followRuns({}, dana, {
      signal: ending.signal,
      onChange: () => {
        heard += 1;
      },
    });
    await until(() => heard > 0, clock, 0);
    const first = heard;
    build(clock.now());
    await until(() => heard > first, clock, 1_000);
    ending.abort();
    await following;
  });

  it('offers jobs as definitions, with what they ask for and no default of a password', async () => {
    const { engine, build, clock } = await start();
    build();
    clock.turn(30_000);
    const definitions = new JenkinsDefinitions({ engine });
    const { items } = await definitions.list({ kind: 'Pipeline', search: 'cart' }, dana);
    expect(items).toMatchObject([
      {
        engine: 'jenkins',
        folder: 'shop',
        name: 'web/feature/cart',
        lastRun: { phase: 'succeeded' },
      },
    ]);
    const release = { place: 'ci', folder: 'shop', name: 'release' };
    expect(await definitions.get(release, dana)).toMatchObject({
      description: 'Brings a version to an environment',
      params: [
        { name: 'VERSION', type: 'string', default: '1.0' },
        { name: 'STAGE', type: 'string', default: 'staging', enum: ['staging', 'prod'] },
        { name: 'TRIAL', type: 'boolean', default: 'false' },
        { name: 'KEY', type: 'password', default: '' },
      ],
    });
    const branch = { place: 'ci', folder: 'shop', name: 'web/feature/cart' };
    expect((await definitions.get(branch, dana)).graph?.nodes).toHaveLength(5);
  });
});

async function logOf(engine: JenkinsEngine, task: string): Promise<string[]> {
  const request = { ref: { ...BRANCH, name: 'web/feature/cart-1' }, task, tailLines: 10 };
  const { signal } = new AbortController();
  const { events } = await engine.logs(request, dana, { signal });
  const lines: string[] = [];
  for await (const event of events)
    if (event.type === 'line') lines.push(`${event.line.container}: ${event.line.text}`);
  return lines;
}

/** Time goes on by so much at each look, and the network has its turn. */
async function until(isSo: () => boolean, clock: TurnedClock, stepMs: number): Promise<void> {
  for (let left = 500; left > 0 && !isSo(); left -= 1) {
    clock.turn(stepMs);
    await new Promise(resolve => {
      setTimeout(resolve, 5);
    });
  }
  expect(isSo()).toBe(true);
}

function turnUntilRead(clock: TurnedClock): void {
  let left = 200;
  const timer = setInterval(() => {
    clock.turn(1_000);
    left -= 1;
    if (left === 0) clearInterval(timer);
  }, 5);
  timer.unref();
}
