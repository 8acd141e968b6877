/* eslint-disable jest/no-export -- run by the test that has the cluster and the backend for them */
import { createHmac } from 'node:crypto';
import type { KubeObject } from '@kubemate/kube-common';
import type { EventListener } from '@kubemate/plugin-pipelines-common';
import { PLACE } from '../../__testUtils__/PipelinesPortal';
import type { PipelinesPortal } from '../../__testUtils__/PipelinesPortal';
import { CLUSTER_TRIGGER_BINDINGS, EVENT_LISTENERS, PIPELINE_RUNS } from '../../tekton/kinds';

/** Of the portal's configuration, and of a Secret on the cluster: they must stand in no answer and no log. */
export const OWN_SECRET = 'canary-of-the-configuration';
export const KUBE_SECRET = 'canary-of-the-cluster';

export const hooksOf = (folder: string) => [
  ...['hooked', 'gone', 'gitea'].map(listener => ({ place: PLACE, folder, listener })),
  ...['plain', 'weak', 'lending'].map(listener => ({
    place: PLACE,
    folder,
    listener,
    secret: OWN_SECRET,
  })),
];

const apiVersion = 'triggers.tekton.dev/v1beta1';
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });
const core = (plural: string) => ({ group: '', version: 'v1', plural });

const bindings = [{ ref: 'push' }];
const template = { ref: 'build' };
const cel = (filter: string) => ({
  ref: { name: 'cel' },
  params: [
    { name: 'filter', value: filter },
    { name: 'overlays', value: [{ key: 'short', expression: 'body.after.truncate(4)' }] },
  ],
});
export const signed = (name: string, eventTypes: string[], key = 'token') => ({
  ref: { name },
  params: [
    { name: 'secretRef', value: { secretName: 'git-webhook', secretKey: key } },
    { name: 'eventTypes', value: eventTypes },
  ],
});
const listener = (name: string, spec: object) => ({
  ...{ apiVersion, kind: 'EventListener', metadata: { name }, spec },
});

async function createHooks(portal: PipelinesPortal): Promise<void> {
  await portal.create(core('secrets'), {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'git-webhook' } },
    stringData: { token: KUBE_SECRET },
  });
  await portal.create(rbac('roles'), {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'hooks' } },
    rules: [
      { apiGroups: ['triggers.tekton.dev'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['git-webhook'], verbs: ['get'] },
    ],
  });
  await portal.create(rbac('rolebindings'), {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    ...{ kind: 'RoleBinding', metadata: { name: 'hooks' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'hooks' },
    subjects: [{ kind: 'ServiceAccount', name: 'git-events', namespace: portal.folder }],
  });
  await createLending(portal);
  const serviceAccountName = 'git-events';
  const main = "body.ref == 'refs/heads/main'";
  for (const made of [
    listener('hooked', {
      serviceAccountName,
      triggers: [
        {
          ...{ name: 'push', bindings, template },
          interceptors: [signed('github', ['push']), cel(main)],
        },
        {
          ...{ name: 'merge', bindings, template },
          interceptors: [signed('gitlab', ['Push Hook']), cel(main)],
        },
        { name: 'unproven', bindings, template, interceptors: [cel('true')] },
        {
          ...{ name: 'policy', bindings, template },
          interceptors: [signed('github', ['push']), { ref: { name: 'own-policy' } }],
        },
      ],
    }),
    listener('plain', {
      serviceAccountName,
      triggers: [{ name: 'push', bindings, template, interceptors: [cel(main)] }],
    }),
    listener('weak', {
      serviceAccountName: 'nobody',
      triggers: [{ name: 'push', bindings, template, interceptors: [cel(main)] }],
    }),
  ])
    await portal.create(EVENT_LISTENERS, made);
}

/** A listener whose account may read, and make nothing, but may become `deployer`, who may. */
async function createLending(portal: PipelinesPortal): Promise<void> {
  const roles = {
    reader: [{ apiGroups: ['triggers.tekton.dev'], resources: ['*'], verbs: ['get', 'list'] }],
    lender: [
      {
        ...{ apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['deployer'] },
        verbs: ['impersonate'],
      },
    ],
    maker: [{ apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['create'] }],
  };
  for (const [name, rules] of Object.entries(roles))
    await portal.create(rbac('roles'), {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules },
    });
  const given = { reader: ['lending'], lender: ['lending'], maker: ['deployer', 'admin-of-all'] };
  for (const [name, accounts] of Object.entries(given))
    await portal.create(rbac('rolebindings'), {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      ...{ kind: 'RoleBinding', metadata: { name } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: accounts.map(each => ({
        ...{ kind: 'ServiceAccount', name: each, namespace: portal.folder },
      })),
    });
  await portal.createInCluster(CLUSTER_TRIGGER_BINDINGS, {
    ...{ apiVersion, kind: 'ClusterTriggerBinding', metadata: { name: `shared-${portal.folder}` } },
    spec: { params: [{ name: 'tag', value: 'cluster' }] },
  });
  const trigger = { bindings, template, interceptors: [cel('true')] };
  await portal.create(
    EVENT_LISTENERS,
    listener('lending', {
      serviceAccountName: 'lending',
      triggers: [
        { ...trigger, name: 'own' },
        { ...trigger, name: 'lent', serviceAccountName: 'deployer' },
        { ...trigger, name: 'stolen', serviceAccountName: 'admin-of-all' },
        {
          ...{ ...trigger, name: 'shared', serviceAccountName: 'deployer' },
          bindings: [{ ref: `shared-${portal.folder}`, kind: 'ClusterTriggerBinding' }],
        },
      ],
    }),
  );
}

/** The receiver over the objects that the portal's own test has made: `TriggerBinding` push, `TriggerTemplate` build. */
export function describeHooks(running: () => PipelinesPortal): void {
  let count = 0;
  /** No two are the same, but where a test sends one twice. */
  const push = (over: object = {}) => {
    count += 1;
    return JSON.stringify({ ref: 'refs/heads/main', after: `${count}f2a9c1d7b`, ...over });
  };
  const hmac = (secret: string, body: string) =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

  async function send(
    name: string,
    body: string,
    { secret = KUBE_SECRET, headers = {} }: { secret?: string; headers?: object } = {},
  ) {
    const { baseUrl, folder } = running();
    const answer = await globalThis.fetch(`${baseUrl}/hooks/${PLACE}/${folder}/${name}`, {
      ...{ method: 'POST', body },
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'push',
        'x-github-delivery': `id-${count}`,
        'x-hub-signature-256': hmac(secret, body),
        ...headers,
      },
    });
    const text = await answer.text();
    expect(text).not.toContain('canary');
    return { status: answer.status, ...JSON.parse(text) };
  }

  async function hookOf(name: string): Promise<NonNullable<EventListener['hook']>> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { items } = await running().as('dev').pipelines.listTriggers();
      expect(JSON.stringify(items)).not.toContain('canary');
      const hook = items.find(each => each.name === name)?.hook;
      if (hook !== undefined) return hook;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`There is no hook of ${name}`);
  }

  async function newest(name: string) {
    const [delivery] = (await hookOf(name)).deliveries;
    return delivery;
  }

  /** Rights are known a moment after they are given. */
  async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 50; tries += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error('It never came to be');
  }

  const runOf = (name = ''): Promise<KubeObject> => running().object(PIPELINE_RUNS, name);

  beforeAll(() => createHooks(running()));

  it('starts what the listener would, as its service account, and is told of on the screen', async () => {
    const answer = await send('hooked', push());
    const { folder } = running();
    expect(answer).toMatchObject({
      ...{ status: 202, eventListener: 'hooked', namespace: folder, isAgain: false },
    });
    const hook = await hookOf('hooked');
    expect(hook.url).toMatch(new RegExp(`/api/pipelines/hooks/${PLACE}/${folder}/hooked$`));
    const [delivery] = hook.deliveries;
    expect(delivery).toMatchObject({
      ...{ id: answer.eventID, delivery: `id-${count}`, event: 'push', ref: 'refs/heads/main' },
      ...{ attempts: 1, state: 'failed' },
      outcomes: [
        { name: 'push', outcome: 'started', text: '' },
        { name: 'merge', outcome: 'stopped', text: expect.stringContaining('X-Gitlab-Event') },
        { name: 'unproven', outcome: 'stopped', text: expect.stringContaining('proves') },
        { name: 'policy', outcome: 'failed', text: 'own-policy: is not called from here' },
      ],
    });
    const made = await runOf(delivery?.outcomes[0]?.runs[0]);
    expect(made).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^event-[0-9a-f]{10}$/),
        labels: {
          'triggers.tekton.dev/eventlistener': 'hooked',
          'triggers.tekton.dev/trigger': 'push',
          'triggers.tekton.dev/triggers-eventid': answer.eventID,
        },
      },
      spec: { params: [{ name: 'tag', value: `${count}f2a9c1`.slice(0, 4) }] },
    });
    expect(JSON.stringify(made)).not.toContain('kubemate.io/started-by');
    expect(running().auditor.createEvent).toHaveBeenLastCalledWith({
      ...{ eventId: 'trigger-delivery', severityLevel: 'medium' },
      meta: {
        ...{ cluster: PLACE, namespace: folder, listener: 'hooked', event: answer.eventID },
      },
    });
  });

  it.each([
    ['X-Gitea-Signature', 'x-gitea-signature', (body: string) => hmac(OWN_SECRET, body).slice(7)],
    ['the signature of Bitbucket', 'x-hub-signature', (body: string) => hmac(OWN_SECRET, body)],
    ['the token of GitLab', 'x-gitlab-token', () => OWN_SECRET],
  ])('is proven by %s', async (_, header, value) => {
    const body = push();
    const headers = { 'x-hub-signature-256': '', [header]: value(body) };
    expect(await send('plain', body, { headers })).toMatchObject({ status: 202, isAgain: false });
    expect(await newest('plain')).toMatchObject({ outcomes: [{ outcome: 'started' }] });
  });

  it.each<[string, string, { secret?: string; headers?: object; body?: string }, string]>([
    ['hooked', 'has no signature', { headers: { 'x-hub-signature-256': '' } }, 'unsigned'],
    ['hooked', 'is of another secret', { secret: 'another' }, 'differs'],
    ['plain', 'is of another secret', { secret: KUBE_SECRET }, 'differs'],
    [
      ...(['plain', 'is signed by SHA-1'] as const),
      { headers: { 'x-hub-signature-256': '', 'x-hub-signature': `sha1=${'a'.repeat(40)}` } },
      'differs',
    ],
    [
      ...(['plain', 'has another body than was signed'] as const),
      { headers: { 'x-hub-signature-256': hmac(OWN_SECRET, '{}') } },
      'differs',
    ],
    ['plain', 'has the token of another', { headers: { 'x-gitlab-token': 'x' } }, 'differs'],
  ])('of %s is refused where it %s, and changes nothing', async (name, _, given, reason) => {
    const before = (await hookOf(name)).deliveries.length;
    const answer = await send(name, push(), { ...given });
    expect(answer).toMatchObject({ status: 401, error: { name: 'AuthenticationError' } });
    const { deliveries, refusal } = await hookOf(name);
    expect(deliveries).toHaveLength(before);
    expect(refusal).toMatchObject({ reason, count: expect.any(Number) });
  });

  it('is refused in the same words for listeners that take none, and that are not there', async () => {
    const wrong = await send('plain', push(), { secret: 'another' });
    for (const name of ['git', 'gone', 'never'])
      expect(await send(name, push(), { secret: OWN_SECRET })).toMatchObject({
        ...{ status: 401, error: { message: wrong.error.message } },
      });
  });

  it('starts nothing a second time, whatever id it comes with', async () => {
    const body = push();
    const first = await send('plain', body, { secret: OWN_SECRET });
    const headers = { 'x-github-delivery': 'another' };
    const second = await send('plain', body, { secret: OWN_SECRET, headers });
    expect(second).toMatchObject({ status: 202, eventID: first.eventID, isAgain: true });
    expect(await newest('plain')).toMatchObject({ id: first.eventID, attempts: 2 });
  });

  it('is tried again where something failed, and makes no run twice', async () => {
    const body = push();
    const first = await send('hooked', body);
    const [started] = (await newest('hooked'))?.outcomes ?? [];
    // Also when the run is gone, as runs go.
    await running().remove(PIPELINE_RUNS, started?.runs[0] ?? '');
    const again = await send('hooked', body);
    expect(again).toMatchObject({ eventID: first.eventID, isAgain: false });
    expect(await newest('hooked')).toMatchObject({ attempts: 2, outcomes: [started, {}, {}, {}] });
    await expect(runOf(started?.runs[0])).rejects.toThrow(/not found/);
  });

  it('comes to nothing where the service account may not, and says what it lacks', async () => {
    expect(await send('weak', push(), { secret: OWN_SECRET })).toMatchObject({ status: 202 });
    expect(await newest('weak')).toMatchObject({
      ...{ state: 'failed' },
      outcomes: [
        { outcome: 'failed', text: expect.stringMatching(/system:serviceaccount:.*nobody/) },
      ],
    });
  });

  it('is made as the account that a trigger names, where that of the listener may become it', async () => {
    const { folder } = running();
    expect(await send('lending', push(), { secret: OWN_SECRET })).toMatchObject({ status: 202 });
    const [own, lent, stolen, shared] = (await newest('lending'))?.outcomes ?? [];
    expect(own).toMatchObject({
      ...{ name: 'own', outcome: 'failed', text: expect.stringContaining('lending') },
    });
    expect(lent).toMatchObject({ name: 'lent', outcome: 'started', runs: [expect.anything()] });
    expect(stolen).toMatchObject({
      ...{ name: 'stolen', outcome: 'failed', runs: [] },
      text: `Its service account is ${folder}/admin-of-all, which that of the listener may not impersonate`,
    });
    // A binding of the whole cluster is not the namespace's to read.
    expect(shared).toMatchObject({
      ...{ name: 'shared', outcome: 'failed' },
      text: expect.stringMatching(/clustertriggerbindings/),
    });
    await running().createInCluster(rbac('clusterroles'), {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      ...{ kind: 'ClusterRole', metadata: { name: `shared-${folder}` } },
      rules: [
        {
          ...{ apiGroups: ['triggers.tekton.dev'], resources: ['clustertriggerbindings'] },
          verbs: ['get'],
        },
      ],
    });
    await running().createInCluster(rbac('clusterrolebindings'), {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      ...{ kind: 'ClusterRoleBinding', metadata: { name: `shared-${folder}` } },
      roleRef: {
        ...{ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        name: `shared-${folder}`,
      },
      subjects: [{ kind: 'ServiceAccount', name: 'lending', namespace: folder }],
    });
    const after = await until(async () => {
      await send('lending', push(), { secret: OWN_SECRET });
      const [, , , now] = (await newest('lending'))?.outcomes ?? [];
      return now?.outcome === 'started' ? now : undefined;
    });
    const run = await runOf(after.runs[0]);
    expect(run).toMatchObject({ spec: { params: [{ name: 'tag', value: 'cluster' }] } });
  });

  it.each([
    ['too large', JSON.stringify({ a: 'x'.repeat(1024 * 1024) }), /larger than 1048576/],
    ['no JSON', '{', /not valid JSON/],
    ['no object', '[]', /expected object/],
  ])('is refused where it is %s', async (_, body, why) => {
    const answer = await send('plain', body, { secret: OWN_SECRET });
    expect(answer).toMatchObject({ status: 400, error: { message: expect.stringMatching(why) } });
  });

  it('has to be JSON by its content type', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await send('plain', push(), { secret: OWN_SECRET, headers });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.error.message).toContain('application/json');
  });
}
