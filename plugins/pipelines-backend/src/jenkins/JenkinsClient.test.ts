import { FakeJenkins, JenkinsServer, jenkinsPlans } from '@kubemate/sandbox';
import type { JenkinsAccount, JobPlan } from '@kubemate/sandbox';
import { Upstream } from '@kubemate/upstream-node';
import { z } from 'zod';
import { TurnedClock } from '../__testUtils__/TurnedClock';
import { JenkinsClient, jobPath } from './JenkinsClient';
import { queueItemSchema, rootSchema, stagesSchema } from './jenkinsSchemas';

const PLANS: readonly JobPlan[] = [
  { fullName: 'shop', kind: 'folder' },
  { fullName: 'shop/web', kind: 'multibranch' },
  {
    fullName: 'shop/web/feature%2Fcart',
    kind: 'pipeline',
    script: () => [
      { name: 'Build', steps: [{ name: 'Shell Script', seconds: 10, log: ['one', 'zwei ü'] }] },
    ],
  },
  {
    fullName: 'long',
    kind: 'freestyle',
    script: () => {
      const log = Array.from({ length: 30_000 }, (_, at) => `line ${at} ${'é'.repeat(40)}`);
      return [{ name: 'x', steps: [{ name: 'Shell Script', seconds: 1, log }] }];
    },
  },
  {
    fullName: 'release',
    kind: 'pipeline',
    parameters: [
      { kind: 'String', name: 'VERSION', default: '1.0' },
      { kind: 'Choice', name: 'STAGE', choices: ['staging', 'prod'] },
      { kind: 'Password', name: 'KEY' },
    ],
    script: () => [{ name: 'Ask', steps: [jenkinsPlans.input({ id: 'Go', message: 'Go on?' })] }],
  },
];
const ROBOT: JenkinsAccount = {
  username: 'kubemate',
  token: 'canary-token',
  password: 'canary-password',
  permissions: ['build', 'cancel'],
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(
  options: { account?: JenkinsAccount; secret?: string; hasStages?: boolean } = {},
) {
  const { account = ROBOT, secret = 'canary-token', hasStages } = options;
  const clock = new TurnedClock();
  const jenkins = new FakeJenkins({ clock, jobs: PLANS });
  const server = new JenkinsServer({ jenkins, accounts: [account], hasStages, prefix: '/jenkins' });
  await server.listen();
  const credential = Buffer.from(`${account.username}:${secret}`).toString('base64');
  const upstream = new Upstream({
    name: 'Jenkins ci',
    url: server.url,
    headers: { authorization: `Basic ${credential}` },
    concurrency: 2,
  });
  closing.push(
    () => upstream.close(),
    () => server.close(),
  );
  return { clock, jenkins, server, client: new JenkinsClient({ upstream }) };
}

const RELEASE = jobPath('release');

describe('JenkinsClient', () => {
  it('reads what the tree names, through folders and branches', async () => {
    const { client } = await start();
    const { jobs } = await client.json('/api/json', rootSchema, {
      tree: 'jobs[name,fullName,jobs[name,fullName,jobs[name,fullName,buildable]]]{0,1}',
    });
    expect(jobs).toEqual([
      expect.objectContaining({
        name: 'shop',
        jobs: [
          expect.objectContaining({
            fullName: 'shop/web',
            jobs: [expect.objectContaining({ name: 'feature%2Fcart', buildable: true })],
          }),
        ],
      }),
    ]);
  });

  it('turns a start into a queue item, and that into a number', async () => {
    const { client, clock } = await start();
    const { location } = await client.post(`${RELEASE}/buildWithParameters`, { VERSION: '2.0' });
    expect(location).toMatch(/^\/jenkins\/queue\/item\/\d+\/$/);
    const [, id] = /item\/(\d+)/.exec(location ?? '') ?? [];
    const item = () => client.json(`/queue/item/${id}/api/json`, queueItemSchema);
    expect(await item()).toMatchObject({ why: expect.stringContaining('quiet period') });
    clock.turn(4000);
    const tree = 'id,inQueueSince,executable[number]';
    const left = await client.json(`/queue/item/${id}/api/json`, queueItemSchema, { tree });
    expect(left.executable).toMatchObject({ number: 1 });
    clock.turn(6 * 60_000);
    await expect(item()).rejects.toThrow('Jenkins ci has no queue/item/');
  });

  it('is told of the item that waits already where the same is asked twice', async () => {
    const { client } = await start();
    const ask = () => client.post(`${RELEASE}/buildWithParameters`, { VERSION: '2.0' });
    expect(await ask()).toEqual(await ask());
  });

  it('needs no crumb with a token, and one of its session with a password', async () => {
    const byToken = await start();
    await byToken.client.post(`${RELEASE}/buildWithParameters`);
    const byPassword = await start({ secret: 'canary-password' });
    await byPassword.client.post(`${RELEASE}/buildWithParameters`);
    await byPassword.client.post(`${RELEASE}/buildWithParameters`);
    expect(byPassword.server.requests).toEqual([
      'GET /jenkins/crumbIssuer/api/json',
      'POST /jenkins/job/release/buildWithParameters',
      'POST /jenkins/job/release/buildWithParameters',
    ]);
  });

  it('asks for another crumb when its session is over', async () => {
    const { client, server } = await start({ secret: 'canary-password' });
    await client.post(`${RELEASE}/buildWithParameters`);
    server.endSessions();
    await client.post(`${RELEASE}/buildWithParameters`, { VERSION: '3' });
    expect(server.requests.filter(each => each.includes('crumb'))).toHaveLength(2);
  });

  it('reads a log piece by piece, counted in bytes', async () => {
    const { client, clock, jenkins } = await start();
    const path = jobPath('shop/web/feature%2Fcart');
    await client.post(`${path}/build`);
    clock.turn(4000);
    jenkins.settle();
    const log = `${path}/1/logText/progressiveText`;
    const first = await client.log(log, 0);
    expect(first).toMatchObject({ hasMore: true });
    expect(first.text).toContain('one\n');
    expect(first.text).not.toContain('zwei');
    clock.turn(5000);
    const second = await client.log(log, first.next);
    expect(second.text).toBe('zwei ü\n');
    clock.turn(10_000);
    const third = await client.log(log, second.next);
    expect(third).toMatchObject({ text: 'Finished: SUCCESS\n', hasMore: false });
  });

  it('reads a long log in parts that end with a line', async () => {
    const { client, clock, jenkins } = await start();
    jenkins.addBuild('long', { at: clock.now(), cause: jenkinsPlans.TIMER_CAUSE });
    clock.turn(10_000);
    const path = `${jobPath('long')}/1/logText/progressiveText`;
    const first = await client.log(path, 0);
    expect(first).toMatchObject({ isCut: true, hasMore: true });
    expect(first.text.endsWith('\n')).toBe(true);
    const second = await client.log(path, first.next);
    expect(second).toMatchObject({ isCut: false, hasMore: false });
    const lines = (first.text + second.text).split('\n').filter(line => line.startsWith('line'));
    expect(lines).toHaveLength(30_000);
    expect(lines.at(-1)).toContain('line 29999');
  });

  it('says that there are no stages where the plugin is missing', async () => {
    const { client, jenkins, clock } = await start({ hasStages: false });
    jenkins.addBuild('release', { at: clock.now(), cause: jenkinsPlans.TIMER_CAUSE });
    await expect(client.json(`${RELEASE}/1/wfapi/describe`, stagesSchema)).rejects.toThrow(
      'Jenkins ci has no release/1',
    );
  });

  it.each([
    [{ account: { ...ROBOT, permissions: [] } }, `${RELEASE}/build`, 'kubemate lacks Job/Build'],
    [{ account: { ...ROBOT, reads: ['shop'] } }, `${RELEASE}/build`, 'Jenkins ci has no release'],
    [{ secret: 'wrong' }, `${RELEASE}/build`, 'does not know the portal’s account (401)'],
    [{}, `${jobPath('shop/web/feature%2Fcart')}/buildWithParameters`, 'is not parameterized'],
    [{}, `${RELEASE}/buildWithParameters?STAGE=moon`, 'has no path'],
  ])('says what is wrong (%#)', async (options, path, message) => {
    const { client } = await start(options);
    await expect(client.post(path)).rejects.toThrow(message);
  });

  it('says that a choice is none', async () => {
    const { client } = await start();
    const post = client.post(`${RELEASE}/buildWithParameters`, { STAGE: 'moon' });
    await expect(post).rejects.toThrow('Illegal choice for parameter STAGE');
  });

  it('tells an answer in another shape from one that fits', async () => {
    const { client } = await start();
    const other = z.object({ jobs: z.string() });
    await expect(client.json('/api/json', other, { tree: 'jobs[name]' })).rejects.toThrow(
      'Jenkins ci answered /api/json in another shape: jobs',
    );
  });
});
