import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRepositories } from '../__testUtils__/startRepositories';
import type { RepositoriesPortal } from '../__testUtils__/startRepositories';

jest.setTimeout(120_000);

const SECRET = 'canary-hook-secret-81aa';
const place = { owner: 'shop-team', name: 'cart' };
const { addWebhook, change, changeWebhook, commit, create, deleteBranch, redeliver } =
  repositoryOperations;

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let portal: RepositoriesPortal;
let receiver: Server;
let url: string;
let status = 200;
const got: Got[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, { 'x-receiver': 'yes', location: 'http://127.0.0.1:1/' });
      response.end('taken');
    });
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const key = randomBytes(32).toString('base64');
  portal = await startRepositories({
    config: {
      kubemate: {
        credentials: { keys: [{ id: 'a', key }] },
        repositories: { webhooks: { hosts: ['127.0.0.1', '169.254.169.254', '*.example.com'] } },
      },
    },
  });
  await portal.as('dana').operations.run(create, place);
});
afterAll(async () => {
  await portal?.stop();
  receiver?.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
});
beforeEach(() => {
  got.length = 0;
  status = 200;
});

async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 20_000; ;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('It did not come');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

const event = (name: string) =>
  until(() => got.find(({ headers }) => headers['x-github-event'] === name));
const hooks = async () => (await portal.as('dana').repositories.listWebhooks(place)).items;
const onlyHook = async () => (await hooks())[0]?.id ?? '';
const deliveries = async (webhook: string) =>
  (await portal.as('dana').repositories.listDeliveries({ ...place, webhook })).items;

it('pings a new webhook, and signs as GitHub does', async () => {
  const { output } = await portal.as('dana').operations.run(addWebhook, {
    ...{ ...place, url, events: ['push', 'pull_request'], secret: SECRET },
  });
  const { headers, body } = await event('ping');
  const digest = createHmac('sha256', SECRET).update(body).digest('hex');
  expect(headers).toMatchObject({
    ...{ 'x-hub-signature-256': `sha256=${digest}`, 'content-type': 'application/json' },
    'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(headers.authorization).toBeUndefined();
  expect(await hooks()).toMatchObject([{ id: output?.webhook, hasSecret: true, active: true }]);
});

it('tells a push of real git, and what was answered to it', async () => {
  await portal.git(['clone', '--quiet', portal.cloneUrl('shop-team/cart', 'dana'), 'work']);
  const work = `${portal.home}/work`;
  await portal.git(['commit', '--quiet', '--allow-empty', '-m', 'Begin'], work);
  await portal.git(['push', '--quiet', 'origin', 'HEAD:refs/heads/main'], work);
  const { headers, body } = await event('push');
  expect(JSON.parse(body)).toMatchObject({
    ...{ ref: 'refs/heads/main', before: '0'.repeat(40), created: true, deleted: false },
    ...{ pusher: { name: 'dana' }, commits: [{ message: 'Begin' }] },
    repository: { full_name: 'shop-team/cart', default_branch: 'main', private: false },
  });
  const webhook = await onlyHook();
  const id = String(headers['x-github-delivery']);
  const detail = await until(async () => {
    const found = await portal
      .as('dana')
      .repositories.getDelivery({ ...place, webhook, delivery: id });
    return found.state === 'delivered' ? found : undefined;
  });
  expect(detail).toMatchObject({
    ...{ attempts: 1, status: 200, durationMs: expect.any(Number) },
    request: { url, body, headers: { 'x-github-event': 'push' } },
    response: { status: 200, body: 'taken', headers: { 'x-receiver': 'yes' } },
  });
});

it('tells pull requests, commits of operations and branches that go', async () => {
  const { operations } = portal.as('dana');
  await operations.run(commit, {
    ...{ ...place, branch: 'topic', message: 'Two', files: { 'a.txt': 'two' } },
  });
  await operations.run(repositoryOperations.openPullRequest, {
    ...{ ...place, head: 'topic', title: 'Two' },
  });
  const opened = JSON.parse((await event('pull_request')).body);
  expect(opened).toMatchObject({ action: 'opened', number: 1, pull_request: { merged: false } });
  got.length = 0;
  await operations.run(repositoryOperations.mergePullRequest, { ...place, number: 1 });
  expect(JSON.parse((await event('pull_request')).body)).toMatchObject({
    ...{ action: 'closed', pull_request: { merged: true, merge_commit_sha: expect.any(String) } },
  });
  got.length = 0;
  const plan = await operations.plan(deleteBranch, { ...place, branch: 'main' });
  expect(plan).toMatchObject({ allowed: false, reason: expect.stringContaining('default') });
  await operations.run(deleteBranch, { ...place, branch: 'topic' });
  expect(JSON.parse((await event('push')).body)).toMatchObject({
    ...{ ref: 'refs/heads/topic', deleted: true },
  });
  const { branches } = await portal.as('dana').repositories.getRepository(place);
  expect(branches.map(({ name }) => name)).toEqual(['main']);
});

it('keeps what failed for another attempt, and sends it again by hand', async () => {
  status = 302;
  const { operations } = portal.as('dana');
  const files = { 'b.txt': 'b' };
  await operations.run(commit, { ...place, message: 'Failing', files });
  const failing = await event('push');
  const webhook = await onlyHook();
  const id = String(failing.headers['x-github-delivery']);
  const waiting = await until(async () =>
    (await deliveries(webhook)).find(each => each.id === id && each.attempts === 1 && each.status),
  );
  // A redirect is no success, and is not followed.
  expect(waiting).toMatchObject({ state: 'waiting', status: 302, nextAt: expect.any(Number) });
  got.length = 0;
  status = 200;
  const { output } = await operations.run(redeliver, { ...place, webhook, delivery: id });
  const again = await event('push');
  expect(again.body).toBe(failing.body);
  expect(again.headers['x-github-delivery']).toBe(output?.delivery);
  expect((await deliveries(webhook))[0]).toMatchObject({ redeliveryOf: id });
});

it('tells nobody while it is paused', async () => {
  const webhook = await onlyHook();
  const { operations } = portal.as('dana');
  await operations.run(changeWebhook, { ...place, webhook, active: false });
  const before = (await deliveries(webhook)).length;
  await operations.run(commit, { ...place, message: 'Quiet', files: { 'c.txt': 'c' } });
  expect(await deliveries(webhook)).toHaveLength(before);
});

it('shows no secret, and its answers only to those who may set it', async () => {
  const webhook = await onlyHook();
  const all = await portal
    .as('dana')
    .fetch(`${portal.baseUrl}/repositories/shop-team/cart/webhooks`);
  expect(await all.text()).not.toContain('canary');
  expect(JSON.stringify(portal.log)).not.toContain('canary');
  for (const person of ['olga', 'vera'] as const) {
    const { repositories, operations } = portal.as(person);
    await expect(repositories.listWebhooks(place)).rejects.toThrow(/403/);
    await expect(repositories.listDeliveries({ ...place, webhook })).rejects.toThrow(/403/);
    await expect(operations.run(addWebhook, { ...place, url: `${url}/2` })).rejects.toThrow(/403/);
    await expect(operations.run(redeliver, { ...place, webhook })).rejects.toThrow(/403/);
  }
  // A webhook is only found below its own repository.
  await portal.as('olga').operations.run(create, { owner: 'payments-team', name: 'own' });
  await expect(
    portal.as('olga').repositories.listDeliveries({ owner: 'payments-team', name: 'own', webhook }),
  ).rejects.toThrow(/404/);
});

it('calls no address that is not for calling', async () => {
  const { operations } = portal.as('dana');
  const elsewhere = { ...place, url: 'https://ci.elsewhere.example/' };
  expect(await operations.plan(addWebhook, elsewhere)).toMatchObject({
    ...{ allowed: false, reason: expect.stringContaining('kubemate.repositories.webhooks') },
  });
  const metadata = { ...place, url: 'http://169.254.169.254/latest/meta-data' };
  const { output } = await operations.run(addWebhook, metadata);
  const refused = await until(async () =>
    (await deliveries(String(output?.webhook))).find(each => each.error !== undefined),
  );
  expect(refused.error).toMatch(/link-local or metadata address/);
  for (const bad of ['ftp://x/', 'http://me:pw@127.0.0.1/', 'not a url'])
    await expect(operations.run(addWebhook, { ...place, url: bad })).rejects.toThrow(/400/);
});

it('changes who sees a repository', async () => {
  const { operations } = portal.as('dana');
  await portal.as('vera').repositories.getRepository(place);
  await operations.run(change, { ...place, visibility: 'private', protectDefaultBranch: true });
  await expect(portal.as('vera').repositories.getRepository(place)).rejects.toThrow(/404/);
  expect(await portal.as('dana').repositories.getRepository(place)).toMatchObject({
    ...{ visibility: 'private', protectDefaultBranch: true },
  });
  await expect(
    portal.as('olga').operations.run(change, { ...place, visibility: 'internal' }),
  ).rejects.toThrow(/40[34]/);
});
