import { startEmptyCluster } from '@kubemate/sandbox';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { describeGiteaHooks } from './__testUtils__/describeGiteaHooks';
import { describeHooks, hooksOf } from './__testUtils__/describeHooks';
import { PLACE, startPipelinesPortal } from '../__testUtils__/PipelinesPortal';
import type { PipelinesPortal } from '../__testUtils__/PipelinesPortal';
import {
  EVENT_LISTENERS,
  PIPELINE_RUNS,
  TRIGGER_BINDINGS,
  TRIGGER_TEMPLATES,
} from '../tekton/kinds';

jest.setTimeout(120_000);

const GROUP = 'triggers.tekton.dev';
const KINDS = [
  ['EventListener', 'eventlisteners'],
  ['Trigger', 'triggers'],
  ['TriggerBinding', 'triggerbindings'],
  ['TriggerTemplate', 'triggertemplates'],
  ['ClusterTriggerBinding', 'clustertriggerbindings'],
] as const;
const apiVersion = `${GROUP}/v1beta1`;
const TRIGGERS = { group: GROUP, version: 'v1beta1', plural: 'triggers' };
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });

const definition = (kind: string, plural: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${GROUP}` },
  spec: {
    ...{ group: GROUP, scope: kind.startsWith('Cluster') ? 'Cluster' : 'Namespaced' },
    names: { kind, plural, singular: kind.toLowerCase() },
    versions: [
      {
        ...{ name: 'v1beta1', served: true, storage: true },
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
});

const listener = {
  apiVersion,
  kind: 'EventListener',
  metadata: { name: 'git' },
  spec: {
    triggerGroups: [
      {
        name: 'requests',
        interceptors: [
          {
            ref: { name: 'cel' },
            params: [
              { name: 'filter', value: "body.action == 'opened'" },
              { name: 'overlays', value: [{ key: 'short', expression: 'string(body.number)' }] },
            ],
          },
        ],
        triggerSelector: { labelSelector: { matchLabels: { on: 'request' } } },
      },
      {
        name: 'elsewhere',
        triggerSelector: { namespaceSelector: { matchNames: ['kube-system'] } },
      },
    ],
    triggers: [
      {
        name: 'main',
        interceptors: [
          { ref: { name: 'github' }, params: [{ name: 'eventTypes', value: ['push'] }] },
          {
            ref: { name: 'cel' },
            params: [
              { name: 'filter', value: "body.ref == 'refs/heads/main'" },
              { name: 'overlays', value: [{ key: 'short', expression: 'body.after.truncate(4)' }] },
            ],
          },
        ],
        bindings: [{ ref: 'push' }],
        template: { ref: 'build' },
      },
      { name: 'broken', bindings: [{ ref: 'absent' }], template: { ref: 'build' } },
      {
        name: 'elsewhere',
        template: {
          spec: {
            resourcetemplates: [
              {
                ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'stolen' } },
              },
            ],
          },
        },
      },
    ],
  },
};

let cluster: Awaited<ReturnType<typeof startEmptyCluster>>;
let portal: PipelinesPortal;

beforeAll(async () => {
  cluster = await startEmptyCluster({ speed: 5 });
  const folder = `t${Math.random().toString(36).slice(2, 8)}`;
  portal = await startPipelinesPortal(cluster, { hooks: hooksOf(folder) }, folder);
  for (const [kind, plural] of KINDS)
    await portal.createInCluster(
      { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' },
      definition(kind, plural),
    );
  await portal.create(rbac('roles'), {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'events' } },
    rules: [{ apiGroups: [GROUP], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
  });
  await portal.create(rbac('rolebindings'), {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    ...{ kind: 'RoleBinding', metadata: { name: 'events' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'events' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kubemate:dev' }],
  });
  await portal.create(TRIGGER_BINDINGS, {
    ...{ apiVersion, kind: 'TriggerBinding', metadata: { name: 'push' } },
    spec: { params: [{ name: 'tag', value: '$(extensions.short)' }] },
  });
  await portal.create(TRIGGER_TEMPLATES, {
    ...{ apiVersion, kind: 'TriggerTemplate', metadata: { name: 'build' } },
    spec: {
      params: [{ name: 'tag' }],
      resourcetemplates: [
        {
          ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun' },
          metadata: { generateName: 'event-' },
          spec: {
            pipelineRef: { name: 'build' },
            params: [{ name: 'tag', value: '$(tt.params.tag)' }],
          },
        },
      ],
    },
  });
  for (const name of ['check', 'unlabelled'])
    await portal.create(TRIGGERS, {
      ...{ apiVersion, kind: 'Trigger' },
      metadata: { name, ...(name === 'check' && { labels: { on: 'request' } }) },
      spec: {
        interceptors: [
          {
            ref: { name: 'cel' },
            params: [{ name: 'filter', value: "extensions.short != '13'" }],
          },
        ],
        ...{ bindings: [{ ref: 'push' }], template: { ref: 'build' } },
      },
    });
  await portal.create(EVENT_LISTENERS, listener);
});
afterAll(async () => {
  await portal?.stop();
  await cluster?.close();
});

const asked = (body: unknown, given: object = {}) => ({
  ...{ place: PLACE, folder: portal.folder, listener: 'git', trigger: 'main' },
  ...{ body: JSON.stringify(body), headers: { 'x-github-event': 'push' } },
  ...given,
});
const push = { ref: 'refs/heads/main', after: '4f2a9c1d7b' };

/** Asked until the rows of the new types are there. */
async function listeners(person: 'dev' | 'other' = 'dev') {
  for (let tries = 0; tries < 100; tries += 1) {
    const { items: all } = await portal.as(person).pipelines.listTriggers();
    const items = all.filter(({ name }) => name === 'git');
    if (items.length > 0 || person === 'other') return items;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('There are no listeners');
}

describe('event listeners', () => {
  it('are told with what they let through and start, and with what could not be read', async () => {
    const [git] = await listeners();
    expect(git?.triggers).toMatchObject([
      {
        name: 'main',
        interceptors: [
          { name: 'github', eventTypes: ['push'] },
          {
            ...{ name: 'cel', filter: "body.ref == 'refs/heads/main'" },
            overlays: [{ key: 'short', expression: 'body.after.truncate(4)' }],
          },
        ],
        params: [{ name: 'tag', value: '$(extensions.short)' }],
        makes: [{ kind: 'PipelineRun', pipeline: 'build' }],
      },
      { name: 'broken', problem: expect.stringContaining('absent') },
      { name: 'elsewhere', makes: [{ kind: 'Secret' }] },
    ]);
  });

  it('are told with their groups, what these let through and select', async () => {
    const [git] = await listeners();
    expect(git?.groups).toMatchObject([
      {
        ...{ name: 'requests', selector: 'on=request', folders: [portal.folder] },
        interceptors: [{ name: 'cel', filter: "body.action == 'opened'" }],
        triggers: [{ name: 'check', interceptors: [{ filter: "extensions.short != '13'" }] }],
      },
      {
        ...{ name: 'elsewhere', folders: ['kube-system'], triggers: [] },
        problem: expect.stringMatching(/cannot list.*triggers/),
      },
    ]);
  });

  it('are shown to nobody who may not list them', async () => {
    expect(await listeners('other')).toEqual([]);
  });
});

describe('a replayed event', () => {
  it('is planned with what each interceptor does, and makes the run of the plan', async () => {
    const { operations, pipelines } = portal.as('dev');
    const plan = await operations.plan(pipelineOperations.replayTrigger, asked(push));
    expect(plan).toMatchObject({ allowed: true });
    expect(plan.warnings).toEqual([
      'github lets it through: X-Github-Event is “push”, wanted is one of push',
      "cel lets it through: body.ref == 'refs/heads/main' is true",
      'cel lets it through: extensions.short = "4f2a"',
    ]);
    expect(JSON.stringify(plan.diff)).toContain('4f2a');
    const receipt = await operations.run(pipelineOperations.replayTrigger, asked(push));
    const { name } = (receipt.output as { run: RunRef }).run;
    const made = await portal.object(PIPELINE_RUNS, name);
    expect(made).toMatchObject({
      metadata: {
        labels: { [`${GROUP}/eventlistener`]: 'git', [`${GROUP}/trigger`]: 'main' },
        annotations: { 'kubemate.io/started-by': 'user:default/dev' },
      },
      spec: { params: [{ name: 'tag', value: '4f2a' }] },
    });
    for (let tries = 0; ; tries += 1) {
      const git = (await pipelines.listTriggers()).items.find(each => each.name === 'git');
      if (git?.deliveries.some(({ run }) => run.ref.name === name)) break;
      if (tries > 100) throw new Error('The run is not among the deliveries');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  it.each([
    [
      'is stopped by the filter',
      { ...push, ref: 'refs/heads/dev' },
      {},
      /refs\/heads\/main' is false/,
    ],
    ['is of another kind', push, { headers: { 'x-github-event': 'ping' } }, /“ping”/],
    ['lacks a field', { after: 'x' }, {}, /No such key/],
    ['would make something else', push, { trigger: 'elsewhere' }, /Only a PipelineRun/],
  ])('is refused where it %s', async (_, body, given, why) => {
    const { operations } = portal.as('dev');
    const plan = await operations.plan(pipelineOperations.replayTrigger, asked(body, given));
    expect(plan).toMatchObject({ allowed: false, reason: expect.stringMatching(why) });
  });

  it('of a group passes that, then the trigger, and is refused by either', async () => {
    const { operations } = portal.as('dev');
    const plan = (number: number, action = 'opened') =>
      operations.plan(
        pipelineOperations.replayTrigger,
        asked({ action, number }, { group: 'requests', trigger: 'check' }),
      );
    const good = await plan(7);
    expect(good).toMatchObject({ allowed: true });
    expect(JSON.stringify(good.diff)).toMatch(/value: .*7/);
    expect(await plan(7, 'closed')).toMatchObject({
      ...{ allowed: false, reason: expect.stringContaining("'opened' is false") },
    });
    expect(await plan(13)).toMatchObject({
      ...{ allowed: false, reason: expect.stringContaining("!= '13' is false") },
    });
    const own = asked({ action: 'opened', number: 7 }, { trigger: 'check' });
    await expect(operations.plan(pipelineOperations.replayTrigger, own)).rejects.toThrow(/404/);
  });

  it('has to be JSON', async () => {
    const { operations } = portal.as('dev');
    const input = { ...asked(push), body: '{' };
    await expect(operations.plan(pipelineOperations.replayTrigger, input)).rejects.toThrow();
  });

  it('is refused to whoever lacks the right on the cluster', async () => {
    const plan = await portal
      .as('other')
      .operations.plan(pipelineOperations.replayTrigger, asked(push))
      .catch(() => ({ allowed: false }));
    expect(plan.allowed).toBe(false);
  });
});

describe('what a git server delivers', () => {
  describeHooks(() => portal);
  describeGiteaHooks(() => portal);
});
