import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import type { KubeObject, Row } from '@kubemate/kube-common';
import { projectorFor } from '@kubemate/kube-common';
import { systemClock } from '@kubemate/kube-node';
import type { PortalReader, PortalRows } from '@kubemate/kube-node';
import { startSqlite } from '@kubemate/test-node';
import { succeeded, pipelineRun } from '../__testUtils__/tektonObjects';
import { KnexRunStore } from '../history/KnexRunStore';
import { LogArchive } from '../history/LogArchive';
import { PIPELINE_RUNS } from './kinds';
import { TektonRecorder } from './TektonRecorder';

jest.setTimeout(60_000);

type Shown = Omit<Partial<PortalRows>, 'rows'> & { readonly objects: readonly KubeObject[] };

const running = (name: string) => pipelineRun(name, { status: succeeded('Unknown', 'Running') });

function rowsOf({ objects, ...part }: Shown): PortalRows {
  const projector = projectorFor(PIPELINE_RUNS);
  const rows: Row[] = objects.map(object => projector.project(object, 'dev'));
  return {
    ...{ cluster: 'dev', namespaces: 'all', isComplete: true, failure: undefined },
    ...part,
    rows: () => rows,
  };
}

/** A cluster that shows what it is told to. */
class FakeReader implements PortalReader {
  objects: readonly KubeObject[] = [];
  #next: PortalRows | undefined;
  #wake = () => {};

  show(shown: Shown): void {
    this.objects = shown.objects;
    this.#next = rowsOf(shown);
    this.#wake();
  }

  async *follow(resource: { plural: string }, { signal }: { signal: AbortSignal }) {
    if (resource.plural !== 'pipelineruns') return;
    signal.addEventListener('abort', () => this.#wake());
    while (!signal.aborted) {
      const next = this.#next;
      this.#next = undefined;
      if (next) yield [next];
      else
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
    }
  }

  async get({ name }: { name: string }) {
    const found = this.objects.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new NotFoundError(`${name} not found`);
    return found;
  }

  async list() {
    return [];
  }

  async *logs() {}
}

describe('TektonRecorder', () => {
  let databases: Awaited<ReturnType<typeof startSqlite>>;
  beforeAll(async () => {
    databases = await startSqlite();
  });
  afterAll(() => databases.stop());

  async function start() {
    const { knex } = await databases.create();
    const store = await KnexRunStore.create({ getClient: async () => knex });
    const reader = new FakeReader();
    const objects = {
      ...{ location: 'none', put: async () => {}, putIfAbsent: async () => true },
      ...{ get: async () => undefined, async *list() {}, delete: async () => {} },
    };
    const logs = new LogArchive({ objects, store, clock: systemClock, maxBytes: 1000 });
    const logger = mockServices.logger.mock();
    const recorder = new TektonRecorder({ reader, store, logs, clock: systemClock, logger });
    /** Records until the store is as wanted, then ends as if the portal had. */
    const recordUntil = async (isDone: () => Promise<boolean>) => {
      const ending = new AbortController();
      const recording = recorder.record(ending.signal);
      for (const end = Date.now() + 15_000; !(await isDone());) {
        if (Date.now() > end) throw new Error('nothing came of it');
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      ending.abort();
      await recording;
    };
    const of = (object: KubeObject) => store.get({ place: 'dev', uid: object.metadata.uid });
    const kept = async (object: KubeObject) => (await of(object)) !== undefined;
    return { store, reader, recordUntil, of, kept };
  }

  it('says of a run that went while nobody looked that its end is not known', async () => {
    const { reader, recordUntil, of, kept } = await start();
    const run = running('a');
    reader.show({ objects: [run] });
    await recordUntil(() => kept(run));
    reader.show({ objects: [] });
    await recordUntil(async () => (await of(run))?.run.isArchived === true);
    expect((await of(run))?.run).toMatchObject({ phase: 'unknown', reason: 'GoneUnseen' });
  });

  it('catches up with the end of a run that came while nobody looked', async () => {
    const { reader, recordUntil, of, kept } = await start();
    const run = running('a');
    reader.show({ objects: [run] });
    await recordUntil(() => kept(run));
    const { metadata } = run;
    const status = {
      ...succeeded('False', 'Failed'),
      ...{ startTime: '2026-03-01T10:00:00Z', completionTime: '2026-03-01T10:00:09Z' },
    };
    reader.show({
      objects: [{ ...run, metadata: { ...metadata, resourceVersion: '99' }, status }],
    });
    await recordUntil(async () => (await of(run))?.detail?.phase === 'failed');
    expect(await of(run)).toMatchObject({ run: { phase: 'failed' }, template: {} });
  });

  it.each([
    ['the list is not whole', { isComplete: false }],
    ['its namespace cannot be read any more', { namespaces: ['bank'] }],
  ])('takes no run for gone where %s', async (_why, part) => {
    const { reader, recordUntil, of, kept } = await start();
    const [run, other] = [running('a'), running('b')];
    reader.show({ objects: [run] });
    await recordUntil(() => kept(run));
    reader.show({ objects: [other], ...part });
    await recordUntil(() => kept(other));
    expect((await of(run))?.run).toMatchObject({ phase: 'running', isArchived: false });
  });

  it('keeps the page of an ended run once, where an object that it names is not there', async () => {
    const { reader, recordUntil, of, store } = await start();
    const keep = jest.spyOn(store, 'keep');
    const [run, other] = ['a', 'b'].map(name =>
      pipelineRun(name, {
        status: {
          ...succeeded('True', 'Succeeded'),
          ...{ startTime: '2026-03-01T10:00:00Z', completionTime: '2026-03-01T10:00:09Z' },
          pipelineSpec: { tasks: [{ name: 'build' }] },
          childReferences: [{ kind: 'TaskRun', name: `${name}-build`, pipelineTaskName: 'build' }],
        },
      }),
    );
    if (run === undefined || other === undefined) throw new Error('no runs');
    reader.show({ objects: [run, other] });
    const hasPages = async () =>
      Boolean((await of(run))?.detail) && Boolean((await of(other))?.detail);
    await recordUntil(hasPages);
    expect((await of(run))?.detail?.graph.nodes).toMatchObject([{ phase: 'unknown' }]);
    // Both lines at once, then the pages, each once.
    expect(keep.mock.calls[0]).toHaveLength(2);
    expect(keep.mock.calls.slice(1).flat()).toHaveLength(2);
  });

  it('takes a run back that was said to be gone and is there', async () => {
    const { reader, recordUntil, of, kept, store } = await start();
    const run = running('a');
    reader.show({ objects: [run] });
    await recordUntil(() => kept(run));
    await store.markGone([{ place: 'dev', uid: run.metadata.uid }], 5);
    reader.show({ objects: [run] });
    await recordUntil(async () => (await of(run))?.run.isArchived === false);
  });
});
