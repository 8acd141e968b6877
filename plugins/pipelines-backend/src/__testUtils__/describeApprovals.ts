/* eslint-disable jest/no-export -- sandbox and real controller run these */
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { startSmtp } from '../promotion/__testUtils__/startSmtp';
import { PLACE, startPipelinesPortal } from './PipelinesPortal';
import type { PipelinesPortal, TektonServer } from './PipelinesPortal';
import { PIPELINE_RUNS, PIPELINES } from '../tekton/kinds';

const APPROVALS = 'openshift-pipelines.org';
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `approvaltasks.${APPROVALS}` },
  spec: {
    group: APPROVALS,
    scope: 'Namespaced',
    names: { kind: 'ApprovalTask', plural: 'approvaltasks', singular: 'approvaltask' },
    versions: [
      {
        ...{ name: 'v1alpha1', served: true, storage: true, subresources: { status: {} } },
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
};
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });

const spec = (approvers: readonly string[], needed: number) => ({
  tasks: [
    {
      name: 'approve',
      taskRef: { apiVersion: `${APPROVALS}/v1alpha1`, kind: 'ApprovalTask' },
      timeout: '24h0m0s',
      params: [
        { name: 'approvers', value: approvers },
        { name: 'numberOfApprovalsRequired', value: String(needed) },
        { name: 'description', value: 'Release it?' },
      ],
    },
  ],
});

const CRDS = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
};
/** A minute: a real controller looks again after seconds. */
const MOST_TRIES = 1_200;

/**
 * What waits is told and answered in the same way, whether the sandbox or the real controller of ApprovalTasks asks.
 * @param withoutType - the cluster does not know ApprovalTasks yet
 */
export function describeApprovals(
  start: () => Promise<TektonServer & { close(): Promise<void> }>,
  { withoutType }: { withoutType: boolean },
) {
  let cluster: TektonServer & { close(): Promise<void> };
  let portal: PipelinesPortal;
  let smtp: Awaited<ReturnType<typeof startSmtp>>;

  beforeAll(async () => {
    cluster = await start();
    smtp = await startSmtp();
    const answers = { notBy: ['starter'] };
    portal = await startPipelinesPortal(cluster, { answers, smtp: smtp.port });
    if (withoutType) await portal.createInCluster(CRDS, definition);
    await portal.create(rbac('roles'), {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'asks' } },
      rules: [{ apiGroups: [APPROVALS], resources: ['approvaltasks'], verbs: ['*'] }],
    });
    await portal.create(rbac('rolebindings'), {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      ...{ kind: 'RoleBinding', metadata: { name: 'asks' } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'asks' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kubemate:dev' }],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await smtp?.stop();
    await cluster?.close();
  });

  const refOf = (name: string): RunRef => ({
    ...{ engine: 'tekton', place: PLACE, folder: portal.folder, name },
  });

  async function ask(name: string, approvers: readonly string[], needed = 1): Promise<RunRef> {
    await portal.create(PIPELINE_RUNS, {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name } },
      spec: { pipelineSpec: spec(approvers, needed) },
    });
    await find(name);
    return refOf(name);
  }

  /** What waits of a run, as `dev` sees it; asked until it does. */
  async function find(name: string, isRight: (given: number) => boolean = () => true) {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { items } = await portal.as('dev').pipelines.listWaiting();
      const found = items.find(({ run }) => run.ref.name === name);
      if (found !== undefined && isRight(found.given)) return found;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`${name} does not wait`);
  }

  async function awaitPhase(name: string, phase: string) {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const run = await portal.as('dev').pipelines.getRun(refOf(name));
      if (run.phase === phase) return run;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`${name} is not ${phase}`);
  }

  /** To whom mail about a run goes, and what it says; asked until somebody has any. */
  async function mailAbout(name: string) {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const letters = smtp.letters.filter(({ text }) => text.includes(`asked for: ${name}`));
      if (letters.length > 0) return letters;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`Nobody was told of ${name}`);
  }

  const answer = (name: string, decision: 'proceed' | 'abort' = 'proceed') => ({
    ...{ run: refOf(name), input: `${name}-approve`, decision },
  });

  it('stand in one list with who may answer, and on the page of their run', async () => {
    await ask('two', ['kubemate:dev', 'kubemate:eve'], 2);
    expect(await find('two')).toMatchObject({
      run: { ref: refOf('two'), phase: 'waiting' },
      input: { message: 'Release it?', submitters: ['kubemate:dev', 'kubemate:eve'] },
      ...{ needed: 2, given: 0, answers: [], mayAnswer: true },
    });
    const { since = 0, expiresAt = 0 } = await find('two');
    expect(expiresAt - since).toBe(24 * 3_600_000);
    const run = await awaitPhase('two', 'waiting');
    expect(run.inputs).toMatchObject([{ id: 'two-approve', message: 'Release it?' }]);
    const { items } = await portal.as('dev').pipelines.listRuns({ phases: ['waiting'] });
    expect(items.map(({ ref }) => ref.name)).toContain('two');
  });

  it('are hidden from those who may not see them on the cluster', async () => {
    const { items } = await portal.as('other').pipelines.listWaiting();
    expect(items).toEqual([]);
  });

  it('are told by mail, once, to those whom the task names and the cluster lets answer', async () => {
    await ask('told', ['group:kubemate:leads', 'kubemate:eve', 'kubemate:nobody', 'other:dev']);
    const { run, input } = await find('told');
    const [letter, ...more] = await mailAbout('told');
    expect(letter?.to).toEqual(['dev@example.com']);
    expect(more).toEqual([]);
    const text = letter?.text.replace(/=\r\n/g, '').replace(/=3D/g, '=');
    expect(text).toContain('told waits for an answer: Release it?');
    expect(text).toContain(
      `http://localhost:7007/pipelines/approvals?input=${run.uid}%20${input.id}`,
    );
  });

  it('are approved as the person, once, with the reason beside it', async () => {
    await ask('good', ['kubemate:dev', 'kubemate:eve'], 2);
    const { operations } = portal.as('dev');
    const input = { ...answer('good'), reason: 'tested' };
    const plan = await operations.plan(pipelineOperations.answerInput, input);
    expect(plan).toMatchObject({
      ...{ allowed: true, summary: 'Approve good: Release it?' },
      said: [{ code: 'approveRun', values: { run: 'good', message: 'Release it?' } }],
    });
    await operations.run(pipelineOperations.answerInput, input);
    expect(await find('good', given => given === 1)).toMatchObject({
      answers: [{ by: 'kubemate:dev', decision: 'proceed', reason: 'tested' }],
      ...{ mayAnswer: false, whyNot: 'answered' },
    });
    expect(await operations.plan(pipelineOperations.answerInput, input)).toMatchObject({
      ...{ allowed: false, reason: 'You have answered already.' },
    });
  });

  it('let the run go on when enough have approved, and end it when one rejects', async () => {
    const { operations } = portal.as('dev');
    await ask('goes', ['kubemate:dev']);
    await operations.run(pipelineOperations.answerInput, answer('goes'));
    await awaitPhase('goes', 'succeeded');
    await ask('ends', ['kubemate:dev', 'kubemate:eve'], 2);
    await operations.run(pipelineOperations.answerInput, answer('ends', 'abort'));
    await awaitPhase('ends', 'failed');
    expect(await operations.plan(pipelineOperations.answerInput, answer('goes'))).toMatchObject({
      allowed: false,
    });
  });

  it('are kept for those whom the pipeline names', async () => {
    await ask('kept', ['kubemate:eve']);
    expect(await find('kept')).toMatchObject({ mayAnswer: false, whyNot: 'not-approver' });
    const { operations } = portal.as('dev');
    const plan = await operations.plan(pipelineOperations.answerInput, answer('kept'));
    expect(plan).toMatchObject({
      allowed: false,
      reason: 'It is kept for kubemate:eve; the cluster knows you as kubemate:dev.',
    });
  });

  it('are not let go on by who started the run, where that is forbidden', async () => {
    await portal.create(PIPELINES, {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'Pipeline', metadata: { name: 'release' } },
      spec: spec(['kubemate:dev'], 1),
    });
    const { operations } = portal.as('dev');
    const receipt = await operations.run(pipelineOperations.startRun, {
      ...{ engine: 'tekton', place: PLACE, folder: portal.folder, pipeline: 'release' },
    });
    const { name } = (receipt.output as { run: RunRef }).run;
    expect(await find(name)).toMatchObject({ mayAnswer: false, whyNot: 'starter' });
    const own = await operations.plan(pipelineOperations.answerInput, answer(name));
    expect(own).toMatchObject({
      ...{ allowed: false, reason: 'Who started a run may not let it go on.' },
    });
    // Another run's name does not get around that.
    const forged = { ...answer(name), run: refOf('kept') };
    await expect(operations.run(pipelineOperations.answerInput, forged)).rejects.toThrow();
    await operations.run(pipelineOperations.answerInput, answer(name, 'abort'));
    await awaitPhase(name, 'failed');
  });
}
