/* eslint-disable jest/no-export -- two test files run these */
import { clustersOperations as ops } from '@kubemate/plugin-clusters-common';
import { OperationsPortal } from './OperationsPortal';
import type { ServerUnderTest } from './OperationsPortal';

const v1 = (plural: string) => ({ group: '', version: 'v1', plural });
const apps = (plural: string) => ({ group: 'apps', version: 'v1', plural });
const batch = (plural: string) => ({ group: 'batch', version: 'v1', plural });

const refused = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => {
      throw new Error('it was not refused');
    },
    error => error,
  );

/** Every operation on clusters, over HTTP as a person, against an API server: the same for the sandbox's and a real one. */
export function checkOperations(start: () => Promise<ServerUnderTest>): void {
  let portal: OperationsPortal;

  beforeAll(async () => {
    portal = await OperationsPortal.start(await start());
  }, 60_000);
  afterAll(async () => portal?.stop(), 60_000);

  const dana = () => portal.as('dana').operations;
  const eve = () => portal.as('eve').operations;

  async function deployment(name: string, spec: Record<string, unknown> = {}) {
    const labels = { app: name };
    await portal.create(apps('deployments'), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'shop/web:1' }] },
        },
        ...spec,
      },
    });
    return portal.input('apps/v1', 'Deployment', name);
  }

  it('scales: the plan changes nothing, the run does, and undo puts it back', async () => {
    const workload = await deployment('scaled');
    const plan = await dana().plan(ops.scaleWorkload, { workload, replicas: 3 });
    expect(plan).toMatchObject({
      allowed: true,
      summary: 'Scale Deployment scaled from 0 to 3 replicas',
      said: [{ code: 'scale', values: { object: 'Deployment scaled', from: '0', replicas: 3 } }],
      diff: [{ changes: [{ path: 'spec.replicas', before: 0, after: 3 }] }],
      touches: [
        { verb: 'get', resource: 'deployments' },
        { verb: 'patch', resource: 'deployments/scale' },
      ],
    });
    expect((await portal.get(apps('deployments'), 'scaled')).spec.replicas).toBe(0);
    const { basis } = plan;
    const receipt = await dana().run(ops.scaleWorkload, { workload, replicas: 3 }, { basis });
    expect(receipt).toMatchObject({ status: 'succeeded', actor: 'user:default/dana' });
    expect((await portal.get(apps('deployments'), 'scaled')).spec.replicas).toBe(3);
    const undone = await dana().undo(receipt);
    expect(undone).toMatchObject({ status: 'succeeded', undoOf: receipt.id });
    expect((await portal.get(apps('deployments'), 'scaled')).spec.replicas).toBe(0);
    expect(await refused(dana().undo(receipt))).toMatchObject({
      cause: { name: 'ConflictError', message: 'It has been undone already' },
    });
  });

  it('tells the second of two people what has changed, and overwrites nothing', async () => {
    const workload = await deployment('contested');
    const { basis } = await dana().plan(ops.scaleWorkload, { workload, replicas: 3 });
    await portal.patch(apps('deployments'), 'contested', { spec: { replicas: 1 } });
    const error = await refused(
      dana().run(ops.scaleWorkload, { workload, replicas: 3 }, { basis }),
    );
    expect(error.cause).toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('Deployment contested has spec.replicas = 1'),
    });
    expect((await portal.get(apps('deployments'), 'contested')).spec.replicas).toBe(1);
  });

  it('does not undo what somebody has changed since', async () => {
    const workload = await deployment('moved-on');
    const receipt = await dana().run(ops.scaleWorkload, { workload, replicas: 3 });
    await portal.patch(apps('deployments'), 'moved-on', { spec: { replicas: 2 } });
    const error = await refused(dana().undo(receipt));
    expect(error.cause.message).toContain('spec.replicas');
    expect((await portal.get(apps('deployments'), 'moved-on')).spec.replicas).toBe(2);
  });

  it('does the same once for one idempotency key', async () => {
    const workload = await deployment('once');
    const options = { idempotencyKey: `key-${portal.namespace}` };
    const [first, second] = await Promise.all([
      dana().run(ops.restartWorkload, { workload }, options),
      dana().run(ops.restartWorkload, { workload }, options),
    ]);
    expect(second.id).toBe(first.id);
    const { metadata } = await portal.get(apps('deployments'), 'once');
    expect(metadata.generation).toBe(2);
  });

  it('says which right is missing, in the plan, for a control, and to a run', async () => {
    const workload = await deployment('guarded');
    const reason = `You lack patch on deployments/scale in ${portal.namespace} on real.`;
    const input = { workload, replicas: 1 };
    expect(await eve().plan(ops.scaleWorkload, input)).toMatchObject({ allowed: false, reason });
    const [access] = await eve().access([{ contract: ops.scaleWorkload, input }]);
    expect(access).toMatchObject({ allowed: false, reason, said: [{ code: 'refusalLack' }] });
    const error = await refused(eve().run(ops.scaleWorkload, input));
    expect(error.cause).toMatchObject({ name: 'NotAllowedError', message: reason });
    const [receipt] = await eve().receipts('clusters');
    expect(receipt).toMatchObject({ status: 'denied', operation: 'clusters.scale-workload' });
    expect((await portal.get(apps('deployments'), 'guarded')).spec.replicas).toBe(0);
  });

  it('asks for the name before it deletes in production', async () => {
    await deployment('precious');
    const object = { ...portal.input('apps/v1', 'Deployment', 'precious'), cluster: 'prod' };
    const plan = await dana().plan(ops.deleteObject, { object });
    expect(plan.guard).toMatchObject({ kind: 'typed', text: 'precious' });
    const error = await refused(dana().run(ops.deleteObject, { object }));
    expect(error.cause.message).toContain('"precious"');
    expect(await portal.get(apps('deployments'), 'precious')).toBeDefined();
    const receipt = await dana().run(ops.deleteObject, { object }, { confirm: 'precious' });
    expect(receipt.status).toBe('succeeded');
  });

  it('makes a deleted object again', async () => {
    await portal.create(v1('configmaps'), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', labels: { app: 'shop' } },
      data: { colour: 'red' },
    });
    const object = portal.input('v1', 'ConfigMap', 'settings');
    const receipt = await dana().run(ops.deleteObject, { object });
    expect(await portal.get(v1('configmaps'), 'settings')).toBeUndefined();
    await dana().undo(receipt);
    expect(await portal.get(v1('configmaps'), 'settings')).toMatchObject({
      metadata: { labels: { app: 'shop' } },
      data: { colour: 'red' },
    });
  });

  it('restarts, pauses and resumes', async () => {
    const workload = await deployment('rolled');
    await dana().run(ops.restartWorkload, { workload });
    await dana().run(ops.pauseRollout, { workload });
    const { spec } = await portal.get(apps('deployments'), 'rolled');
    expect(spec.paused).toBe(true);
    expect(spec.template.metadata.annotations['kubectl.kubernetes.io/restartedAt']).toMatch(
      /^\d{4}-.*Z$/,
    );
    await dana().run(ops.resumeRollout, { workload });
    expect((await portal.get(apps('deployments'), 'rolled')).spec.paused).toBeUndefined();
  });

  it('sets an image, and names the containers where there is none of that name', async () => {
    const workload = await deployment('imaged');
    const wrong = await dana().plan(ops.setImage, { workload, container: 'app', image: 'x:2' });
    expect(wrong).toMatchObject({ allowed: false, reason: 'It has no container app, but web' });
    const receipt = await dana().run(ops.setImage, {
      workload,
      container: 'web',
      image: 'shop/web:2',
    });
    const image = async () =>
      (await portal.get(apps('deployments'), 'imaged')).spec.template.spec.containers[0].image;
    expect(await image()).toBe('shop/web:2');
    await dana().undo(receipt);
    expect(await image()).toBe('shop/web:1');
  });

  it('rolls a Deployment back to a revision that the cluster still has', async () => {
    const workload = await deployment('reverted', { replicas: 0 });
    const { metadata } = await portal.get(apps('deployments'), 'reverted');
    const labels = { app: 'reverted', 'pod-template-hash': 'abc' };
    await portal.create(apps('replicasets'), {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: 'reverted-abc',
        labels,
        annotations: { 'deployment.kubernetes.io/revision': '71' },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'reverted',
            uid: metadata.uid,
            controller: true,
          },
        ],
      },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'shop/web:0' }] },
        },
      },
    });
    const gone = await dana().plan(ops.rollbackWorkload, { workload, revision: 9999 });
    expect(gone.reason).toMatch(/^The cluster has no revision 9999 of it any more; it has .*71/);
    const { clusters } = portal.as('dana');
    const { items } = await clusters.listRevisions({
      cluster: 'real',
      resource: 'apps/v1/deployments',
      namespace: portal.namespace,
      name: 'reverted',
    });
    expect(items.find(({ revision }) => revision === 71)).toMatchObject({
      images: ['shop/web:0'],
      current: false,
    });
    await dana().run(ops.rollbackWorkload, { workload, revision: 71 });
    const { spec } = await portal.get(apps('deployments'), 'reverted');
    expect(spec.template.spec.containers[0].image).toBe('shop/web:0');
    expect(spec.template.metadata.labels).toEqual({ app: 'reverted' });
  });

  it('applies YAML: creates, changes, tells conflicts by manager and field, takes over', async () => {
    const manifest = (colour: string, extra = '') =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: applied\n  namespace: ${portal.namespace}\n${extra}data:\n  colour: ${colour}\n`;
    const input = { cluster: 'real', manifest: manifest('red') };
    expect((await dana().plan(ops.applyManifest, input)).summary).toBe('Create ConfigMap applied');
    await dana().run(ops.applyManifest, input);
    await portal.patch(v1('configmaps'), 'applied', { data: { colour: 'blue' } });
    // The seeder writes with the same manager; another one has to own it for a conflict.
    const { metadata } = await portal.get(v1('configmaps'), 'applied');
    const stale = manifest('green', `  resourceVersion: "1"\n`);
    const error = await refused(
      dana().run(ops.applyManifest, { cluster: 'real', manifest: stale }),
    );
    expect(error.cause.name).toBe('ConflictError');
    const edit = manifest('green', `  resourceVersion: "${metadata.resourceVersion}"\n`);
    const receipt = await dana().run(ops.applyManifest, { cluster: 'real', manifest: edit });
    expect((await portal.get(v1('configmaps'), 'applied')).data.colour).toBe('green');
    await dana().undo(receipt);
    expect((await portal.get(v1('configmaps'), 'applied')).data.colour).toBe('blue');
  });

  it.each([
    [
      'two documents',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\na: 1\n',
      'several',
    ],
    ['no name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'metadata.name'],
    ['no YAML', '{', 'manifest'],
    ['an alias bomb', bomb(), 'manifest'],
  ])('refuses %s with a sentence', async (_, manifest, part) => {
    const error = await refused(dana().run(ops.applyManifest, { cluster: 'real', manifest }));
    expect(error.cause).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(part),
    });
  });

  it('edits data, and keeps the values of Secrets out of plan, receipt and record', async () => {
    await portal.create(v1('secrets'), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'keys' },
      stringData: { token: 'canary-old', other: 'canary-kept' },
    });
    const object = portal.input('v1', 'Secret', 'keys');
    const input = { object, set: { token: 'canary-new' }, remove: ['other'] };
    const plan = await dana().plan(ops.editConfig, input);
    const receipt = await dana().run(ops.editConfig, input);
    expect(JSON.stringify([plan, receipt])).not.toContain('canary');
    expect(JSON.stringify([plan, receipt])).not.toContain(btoa('canary-new'));
    const secret = portal.input('v1', 'Secret', 'keys');
    const revealed = await dana().run(ops.revealSecret, { secret });
    expect(revealed.output).toEqual({ values: { token: btoa('canary-new') } });
    expect(JSON.stringify(await dana().receipt(revealed))).not.toContain(btoa('canary-new'));
    expect((await eve().plan(ops.revealSecret, { secret })).allowed).toBe(false);
  });

  it('edits labels and annotations of many, with a result for each', async () => {
    await deployment('many-1');
    await deployment('many-2');
    const inputs = ['many-1', 'many-2', 'many-3'].map(name => ({
      object: portal.input('apps/v1', 'Deployment', name),
      labels: { set: { tier: 'web' } },
    }));
    const started = await dana().runBulk(ops.editMetadata, inputs);
    let receipt = started;
    for await (const next of dana().watch(started)) receipt = next;
    expect(receipt.status).toBe('partial');
    expect(receipt.results.map(({ status }) => status)).toEqual([
      'succeeded',
      'succeeded',
      'failed',
    ]);
    expect(receipt.results[2]?.message).toContain('not found');
    expect((await portal.get(apps('deployments'), 'many-2')).metadata.labels.tier).toBe('web');
    await deployment('many-3');
    let resumed = await dana().resume(receipt);
    for await (const next of dana().watch(resumed)) resumed = next;
    expect(resumed.status).toBe('succeeded');
  });

  it('suspends, resumes and runs a CronJob', async () => {
    await portal.create(batch('cronjobs'), {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'main', image: 'shop/nightly:1' }],
              },
            },
          },
        },
      },
    });
    const cronjob = portal.input('batch/v1', 'CronJob', 'nightly');
    await dana().run(ops.suspendCronJob, { cronjob });
    expect((await portal.get(batch('cronjobs'), 'nightly')).spec.suspend).toBe(true);
    await dana().run(ops.resumeCronJob, { cronjob });
    expect((await portal.get(batch('cronjobs'), 'nightly')).spec.suspend).toBe(false);
    const receipt = await dana().run(ops.runCronJobNow, { cronjob });
    const name = String(receipt.output?.job);
    expect(name).toMatch(/^nightly-manual-/);
    expect((await portal.get(batch('jobs'), name)).metadata.ownerReferences[0].name).toBe(
      'nightly',
    );
  });

  it('cordons and drains a node within budgets, and says which pods stay and why', async () => {
    const node = `${portal.namespace}-node`;
    await portal.createGlobal(v1('nodes'), {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
      status: { allocatable: { cpu: '8', memory: '8Gi', pods: '50' } },
    });
    const pod = (name: string, app: string) =>
      portal.create(v1('pods'), {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels: { app } },
        spec: {
          nodeName: node,
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'web', image: 'shop/web:1' }],
        },
      });
    const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    for (const name of ['free', 'held']) {
      await pod(name, name);
      await portal.patch(v1('pods'), name, { status: ready }, { subresource: 'status' });
    }
    const budgets = { group: 'policy', version: 'v1', plural: 'poddisruptionbudgets' };
    await portal.create(budgets, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'held' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'held' } } },
    });
    // As the disruption controller says it, which a bare API server does not have.
    const status = { disruptionsAllowed: 0, expectedPods: 1, desiredHealthy: 1, currentHealthy: 1 };
    await portal.patch(
      budgets,
      'held',
      { status: { ...status, observedGeneration: 1 } },
      { subresource: 'status' },
    );
    const input = {
      node: { cluster: 'real', apiVersion: 'v1', kind: 'Node', name: node },
      timeoutSeconds: 5,
    };
    const careful = await dana().plan(ops.drainNode, input);
    expect(careful).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('no controller would start it again elsewhere'),
      said: expect.arrayContaining([expect.objectContaining({ code: 'drain' })]),
    });
    const receipt = await dana().run(ops.drainNode, { ...input, force: true });
    expect(receipt.status).toBe('partial');
    const held = receipt.results.find(({ target }) => target.name === 'held');
    expect(held).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/not evicted in 5 s: .*budget/i),
    });
    const why = receipt.said?.find(({ text }) => text === held?.message);
    expect(why).toMatchObject({ code: 'notEvicted', values: { why: { code: 'budgetNeeds' } } });
    expect(await portal.get(v1('pods'), 'free')).toBeUndefined();
    expect((await portal.get(v1('nodes'), node, false)).spec.unschedulable).toBe(true);
    await dana().undo(receipt);
    expect((await portal.get(v1('nodes'), node, false)).spec.unschedulable).toBeUndefined();
  }, 60_000);

  it('adds a debug container as it was planned, for those who may', async () => {
    await portal.create(v1('pods'), {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'looked-into' } },
      spec: {
        automountServiceAccountToken: false,
        containers: [{ name: 'web', image: 'shop/web:1' }],
      },
    });
    const pod = { cluster: 'real', namespace: portal.namespace, pod: 'looked-into' };
    const input = { ...pod, image: 'busybox:1', target: 'web' };
    const added = async () =>
      (await portal.get(v1('pods'), 'looked-into')).spec.ephemeralContainers ?? [];
    const { basis, ...plan } = await dana().plan(ops.addDebugContainer, input);
    expect(plan).toMatchObject({ allowed: true, touches: [{}, { verb: 'patch' }] });
    expect(JSON.stringify(plan.diff)).toContain('busybox:1');
    expect(await added()).toEqual([]);
    const receipt = await dana().run(ops.addDebugContainer, input, { basis });
    expect(receipt).toMatchObject({ status: 'succeeded', output: { container: 'debugger-1' } });
    expect(await added()).toMatchObject([{ name: 'debugger-1', targetContainerName: 'web' }]);
    expect(await eve().plan(ops.addDebugContainer, input)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('pods/ephemeralcontainers'),
    });
    const terminal = await eve().plan(ops.openTerminal, { ...pod, container: 'web' });
    expect(terminal).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('pods/attach'),
    });
  }, 30_000);

  it('names the field of a bad body, and does nothing', async () => {
    const { fetch } = portal.as('dana');
    const response = await fetch('/operations/scale-workload', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ workload: { cluster: 'real' }, replicas: -1 }),
    });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error.message).toContain('"replicas"');
    expect(error.message).toContain('"workload.kind"');
  });
}

function bomb(): string {
  const levels = [...'abcdefgh'].map((name, at, all) =>
    at === 0 ? `${name}: &${name} [x, x]` : `${name}: &${name} [${`*${all[at - 1]}, `.repeat(9)}]`,
  );
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n${levels.join('\n')}\n`;
}
