import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { KubeObject, ResourceId, Row } from '@kubemate/kube-common';
import type { Clock, PortalReader, PortalRows } from '@kubemate/kube-node';
import type { Run, TaskNode } from '@kubemate/plugin-pipelines-common';
import { hasEnded } from '../history/hasEnded';
import { lineOfDetail } from '../history/lineOfDetail';
import type { LogArchive } from '../history/LogArchive';
import { loseRun } from '../history/loseRun';
import { pause } from '../history/pause';
import type { RunStore, RunTemplate } from '../history/RunStore';
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
/** What hinders a log may pass; a step that never began will never have one. */
const LOG_ATTEMPTS = 3;

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
    for (const row of present) {
      if (this.#signal.aborted) return;
      if (known.get(row.uid)?.version !== row.resourceVersion) await this.#seeRun(row, known);
    }
    if (!rows.isComplete) return;
    const gone = [...known.values()].filter(
      ({ uid, folder }) =>
        !seen.has(uid) && (rows.namespaces === 'all' || rows.namespaces.includes(folder)),
    );
    const uids = gone.map(({ uid }) => uid);
    if (uids.length > 0) await this.#alone(() => this.#lose(rows.cluster, uids));
  }

  async #seeRun(row: Row, runs: Map<string, KnownRun>): Promise<void> {
    const known = runs.get(row.uid);
    const run = runOfRow(row);
    const isOver = hasEnded(run);
    // One that is known to have ended, and was seen in another time of recording: only its page may still be missing.
    const isSettled = known !== undefined && known.hasEnded && known.version === undefined;
    if (!isSettled && known?.phase !== run.phase) await this.#options.store.keep({ run });
    runs.set(row.uid, {
      uid: row.uid,
      folder: run.ref.folder,
      version: row.resourceVersion,
      phase: run.phase,
      hasEnded: isOver,
      hasDetail: known?.hasDetail ?? false,
    });
    if (isSettled && known.hasDetail) return;
    this.#queue.add(pageKey(run), () => this.#keepPage(run), isOver ? 0 : PAGE_MS);
  }

  /** The page as it is now, which may be newer than the row that it was asked for. */
  async #keepPage(run: Run, looks = 0): Promise<void> {
    const { ref, uid } = run;
    const { reader, store } = this.#options;
    try {
      const { object, detail } = await readPipelineRun(ref, reader);
      if (object.metadata.uid !== uid) return;
      const known = await this.#known.of(ref.place);
      await this.#alone(async () => {
        // What was read before it was deleted must not bring it back.
        if (!known.has(uid)) return;
        await store.keep({ run: lineOfDetail(detail), detail, template: templateOf(object) });
      });
      // Tekton ends a cancelled run before it ends its tasks.
      if (hasEnded(detail) && detail.graph.nodes.some(isOpen) && looks < SETTLING_LOOKS)
        this.#queue.add(pageKey(run), () => this.#keepPage(run, looks + 1), SETTLING_MS);
    } catch (error) {
      // Deleted since, or not to be read with the portal's rights: what the list showed is kept.
      if (isError(error) && error.name === 'NotAllowedError') this.#sayDenied(ref.place, error);
      else if (!isError(error) || error.name !== 'NotFoundError') throw error;
    }
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
    for (const uid of uids) {
      const record = known.get(uid)?.hasEnded ? undefined : await store.get({ place, uid });
      if (record === undefined || hasEnded(record.run)) continue;
      await store.keep(loseRun(record, { wasFollowed: known.get(uid)?.version !== undefined }));
    }
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
