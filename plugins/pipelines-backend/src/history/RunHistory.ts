import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Clock, Viewer } from '@kubemate/kube-node';
import type {
  PlaceFailure,
  Run,
  RunDetail,
  RunQuery,
  RunRef,
} from '@kubemate/plugin-pipelines-common';
import type { Following } from '../Engine';
import type { SelectedRuns } from '../runs/selectRuns';
import { hasEnded } from './hasEnded';
import type { HistoryAccess } from './HistoryAccess';
import type { LogArchive } from './LogArchive';
import type { TektonResults } from '../results/TektonResults';
import type { KeptLine } from './LogTail';
import { detailOfRun, loseRun } from './loseRun';
import { lineOfDetail } from './lineOfDetail';
import { pause } from './pause';
import type { EndedQuery, KeptLog, RunRecord, RunStore } from './RunStore';

/** How soon a list hears of runs that another replica has archived. */
const POLL_MS = 3_000;
/** How long a list of live runs may still have one that was said to be gone. */
const OVERLAP_MS = 60_000;
const PLACES_MS = 5_000;

export interface ArchivedPage extends SelectedRuns {
  readonly failures: readonly PlaceFailure[];
}

interface Options {
  readonly store: RunStore;
  readonly logs: Pick<LogArchive, 'read'>;
  readonly access: HistoryAccess;
  readonly results: Pick<TektonResults, 'has' | 'run' | 'log'>;
  readonly clock: Clock;
}

/** Runs that outlived their objects, as a viewer may see them. */
export class RunHistory {
  readonly #options: Options;
  #places: Remembered<readonly string[]> | undefined;
  #last: Remembered<number> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A page of the runs that are gone. Those of `live` are left out: their engine still has them, or the list of it was read a moment ago. */
  async page(
    query: RunQuery,
    { viewer, live }: { viewer: Viewer; live: readonly Run[] },
  ): Promise<ArchivedPage> {
    const { access, store, clock } = this.#options;
    const places = (await this.#knownPlaces()).filter(name => query.places?.includes(name) ?? true);
    const { scope, failures } = await access.scope(places, { folders: query.folders, viewer });
    const isLive = finder(live);
    const items: Run[] = [];
    let page = await store.page(query, scope);
    const { total } = page;
    for (;;) {
      items.push(...page.items.filter(({ ref, uid }) => !isLive(ref.place, uid)));
      if (page.nextCursor === undefined || items.length >= query.limit) break;
      page = await store.page({ ...query, cursor: page.nextCursor }, scope);
    }
    const recent = await store.goneSince(clock.now() - OVERLAP_MS);
    const twice = recent.filter(({ place, uid }) => isLive(place, uid)).length;
    const { nextCursor } = page;
    return { items, total: Math.max(0, total - twice), nextCursor, failures };
  }

  /**
   * The page of a run that its engine has forgotten.
   * @throws NotFoundError where none was kept, or the viewer may not see it
   */
  async run(ref: RunRef, viewer: Viewer): Promise<RunDetail> {
    const { run, detail } = await this.record(ref, viewer);
    return { ...(detail ?? detailOfRun(run)), isArchived: true };
  }

  /**
   * Pages of runs of a pipeline that have ended, newest first.
   * @throws NotAllowedError where the viewer may not list runs there
   */
  async ended(query: EndedQuery, viewer: Viewer): Promise<readonly RunDetail[]> {
    const { access, store } = this.#options;
    const { place, folder } = query;
    if (!(await access.mayList({ place, folder }, viewer)))
      throw new NotAllowedError(`You may not list runs in ${folder} of ${place}`);
    return store.ended(query);
  }

  /** As {@link run}, with what it may be started again from. */
  async record(ref: RunRef, viewer: Viewer): Promise<RunRecord> {
    const record = await this.#options.store.find(ref);
    const isSeen = record !== undefined && record.origin === undefined;
    if (isSeen && (await this.#options.access.mayRead(ref, viewer)))
      return hasEnded(record.run) ? record : loseRun(record, { wasFollowed: false });
    if (!isSeen) {
      const told = await this.#told(ref, { uid: record?.run.uid, viewer });
      if (told !== undefined) return told;
    }
    throw new NotFoundError(`There is no run ${ref.name} in ${ref.folder} of ${ref.place}`);
  }

  /**
   * The log of a task as the portal kept it; where it has none, as Tekton Results has it.
   * @throws NotFoundError, NotAllowedError
   */
  async log(
    { ref, task }: { ref: RunRef; task: string },
    viewer: Viewer,
  ): Promise<{ log: Pick<KeptLog, 'problem' | 'linesLeftOut'>; lines: readonly KeptLine[] }> {
    const { access, logs } = this.#options;
    const { run, detail, origin } = await this.record(ref, viewer);
    const node = detail?.graph.nodes.find(({ id }) => id === task);
    if (node?.taskRun === undefined) throw new NotFoundError(`No log of task ${task} was kept`);
    const mayRead = origin === undefined && (await access.mayReadLogs(ref, viewer));
    const kept = mayRead
      ? await logs.read({ place: ref.place, uid: run.uid }, node.taskRun).catch(unlessMissing)
      : undefined;
    if (kept !== undefined && kept.lines.length > 0 && kept.log.problem === undefined) return kept;
    const steps = node.steps.map(({ name }) => name);
    const told = await this.#toldLog(ref, { taskRun: node.taskRun, steps, viewer });
    if (told !== undefined && (kept?.lines.length ?? 0) <= told.lines.length) return told;
    if (kept !== undefined) return kept;
    if (origin === undefined && !mayRead)
      throw new NotAllowedError(`You may not read logs of pods in ${ref.folder} of ${ref.place}`);
    throw new NotFoundError('No log of this task was kept');
  }

  /** A run as Tekton Results has it, where the cluster has that and lets the viewer read there. */
  async #told(
    ref: RunRef,
    { uid, viewer }: { uid?: string; viewer: Viewer },
  ): Promise<RunRecord | undefined> {
    const { access, results } = this.#options;
    if (ref.engine !== 'tekton' || !results.has(ref.place)) return undefined;
    if (!(await access.mayReadResults(ref, { part: 'records', viewer }))) return undefined;
    const found = await results.run(ref, uid).catch(unlessMissing);
    if (found === undefined) return undefined;
    const { object, detail } = found;
    const { generateName, labels, annotations, uid: origin } = object.metadata;
    const template = { generateName, labels, annotations, spec: object.spec };
    return { run: lineOfDetail(detail), detail, template, origin };
  }

  async #toldLog(ref: RunRef, task: { taskRun: string; steps: readonly string[]; viewer: Viewer }) {
    const { access, results } = this.#options;
    if (ref.engine !== 'tekton' || !results.has(ref.place)) return undefined;
    if (!(await access.mayReadResults(ref, { part: 'logs', viewer: task.viewer })))
      return undefined;
    const found = await results.log(ref, { run: ref.name, ...task }).catch(unlessMissing);
    return found && { log: { linesLeftOut: found.isCut ? 1 : 0 }, lines: found.lines };
  }

  /** Calls back when runs have been archived; until the signal. */
  async follow({ signal, onChange }: Following): Promise<void> {
    const { clock } = this.#options;
    let seen = await this.#lastGone();
    while (!signal.aborted) {
      await pause(POLL_MS, { clock, signal });
      const last = await this.#lastGone();
      if (last !== seen) onChange();
      seen = last;
    }
  }

  /** Asked once for all who follow. */
  #lastGone(): Promise<number> {
    const { store, clock } = this.#options;
    this.#last = fresh(this.#last, { clock, maxAgeMs: POLL_MS / 2, read: () => store.lastGone() });
    return this.#last.value;
  }

  #knownPlaces(): Promise<readonly string[]> {
    const { store, clock } = this.#options;
    this.#places = fresh(this.#places, { clock, maxAgeMs: PLACES_MS, read: () => store.places() });
    return this.#places.value;
  }
}

/** Tells whether a run is among these; they are looked through when the first is asked for, which is seldom. */
function finder(runs: readonly Run[]): (place: string, uid: string) => boolean {
  let places: Map<string, Set<string>> | undefined;
  return (place, uid) => {
    places ??= uidsByPlace(runs);
    return places.get(place)?.has(uid) ?? false;
  };
}

function uidsByPlace(runs: readonly Run[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const { ref, uid } of runs) {
    const uids = places.get(ref.place);
    if (uids === undefined) places.set(ref.place, new Set([uid]));
    else uids.add(uid);
  }
  return places;
}

function unlessMissing(error: unknown): undefined {
  if (isError(error) && error.name === 'NotFoundError') return undefined;
  throw error;
}

interface Remembered<T> {
  readonly value: Promise<T>;
  readonly at: number;
}

function fresh<T>(
  known: Remembered<T> | undefined,
  { clock, maxAgeMs, read }: { clock: Clock; maxAgeMs: number; read: () => Promise<T> },
): Remembered<T> {
  const now = clock.now();
  return known !== undefined && known.at + maxAgeMs >= now ? known : { value: read(), at: now };
}
