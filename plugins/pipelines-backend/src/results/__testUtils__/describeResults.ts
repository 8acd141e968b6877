/* eslint-disable jest/no-export -- a stand-in and the real server run these */
import type { KubeObject } from '@kubemate/kube-common';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunLogEvent } from '@kubemate/plugin-pipelines-common';
import { PLACE, startPipelinesPortal } from '../../__testUtils__/PipelinesPortal';
import type { PipelinesPortal, TektonServer } from '../../__testUtils__/PipelinesPortal';
import {
  child,
  endedStep,
  pipelineRun,
  succeeded,
  taskRun,
} from '../../__testUtils__/tektonObjects';
import { lineOfDetail } from '../../history/lineOfDetail';
import { PIPELINE_RUNS } from '../../tekton/kinds';
import type { ResultsServer } from './ResultsServer';

/** A namespace of its own for each run, as a real cluster outlives a test. */
const FOLDER = `archived-${Math.random().toString(36).slice(2, 8)}`;
const RUNS = 260;
const apiVersion = 'rbac.authorization.k8s.io/v1';
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });
const refOf = (name: string) => ({
  ...{ engine: 'tekton' as const, place: PLACE, folder: FOLDER, name },
});
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function inFolder(object: KubeObject, made: string): KubeObject {
  const metadata = { ...object.metadata, namespace: FOLDER, creationTimestamp: made };
  return { ...object, metadata };
}

/** A run with one task of two steps, as the watcher has archived both. */
async function archive(results: ResultsServer, name: string, minutes: number) {
  const made = minutesAgo(minutes);
  const ended = { startTime: made, completionTime: minutesAgo(minutes - 1) };
  const run = inFolder(
    pipelineRun(name, {
      labels: { team: 'shop' },
      spec: { pipelineRef: { name: 'build' }, params: [{ name: 'revision', value: 'main' }] },
      status: {
        ...{ ...succeeded('True', 'Succeeded'), ...ended },
        pipelineSpec: { tasks: [{ name: 'build', taskRef: { name: 'build' } }] },
        childReferences: [child(`${name}-build`, 'build')],
      },
    }),
    made,
  );
  const task = inFolder(
    taskRun(`${name}-build`, {
      labels: { 'tekton.dev/pipelineRun': name },
      status: {
        ...{ ...succeeded('True', 'Succeeded'), ...ended, podName: `${name}-build-pod` },
        steps: [endedStep('compile', 0), endedStep('push', 0)],
      },
    }),
    made,
  );
  const put = { result: String(run.metadata.uid), at: ended.completionTime };
  await results.put(run, put);
  return results.put(task, put);
}

interface Started {
  readonly server: TektonServer & { close(): Promise<void> };
  readonly results: ResultsServer;
}

/** Runs that only Tekton Results remembers: the portal tells the same of them, whoever answers for Results. */
export function describeResults(start: () => Promise<Started>) {
  let results: ResultsServer;
  /** Uids of the tasks of runs. */
  const records = new Map<string, string>();
  let server: Started['server'];
  let portal: PipelinesPortal;

  beforeAll(async () => {
    ({ results, server } = await start());
    const record = await archive(results, 'old', 30);
    await results.putLog(record, '[compile] compiled\n\n[push] pushed\n\n');
    const many = Array.from({ length: RUNS - 1 }, (_, at) => at + 1);
    await Promise.all(
      many.map(async at => {
        const name = await archive(results, `many-${at}`, 60 + at);
        records.set(`many-${at}`, name.split('/').at(-1) ?? '');
      }),
    );
    await archive(results, 'ancient', 200 * 24 * 60);
    const { token, url } = results;
    const tektonResults = [{ cluster: PLACE, url, token }];
    portal = await startPipelinesPortal(server, { tektonResults }, FOLDER);
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.close();
    await results?.close();
  });

  async function grant(person: string, resources: readonly string[]) {
    const name = `${person}-${resources.join('-')}`;
    await portal.create(rbac('roles'), {
      ...{ apiVersion, kind: 'Role', metadata: { name } },
      rules: [{ apiGroups: ['results.tekton.dev'], resources, verbs: ['get', 'list'] }],
    });
    await portal.create(rbac('rolebindings'), {
      ...{ apiVersion, kind: 'RoleBinding', metadata: { name } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `kubemate:${person}` },
      ],
    });
  }

  const list = (query: object = {}) =>
    portal.as('dev').pipelines.listRuns({ folders: [FOLDER], limit: 200, ...query });

  async function untilListed(total: number) {
    for (const end = Date.now() + 40_000; ;) {
      const page = await list();
      if (page.total === total) return page;
      if (Date.now() > end) throw new Error(`still ${page.total}`);
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }

  async function logOf(name: string): Promise<RunLogEvent[]> {
    const events: RunLogEvent[] = [];
    const { pipelines } = portal.as('dev');
    for await (const event of pipelines.streamRunLogs(refOf(name), { task: 'build' }))
      events.push(event);
    return events;
  }

  it('are withheld from whom the cluster does not let read there, whatever they may read of Tekton', async () => {
    await portal.create(PIPELINE_RUNS, {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: 'live' } },
      spec: { pipelineRef: { name: 'build' } },
    });
    await untilListed(1);
    while ((await portal.history.importedUntil(PLACE)) === 0)
      await new Promise(resolve => setTimeout(resolve, 100));
    expect((await list()).items.map(({ ref }) => ref.name)).toEqual(['live']);
    await expect(portal.as('dev').pipelines.getRun(refOf('old'))).rejects.toThrow(
      /not found|no run/i,
    );
  });

  it('stand in the one list, page by page and sorted in any way, as far back as runs are kept', async () => {
    await grant('dev', ['records']);
    const page = await untilListed(RUNS + 1);
    expect(page.items.slice(0, 2).map(({ ref }) => ref.name)).toEqual(['live', 'old']);
    expect(page.items[1]).toMatchObject({
      phase: 'succeeded',
      isArchived: true,
      pipeline: 'build',
    });
    const rest = await list({ cursor: page.nextCursor });
    expect(page.items.length + rest.items.length).toBe(RUNS + 1);
    const { items } = await list({ sort: 'name', search: 'many-1', limit: 2 });
    expect(items.map(({ ref }) => ref.name)).toEqual(['many-1', 'many-10']);
  });

  it('have their page with the tasks, and one that is too old for the list is found by its address', async () => {
    for (const name of ['old', 'ancient']) {
      const run = await portal.as('dev').pipelines.getRun(refOf(name));
      expect(run).toMatchObject({
        ...{ phase: 'succeeded', isArchived: true, params: [{ name: 'revision', value: 'main' }] },
        graph: { nodes: [{ id: 'build', steps: [{ name: 'compile' }, { name: 'push' }] }] },
      });
    }
  });

  it('have their logs, for whom the cluster lets read logs there', async () => {
    expect((await logOf('old')).filter(({ type }) => type === 'lines')).toEqual([]);
    await grant('dev', ['logs']);
    // That the right is new is known as soon as the change of RBAC is.
    let events = await logOf('old');
    for (const end = Date.now() + 40_000; events[0]?.type !== 'lines' && Date.now() < end;) {
      await new Promise(resolve => setTimeout(resolve, 200));
      events = await logOf('old');
    }
    expect(events).toEqual([
      {
        type: 'lines',
        lines: [
          { step: 'compile', text: 'compiled' },
          { step: 'push', text: 'pushed' },
        ],
      },
      { type: 'end', from: 'archive', isCut: false },
    ]);
    const long = Array.from({ length: 600 }, (_, at) => `${at} ${'ü'.repeat(60)}`);
    const uid = String((await portal.as('dev').pipelines.getRun(refOf('many-3'))).uid);
    const text = long.map(line => `[push] ${line}\n`).join('');
    await results.putLog(`${FOLDER}/results/${uid}/records/${records.get('many-3')}`, text);
    const told = (await logOf('many-3')).flatMap(event =>
      event.type === 'lines' ? event.lines.map(line => line.text) : [],
    );
    expect(told).toEqual(long);
    expect((await logOf('many-1')).map(({ type }) => type)).toEqual(['problem', 'end']);
    await results.keepLogs(false);
    expect((await logOf('old')).map(({ type }) => type)).toEqual(['problem', 'end']);
    await results.keepLogs(true);
  });

  it('fill in for what the portal itself could not copy of a run that it saw', async () => {
    const detail = await portal.as('dev').pipelines.getRun(refOf('many-2'));
    const key = { place: PLACE, uid: detail.uid };
    await portal.history.forget([key]);
    await portal.history.keep({ run: lineOfDetail(detail), detail });
    const problem = 'the pod was gone before its log could be copied';
    const log = { ...key, taskRun: 'many-2-build', bytes: 0, linesLeftOut: 0, keptAt: 1 };
    await portal.history.keepLog({ ...log, problem });
    await portal.history.markGone([key], Date.now());
    expect((await logOf('many-2')).at(0)).toEqual({ type: 'problem', reason: problem });
    const { uid } = detail;
    await results.putLog(
      `${FOLDER}/results/${uid}/records/${records.get('many-2')}`,
      '[push] kept',
    );
    expect((await logOf('many-2')).at(0)).toEqual({
      type: 'lines',
      lines: [{ step: 'push', text: 'kept' }],
    });
  });

  it('can be run again', async () => {
    const { operations } = portal.as('dev');
    const { output } = await operations.run(pipelineOperations.rerun, { run: refOf('old') });
    const object = await portal.object(PIPELINE_RUNS, Object(output).run.name);
    expect(object).toMatchObject({
      metadata: { labels: { team: 'shop' } },
      spec: { pipelineRef: { name: 'build' } },
    });
  });

  it('are not to be had by text that means something in a filter', async () => {
    const name = 'x" || data.metadata.name != "';
    await expect(portal.as('dev').pipelines.getRun(refOf(name))).rejects.toThrow(
      /404|no run|invalid/i,
    );
  });
}
