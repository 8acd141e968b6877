import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunLogEvent, RunPage } from '@kubemate/plugin-pipelines-common';
import { PLACE, startPipelinesPortal } from '../__testUtils__/PipelinesPortal';
import type { PipelinesPortal } from '../__testUtils__/PipelinesPortal';
import { startTektonApi } from '../__testUtils__/startTektonApi';
import { succeeded } from '../__testUtils__/tektonObjects';
import { PIPELINE_RUNS, TASK_RUNS } from '../tekton/kinds';

jest.setTimeout(120_000);

const apiVersion = 'tekton.dev/v1';
const PODS = { group: '', version: 'v1', plural: 'pods' };

/** Asks again until the answer is as wanted; the recorder works beside. */
async function until<T>(read: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 30_000; ;) {
    const answer = await read();
    if (isWanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

describe('runs whose objects are gone', () => {
  let server: Awaited<ReturnType<typeof startTektonApi>>;
  let portal: PipelinesPortal;
  const refOf = (name: string) => ({
    ...{ engine: 'tekton' as const, place: PLACE, folder: portal.folder, name },
  });

  beforeAll(async () => {
    server = await startTektonApi();
    server.api.hooks.log = async function* log(_pod, container) {
      yield `2026-03-01T10:00:01Z ${container} began\n`;
      yield `2026-03-01T10:00:02Z ${container} ended\n`;
    };
    portal = await startPipelinesPortal(server);
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.close();
  });

  async function logOf(run: string, task: string): Promise<RunLogEvent[]> {
    const events: RunLogEvent[] = [];
    const { pipelines } = portal.as('dev');
    for await (const event of pipelines.streamRunLogs(refOf(run), { task })) events.push(event);
    return events;
  }

  async function makeRun(name: string) {
    await portal.create(PIPELINE_RUNS, {
      ...{ apiVersion, kind: 'PipelineRun', metadata: { name, labels: { team: 'shop' } } },
      spec: { pipelineRef: { name: 'build' }, params: [{ name: 'revision', value: 'main' }] },
    });
    const pod = `${name}-build-pod`;
    await portal.create(PODS, {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: pod } },
      spec: {
        nodeName: 'node',
        containers: ['step-compile', 'step-push'].map(step => ({ name: step, image: 'x' })),
      },
    });
    const labels = { 'tekton.dev/pipelineRun': name };
    await portal.create(TASK_RUNS, {
      ...{ apiVersion, kind: 'TaskRun', metadata: { name: `${name}-build`, labels } },
      spec: { taskRef: { name: 'build' } },
    });
    const started = { startTime: '2026-03-01T10:00:00Z' };
    await portal.setStatus(`${name}-build`, { ...started, podName: pod }, TASK_RUNS);
    await portal.setStatus(name, {
      ...succeeded('Unknown', 'Running', 'Tasks Completed: 0 (Failed: 0, Cancelled 0)'),
      ...started,
      pipelineSpec: { tasks: [{ name: 'build', taskRef: { name: 'build' } }] },
      childReferences: [
        { apiVersion, kind: 'TaskRun', name: `${name}-build`, pipelineTaskName: 'build' },
      ],
    });
  }

  async function finish(name: string) {
    const ended = { ...succeeded('True', 'Succeeded'), completionTime: '2026-03-01T10:00:09Z' };
    await portal.setStatus(`${name}-build`, ended, TASK_RUNS);
    await portal.setStatus(name, ended);
  }

  async function removeAll(name: string) {
    await portal.remove(PODS, `${name}-build-pod`);
    await portal.remove(TASK_RUNS, `${name}-build`);
    await portal.remove(PIPELINE_RUNS, name);
  }

  const archived = (name: string): Promise<RunPage> =>
    until(
      () => portal.as('dev').pipelines.listRuns({ folders: [portal.folder], search: name }),
      ({ items }) => items.length === 1 && items[0]?.isArchived === true,
    );

  it('stay in the list, with their page and their logs', async () => {
    await makeRun('kept');
    await finish('kept');
    await until(
      async () => portal.storedObjects(),
      ({ length }) => length > 0,
    );
    await until(
      () => portal.history.find(refOf('kept')),
      record => record?.detail?.phase === 'succeeded',
    );
    await portal.remove(PODS, 'kept-build-pod');
    const log = await logOf('kept', 'build');
    expect(log.at(-1)).toEqual({ type: 'end', from: 'archive', isCut: false });
    expect(log.flatMap(event => (event.type === 'lines' ? event.lines : []))).toMatchObject([
      { step: 'compile', text: 'step-compile began' },
      { step: 'push', text: 'step-push began' },
      { step: 'compile', text: 'step-compile ended' },
      { step: 'push', text: 'step-push ended' },
    ]);
    const before = await portal.as('dev').pipelines.getRun(refOf('kept'));
    await portal.remove(TASK_RUNS, 'kept-build');
    await portal.remove(PIPELINE_RUNS, 'kept');
    const page = await archived('kept');
    expect(page).toMatchObject({ total: 1, failures: [] });
    expect(page.items[0]).toMatchObject({ uid: before.uid, phase: 'succeeded' });
    const after = await portal.as('dev').pipelines.getRun(refOf('kept'));
    expect(after).toEqual({ ...before, isArchived: true });
    expect(await logOf('kept', 'build')).toEqual(log);
  });

  it('tell how their tasks did, to whom may list them', async () => {
    const ref = { place: PLACE, folder: portal.folder, name: 'build' };
    const outcomes = await portal.as('dev').pipelines.getOutcomes(ref);
    expect(outcomes).toMatchObject({
      runs: [{ ref: refOf('kept'), phase: 'succeeded', branch: 'main' }],
      trunk: 'main',
      tasks: [
        { id: 'build', outcomes: ['passed'], durations: [9000], passed: 1, flakyCommits: [] },
      ],
    });
    await expect(portal.as('other').pipelines.getOutcomes(ref)).rejects.toThrow(/403/);
  });

  it('are told as of unknown outcome where they went while they ran', async () => {
    await makeRun('torn');
    await until(
      () => portal.history.find(refOf('torn')),
      record => record?.run.phase === 'running',
    );
    await removeAll('torn');
    const { items } = await archived('torn');
    expect(items[0]).toMatchObject({ phase: 'unknown', reason: 'DeletedWhileRunning' });
    const events = [];
    for await (const event of portal.as('dev').pipelines.watchRun(refOf('torn')))
      events.push(event);
    expect(events).toMatchObject([{ type: 'run', run: { phase: 'unknown' } }, { type: 'end' }]);
  });

  it('come to a list that is followed', async () => {
    await makeRun('followed');
    await finish('followed');
    await until(
      () => portal.history.find(refOf('followed')),
      record => record?.run.phase === 'succeeded',
    );
    const ending = new AbortController();
    const query = { search: 'followed' };
    const stream = portal.as('dev').pipelines.watchRuns(query, { signal: ending.signal });
    let isRemoved = false;
    for await (const event of stream) {
      const { inserted, updated } =
        event.type === 'delta' ? event.delta : { inserted: [], updated: event.page.items };
      if ([...inserted.map(({ run }) => run), ...updated].some(run => run.isArchived)) break;
      if (!isRemoved) await removeAll('followed');
      isRemoved = true;
    }
    ending.abort();
    expect(isRemoved).toBe(true);
  });

  it('are shown to nobody who may not read such runs now', async () => {
    await archived('kept');
    const { pipelines } = portal.as('other');
    const page = await pipelines.listRuns({ folders: [portal.folder] });
    expect(page).toMatchObject({ items: [], total: 0 });
    await expect(pipelines.getRun(refOf('kept'))).rejects.toThrow(/forbidden|no run/i);
  });

  it('can be run again from what was kept of them, and not be cancelled', async () => {
    await archived('kept');
    const { operations } = portal.as('dev');
    const run = refOf('kept');
    const plan = await operations.plan(pipelineOperations.rerun, { run });
    expect(plan.warnings).toContain(
      'The run itself is gone: this is started from what was kept of it',
    );
    const { output } = await operations.run(pipelineOperations.rerun, { run });
    const { name } = Object(output).run;
    const object = await portal.object(PIPELINE_RUNS, name);
    expect(object).toMatchObject({
      metadata: { labels: { team: 'shop' }, annotations: { 'kubemate.io/rerun-of': 'kept' } },
      spec: { pipelineRef: { name: 'build' }, params: [{ name: 'revision', value: 'main' }] },
    });
    const input = { run, mode: 'Cancelled' as const };
    await expect(operations.plan(pipelineOperations.cancelRun, input)).rejects.toThrow(/404/);
  });
});
