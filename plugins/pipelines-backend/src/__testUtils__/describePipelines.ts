/* eslint-disable jest/no-export -- any API server that serves tekton.dev/v1 runs these */
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunEvent } from '@kubemate/plugin-pipelines-common';
import { PIPELINE_RUNS, PIPELINES, TASK_RUNS } from '../tekton/kinds';
import { PLACE, startPipelinesPortal } from './PipelinesPortal';
import type { PipelinesPortal, TektonServer } from './PipelinesPortal';
import { succeeded } from './tektonObjects';

const apiVersion = 'tekton.dev/v1';
const pipeline = {
  apiVersion,
  kind: 'Pipeline',
  metadata: { name: 'build' },
  spec: {
    description: 'Builds and tests',
    params: [{ name: 'revision', type: 'string' }],
    tasks: [
      { name: 'fetch', taskRef: { name: 'git-clone' } },
      { name: 'test', taskRef: { name: 'test' }, runAfter: ['fetch'] },
    ],
  },
};

/** What holds on every API server that serves tekton.dev/v1, without a controller behind it. */
export function describePipelines(start: () => Promise<TektonServer & { close(): Promise<void> }>) {
  let server: Awaited<ReturnType<typeof start>>;
  let portal: PipelinesPortal;
  const refOf = (name: string) => ({
    ...{ engine: 'tekton' as const, place: PLACE, folder: portal.folder, name },
  });
  const makeRun = (name: string) =>
    portal.create(PIPELINE_RUNS, {
      ...{ apiVersion, kind: 'PipelineRun', metadata: { name } },
      spec: { pipelineRef: { name: 'build' }, params: [{ name: 'revision', value: 'main' }] },
    });

  beforeAll(async () => {
    server = await start();
    portal = await startPipelinesPortal(server);
    await portal.create(PIPELINES, pipeline);
    await makeRun('run-1');
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.close();
  });

  it('lists runs to whoever may list them on the cluster, and to nobody else', async () => {
    const query = { folders: [portal.folder], search: 'run-1' };
    const mine = await portal.as('dev').pipelines.listRuns(query);
    expect(mine.items).toMatchObject([
      { ref: refOf('run-1'), pipeline: 'build', phase: 'pending', source: { branch: 'main' } },
    ]);
    const theirs = await portal.as('other').pipelines.listRuns(query);
    expect(theirs).toMatchObject({ items: [], total: 0, failures: [{ state: 'denied' }] });
    await expect(portal.as('other').pipelines.getRun(refOf('run-1'))).rejects.toThrow(/forbidden/i);
  });

  it('shows a run as its tasks go on, and why it failed', async () => {
    await makeRun('run-2');
    const [label, name] = ['tekton.dev/pipelineRun', 'run-2-fetch'];
    await portal.create(TASK_RUNS, {
      ...{ apiVersion, kind: 'TaskRun', metadata: { name, labels: { [label]: 'run-2' } } },
      spec: { taskRef: { name: 'git-clone' } },
    });
    await portal.setStatus(
      name,
      {
        ...succeeded('False', 'Failed', '"step-clone" exited with code 1: Error'),
        startTime: '2026-03-01T10:00:00Z',
        completionTime: '2026-03-01T10:00:09Z',
      },
      TASK_RUNS,
    );
    await portal.setStatus('run-2', {
      ...succeeded('False', 'Failed', 'Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 1'),
      startTime: '2026-03-01T10:00:00Z',
      completionTime: '2026-03-01T10:00:10Z',
      pipelineSpec: pipeline.spec,
      childReferences: [{ apiVersion, kind: 'TaskRun', name, pipelineTaskName: 'fetch' }],
    });
    const events = [];
    for await (const event of portal.as('dev').pipelines.watchRun(refOf('run-2')))
      events.push(event);
    expect(events.at(-1)).toEqual({ type: 'end' });
    const run = await portal.as('dev').pipelines.getRun(refOf('run-2'));
    expect(run.graph.nodes.map(({ id, phase }) => [id, phase])).toEqual([
      ['fetch', 'failed'],
      ['test', 'skipped'],
    ]);
    expect(run).toMatchObject({ phase: 'failed', failure: { task: 'fetch' } });
  });

  it('streams the list as runs are made', async () => {
    const ending = new AbortController();
    const { signal } = ending;
    const stream = portal.as('dev').pipelines.watchRuns({ search: 'later' }, { signal });
    const events: RunEvent[] = [];
    for await (const event of stream) {
      events.push(event);
      if (events.length === 1) await makeRun('later');
      else break;
    }
    ending.abort();
    expect(events).toMatchObject([
      { type: 'page', page: { items: [] } },
      { type: 'delta', delta: { inserted: [{ index: 0, run: { ref: refOf('later') } }] } },
    ]);
  });

  it('starts, reruns, cancels and deletes a run as the person who asks', async () => {
    const { operations } = portal.as('dev');
    const input = {
      engine: 'tekton' as const,
      place: PLACE,
      folder: portal.folder,
      pipeline: 'build',
    };
    const bare = await operations.plan(pipelineOperations.startRun, input);
    expect(bare).toMatchObject({ allowed: false, reason: 'Parameter revision has no value' });
    const params = { revision: 'main' };
    const receipt = await operations.run(pipelineOperations.startRun, { ...input, params });
    expect(receipt.status).toBe('succeeded');
    const { items } = await portal.as('dev').pipelines.listRuns({ author: 'user:default/dev' });
    const [started] = items;
    if (started === undefined) throw new Error('no run was started');
    expect(started).toMatchObject({ pipeline: 'build', trigger: { kind: 'manual' } });
    const again = await operations.run(pipelineOperations.rerun, { run: started.ref });
    expect(again.status).toBe('succeeded');
    const reruns = await portal.as('dev').pipelines.listRuns({ author: 'user:default/dev' });
    expect(reruns.items.map(({ trigger }) => trigger.kind).sort()).toEqual(['manual', 'rerun']);
    await operations.run(pipelineOperations.cancelRun, { run: started.ref, mode: 'Cancelled' });
    const { spec } = await portal.object(PIPELINE_RUNS, started.ref.name);
    expect(spec).toMatchObject({ status: 'Cancelled' });
    await operations.run(pipelineOperations.deleteRun, { run: started.ref });
    await expect(portal.object(PIPELINE_RUNS, started.ref.name)).rejects.toThrow(/not found/);
  });

  it('refuses whoever lacks the right on the cluster', async () => {
    const plan = await portal.as('other').operations.plan(pipelineOperations.deleteRun, {
      run: refOf('run-1'),
    });
    expect(plan.allowed).toBe(false);
    expect(plan.reason).toContain('You lack delete on pipelineruns');
  });

  it('tells definitions with their newest run', async () => {
    const { pipelines } = portal.as('dev');
    const { items } = await pipelines.listDefinitions({ folders: [portal.folder] });
    expect(items).toMatchObject([{ name: 'build', parts: ['fetch', 'test'] }]);
    expect(items[0]?.lastRun).toBeDefined();
    const ref = { place: PLACE, folder: portal.folder, name: 'build' };
    expect(await pipelines.getDefinition(ref)).toMatchObject({
      description: 'Builds and tests',
      params: [{ name: 'revision', type: 'string' }],
      graph: { edges: [{ from: 'fetch', to: 'test' }] },
    });
  });
}
