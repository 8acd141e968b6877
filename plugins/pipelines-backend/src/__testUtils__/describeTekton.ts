/* eslint-disable jest/no-export -- sandbox and real controller run these */
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunDetail, TaskNode } from '@kubemate/plugin-pipelines-common';
import { CUSTOM_RUNS, PIPELINE_RUNS, PIPELINES, TASKS } from '../tekton/kinds';
import { PLACE, startPipelinesPortal } from './PipelinesPortal';
import type { PipelinesPortal, TektonServer } from './PipelinesPortal';
import { SHARED_PIPELINE, SHARED_TASK, tektonCases } from './tektonCases';
import type { TektonCase } from './tektonCases';
import { claimRun, storageOf } from './claimRun';
import { succeeded } from './tektonObjects';
import { TEKTON_TOLD } from './tektonTold';
import { tellRun } from './tellRun';

const apiVersion = 'tekton.dev/v1';
/** Its task `wait` is another controller's, which a test plays. */
const CUSTOM_RUN = {
  pipelineSpec: {
    tasks: [
      {
        name: 'wait',
        taskRef: { apiVersion: 'example.com/v1', kind: 'Approval', name: 'ask' },
        params: [{ name: 'whom', value: 'ops' }],
      },
      {
        name: 'say',
        taskRef: { name: 'speak' },
        params: [{ name: 'word', value: '$(tasks.wait.results.answer)' }],
      },
    ],
  },
};

/** The status of a CustomRun at its end. */
const APPROVED = {
  ...succeeded('True', 'Approved'),
  startTime: '2026-03-01T10:00:00Z',
  completionTime: '2026-03-01T10:00:09Z',
};

/**
 * What the portal tells of runs must be the same, whether the sandbox or Tekton's own controller runs them.
 * @param speed - how many seconds of the cluster pass in one
 */
export function describeTekton(
  start: () => Promise<TektonServer & { close(): Promise<void> }>,
  { speed }: { speed: number },
) {
  const cases = tektonCases({ speed });
  let server: Awaited<ReturnType<typeof start>>;
  let portal: PipelinesPortal;
  const outcomes = new Map<string, Promise<RunDetail>>();
  const refOf = (name: string) => ({
    ...{ engine: 'tekton' as const, place: PLACE, folder: portal.folder, name },
  });

  const startRun = (name: string, spec: object, metadata: object = {}) =>
    portal.create(PIPELINE_RUNS, {
      ...{ apiVersion, kind: 'PipelineRun', metadata: { name, ...metadata }, spec },
    });

  /** The run at its end; `act` is told of it until it says that it has acted. */
  async function endOf(name: string, act?: (run: RunDetail) => Promise<boolean>) {
    const { pipelines } = portal.as('dev');
    let isDue = act !== undefined;
    for await (const event of pipelines.watchRun(refOf(name)))
      if (event.type === 'run' && isDue) isDue = !(await act?.(event.run));
    return pipelines.getRun(refOf(name));
  }

  async function play({ name, spec, cancel: mode, labels, annotations }: TektonCase) {
    await startRun(name, spec, { labels, annotations });
    if (mode === undefined) return endOf(name);
    return endOf(name, async ({ graph }) => {
      const long = graph.nodes.find(({ id }) => id === 'long');
      if (!long?.steps.some(({ phase }) => phase === 'running')) return false;
      const { operations } = portal.as('dev');
      await operations.run(pipelineOperations.cancelRun, { run: refOf(name), mode });
      return true;
    });
  }

  beforeAll(async () => {
    server = await start();
    portal = await startPipelinesPortal(server);
    await portal.create(TASKS, SHARED_TASK);
    await portal.create(PIPELINES, SHARED_PIPELINE);
    for (const each of cases) {
      const outcome = play(each);
      outcome.catch(() => {}); // the test that waits for it tells it
      outcomes.set(each.name, outcome);
    }
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.close();
  });

  it.each(cases)('$title', async ({ name }) => {
    const run = await outcomes.get(name);
    if (run === undefined) throw new Error(`no run ${name}`);
    const { items } = await portal.as('dev').pipelines.listRuns({ folders: [portal.folder] });
    const row = items.find(item => item.ref.name === name);
    if (row === undefined) throw new Error(`run ${name} is not in the list`);
    expect(tellRun(run, row)).toEqual(TEKTON_TOLD[name]);
    // A row counts the tasks of the Pipeline, a page those of the graph, where a matrix has many.
    expect(run).toMatchObject({ ...row, tasks: expect.anything() });
  });

  it('shows a task of another controller as it goes on, until that ends it', async () => {
    await startRun('custom', CUSTOM_RUN);
    const seen: TaskNode[] = [];
    const run = await endOf('custom', async ({ graph }) => {
      const [wait] = graph.nodes;
      if (wait?.phase !== 'running') return false;
      seen.push(...graph.nodes);
      const results = [{ name: 'answer', value: 'yes' }];
      await portal.setStatus('custom-wait', { ...APPROVED, results }, CUSTOM_RUNS);
      return true;
    });
    expect(seen).toMatchObject([
      { id: 'wait', kind: 'custom', phase: 'running', params: [{ name: 'whom', value: 'ops' }] },
      { id: 'say', kind: 'task', phase: 'pending' },
    ]);
    expect(seen[0]?.taskRun).toBeUndefined();
    expect(run).toMatchObject({ phase: 'succeeded', reason: 'Succeeded' });
    expect(run.graph.nodes).toMatchObject([
      { phase: 'succeeded', reason: 'Approved', results: [{ name: 'answer', value: 'yes' }] },
      { phase: 'succeeded', params: [{ name: 'word', value: 'yes' }] },
    ]);
  });

  it('gives a run the volume that it asks for', async () => {
    const name = portal.folder;
    for (const { resource, object } of storageOf(name))
      await portal.createInCluster(resource, object);
    await startRun('claim', claimRun(name));
    const run = await endOf('claim');
    expect(run).toMatchObject({
      phase: 'succeeded',
      workspaces: [{ name: 'source', binding: 'volumeClaimTemplate' }],
      tasks: { total: 2, done: 2, failed: 0 },
    });
  });

  it('reads what a step wrote', async () => {
    await outcomes.get('case-success');
    const query = { task: 'say', tailLines: 10 };
    const events = [];
    for await (const event of portal
      .as('dev')
      .pipelines.streamRunLogs(refOf('case-success'), query))
      events.push(event);
    expect(events).toEqual([
      { type: 'lines', lines: [{ step: 'work', at: expect.any(Number), text: 'shop/web:main' }] },
      { type: 'end', from: 'pod', isCut: false },
    ]);
  });
}
