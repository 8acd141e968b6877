import type { LoggerService } from '@backstage/backend-plugin-api';
import { isDeepStrictEqual } from 'node:util';
import { isError } from '@backstage/errors';
import type { KubeObject, ResourceId, Row } from '@kubemate/kube-common';
import type { Clock, PortalReader, PortalRows } from '@kubemate/kube-node';
import type { Run, RunDetail, TaskNode } from '@kubemate/plugin-pipelines-common';
import { hasEnded } from '../history/hasEnded';
import { lineOfDetail } from '../history/lineOfDetail';
import type { LogArchive } from '../history/LogArchive';
import { loseRun } from '../history/loseRun';
import { pause } from '../history/pause';
import type { RunRecord, RunStore, RunTemplate } from '../history/RunStore';
import { WorkQueue } from '../history/WorkQueue';
import { PIPELINE_RUNS, TASK_RUNS } from './kinds';
import { KnownRuns } from './KnownRuns';
import type { KnownRun } from './KnownRuns';
import { readPipelineRun } from './readPipelineRun';
import { runOfRow } from './runOfRow';
import { stepOfContainer } from './stepOfContainer';

/** Changes that come in bursts, looked at not more often than so. */
const REST_MS = 250;
/** How often the page of a run that goes on is kept, at most: what is lost of one that is deleted meanwhile. */
const PAGE_MS = 15_000;
/** How often, and how soon again, the page of a run is looked at that has ended before its tasks. */
const SETTLING_LOOKS = 20;
const SETTLING_MS = 3_000;
const PARALLEL = 4;
/** Lines that are written at once. */
const LINES = 200;
/** What hinders a log may pass; a step that never began will never have one. */
const LOG_ATTEMPTS = 3;

type Page = Required<Omit<RunRecord, 'origin'>>;

export interface TektonRecorderOptions {
  readonly reader: PortalReader;
  readonly store: RunStore;
  readonly logs: LogArchive;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** One time of holding the lease: begins with what the store has. */
class Recording {
  readonly #options: TektonRecorderOptions;
  readonly #signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #queue: WorkQueue;
  readonly #known: KnownRuns;
  readonly #denied = new Set<string>();
  #runs: readonly PortalRows[] = [];
  #tasks: readonly PortalRows[] = [];
  #writing: Promise<void> = Promise.resolve();
  #pages: Page[] = [];
  #pagesWritten: Promise<void> | undefined;
  #isDue = false;
  #wake = () => {};

  constructor(options: TektonRecorderOptions, signal: AbortSignal) {
    const { clock, logger } = options;
    this.#options = options;
    this.#signal = AbortSignal.any([signal, this.#ending.signal]);
    this.#queue = new WorkQueue({ clock, logger, signal: this.#signal, parallel: PARALLEL });
    this.#known = new KnownRuns(options.store);
  }

  async run(): Promise<void> {
    const wake = () => this.#notify();
    this.#signal.addEventListener('abort', wake, { once: true });
    try {
      await Promise.all([
        this.#follow(PIPELINE_RUNS, rows => (this.#runs = rows)),
        this.#follow(TASK_RUNS, rows => (this.#tasks = rows)),
        this.#keepUp(),
      ]);
    } finally {
      this.#ending.abort();
    }
  }

  async #follow(resource: ResourceId, take: (rows: readonly PortalRows[]) => void): Promise<void> {
    const { reader } = this.#options;
    for await (const rows of reader.follow(resource, { signal: this.#signal })) {
      take(rows);
      this.#notify();
    }
  }

  #notify(): void {
    this.#isDue = true;
    this.#wake();
  }

  async #keepUp(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#signal.aborted) {
      while (!this.#isDue) await new Promise<void>(resolve => (this.#wake = resolve));
      this.#isDue = false;
      if (this.#signal.aborted) return;
      this.#known.retain(this.#runs.map(({ cluster }) => cluster));
      for (const rows of this.#runs) await this.#seeRuns(rows);
      for (const rows of this.#tasks) await this.#seeTasks(rows);
      await pause(REST_MS, { clock, signal: this.#signal });
    }
  }

  async #seeRuns(rows: PortalRows): Promise<void> {
    const known = await this.#known.of(rows.cluster);
    // All at once: while one is kept, others come and go, and one that is passed over would count as gone.
    const present = [...rows.rows()];
    const seen = new Set(present.map(({ uid }) => uid));
    const changed = present.filter(
      ({ uid, resourceVersion }) => known.get(uid)?.version !== resourceVersion,
    );
    for (let first = 0; first < changed.length; first += LINES) {
      if (this.#signal.aborted) return;
      await this.#seeChanged(changed.slice(first, first + LINES), known);
    }
    if (!rows.isComplete) return;
    const gone = [...known.values()].filter(
      ({ uid, folder }) =>
        !seen.has(uid) && (rows.namespaces === 'all' || rows.namespaces.includes(folder)),
    );
    const uids = gone.map(({ uid }) => uid);
    if (uids.length > 0) await this.#alone(() => this.#lose(rows.cluster, uids));
  }

  async #seeChanged(rows: readonly Row[], known: Map<string, KnownRun>): Promise<void> {
    const runs = rows.map(runOfRow);
    const lines = runs.filter(({ uid, phase }) => {
      const before = known.get(uid);
      return !isSettled(before) && before?.phase !== phase;
    });
    if (lines.length > 0) await this.#options.store.keep(...lines.map(run => ({ run })));
    for (const [at, row] of rows.entries()) {
      const run = runs[at];
      if (run !== undefined) this.#know(run, { version: row.resourceVersion, known });
    }
  }

  #know(run: Run, { version, known }: { version: string; known: Map<string, KnownRun> }): void {
    const { uid, phase, ref } = run;
    const before = known.get(uid);
    const hasDetail = before?.hasDetail ?? false;
    const isOver = hasEnded(run);
    known.set(uid, { uid, folder: ref.folder, version, phase, hasEnded: isOver, hasDetail });
    if (isSettled(before) && hasDetail) return;
    this.#queue.add(pageKey(run), () => this.#keepPage(run), isOver ? 0 : PAGE_MS);
  }

  /** The page as it is now, which may be newer than the row that it was asked for. */
  async #keepPage(run: Run, looks = 0, before?: RunDetail): Promise<void> {
    const { ref, uid } = run;
    const { reader } = this.#options;
    try {
      const { object, detail } = await readPipelineRun(ref, reader);
      if (object.metadata.uid !== uid) return;
      const page = { run: lineOfDetail(detail), detail, template: templateOf(object) };
      if (!isDeepStrictEqual(detail, before)) await this.#writePage(page);
      // Tekton ends a cancelled run before it ends its tasks.
      if (hasEnded(detail) && detail.graph.nodes.some(isOpen) && looks < SETTLING_LOOKS)
        this.#queue.add(pageKey(run), () => this.#keepPage(run, looks + 1, detail), SETTLING_MS);
    } catch (error) {
      // Deleted since, or not to be read with the portal's rights: what the list showed is kept.
      if (isError(error) && error.name === 'NotAllowedError') this.#sayDenied(ref.place, error);
      else if (!isError(error) || error.name !== 'NotFoundError') throw error;
    }
  }

  /** Together with those that were read while others are written. */
  #writePage(page: Page): Promise<void> {
    this.#pages.push(page);
    this.#pagesWritten ??= this.#alone(async () => {
      const pages = this.#pages;
      this.#pages = [];
      this.#pagesWritten = undefined;
      const present: Page[] = [];
      for (const each of pages) {
        const known = await this.#known.of(each.run.ref.place);
        // What was read before it was deleted must not bring it back.
        if (known.has(each.run.uid)) present.push(each);
      }
      if (present.length > 0) await this.#options.store.keep(...present);
    });
    return this.#pagesWritten;
  }

  /** Once for each cluster. */
  #sayDenied(place: string, error: Error): void {
    if (this.#denied.has(place)) return;
    this.#denied.add(place);
    this.#options.logger.warn(
      `Of runs on ${place} only lines of the list are kept: ${error.message}`,
    );
  }

  /** One after the other. */
  async #alone(work: () => Promise<void>): Promise<void> {
    const before = this.#writing;
    const turn = before.then(work);
    this.#writing = turn.catch(() => {});
    await turn;
  }

  async #lose(place: string, uids: readonly string[]): Promise<void> {
    const { store, clock } = this.#options;
    const known = await this.#known.of(place);
    const lost: RunRecord[] = [];
    for (const uid of uids) {
      const record = known.get(uid)?.hasEnded ? undefined : await store.get({ place, uid });
      if (record === undefined || hasEnded(record.run)) continue;
      lost.push(loseRun(record, { wasFollowed: known.get(uid)?.version !== undefined }));
    }
    if (lost.length > 0) await store.keep(...lost);
    await store.markGone(
      uids.map(uid => ({ place, uid })),
      clock.now(),
    );
    for (const uid of uids) known.delete(uid);
  }

  async #seeTasks(rows: PortalRows): Promise<void> {
    const { cluster } = rows;
    const part = this.#runs.find(each => each.cluster === cluster);
    const finished = [...rows.rows()].filter(isFinishedTask);
    if (part === undefined || finished.length === 0) return;
    const uids = new Map([...part.rows()].map(run => [`${run.namespace}/${run.name}`, run.uid]));
    const kept = await this.#known.keptTasks(cluster);
    for (const row of finished) {
      const uid = uids.get(`${row.namespace}/${row.cells.pipelineRun}`);
      if (uid === undefined || kept.has(`${uid}/${row.name}`)) continue;
      kept.add(`${uid}/${row.name}`);
      this.#queue.add(`The log of ${cluster}/${row.namespace}/${row.name}`, attempt =>
        this.#keepLog(row, { uid, isLastAttempt: attempt >= LOG_ATTEMPTS }),
      );
    }
  }

  async #keepLog(
    { cluster, namespace = '', name, cells }: Row,
    { uid, isLastAttempt }: { uid: string; isLastAttempt: boolean },
  ): Promise<void> {
    const { reader, logs } = this.#options;
    const pods = [{ cluster, namespace, name: String(cells.pod) }];
    const events = reader.logs({ pods }, { signal: this.#signal });
    const task = { place: cluster, uid, taskRun: name };
    await logs.copy({ ...task, events, stepOf: stepOfContainer, isLastAttempt });
  }
}

/**
 * Keeps runs of all clusters as they happen: the line of the list when a run is made, changes its phase or goes, its page as tasks end and when it
 * has, the log of each task once that has ended. It goes by what there is and not by events, so whatever is missed while nobody records is caught
 * up with at the start, as far as the cluster still has it.
 */
export class TektonRecorder {
  readonly #options: TektonRecorderOptions;

  constructor(options: TektonRecorderOptions) {
    this.#options = options;
  }

  /** Until the signal, or the database fails. */
  async record(signal: AbortSignal): Promise<void> {
    const recording = new Recording(this.#options, signal);
    await recording.run();
  }
}

/** Known to have ended, and seen in another time of recording: only its page may still be missing. */
function isSettled(known: KnownRun | undefined): boolean {
  return known !== undefined && known.hasEnded && known.version === undefined;
}

function pageKey({ ref: { place, folder, name }, uid }: Run): string {
  return `The page of ${place}/${folder}/${name} (${uid})`;
}

function isOpen({ phase }: TaskNode): boolean {
  return phase !== 'skipped' && !hasEnded({ phase });
}

function isFinishedTask({ cells }: Row): boolean {
  return typeof cells.finished === 'number' && Boolean(cells.pod) && Boolean(cells.pipelineRun);
}

function templateOf({ metadata, spec }: KubeObject): RunTemplate {
  const { generateName, labels, annotations } = metadata;
  return { generateName, labels, annotations, spec };
}
