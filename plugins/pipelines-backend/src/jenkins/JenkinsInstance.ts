import { NotFoundError, ServiceUnavailableError, isError } from '@backstage/errors';
import type { Clock, Viewer } from '@kubemate/kube-node';
import type { Run, RunDetail, RunRef } from '@kubemate/plugin-pipelines-common';
import { Upstream } from '@kubemate/upstream-node';
import type { Following } from '../Engine';
import { BuildReader } from './BuildReader';
import { JenkinsAccess } from './JenkinsAccess';
import { JenkinsClient, jobPath } from './JenkinsClient';
import { parseRunName, placeOf } from './jenkinsNames';
import { queueItemSchema } from './jenkinsSchemas';
import type { JenkinsQueueItem } from './jenkinsSchemas';
import { JobCache } from './JobCache';
import type { CachedJob } from './JobCache';
import { QUEUE_ITEM_TREE, readBuild, readQueueItem } from './readBuild';
import type { Starter } from './readBuild';
import type { JenkinsConfig } from './readJenkinsConfig';
import { Recent } from './Recent';

const CONCURRENCY = 2;
/** An answer this young is taken again for whoever asks once. */
const FRESH_MS = 3_000;
const BUSY_MS = 2_000;
const IDLE_MS = 4_000;
const MAX_IDLE_MS = 30_000;
/** Whoever asks is answered from what is known when a controller is slow. */
const PATIENCE_MS = 3_000;
/** A controller that failed is left alone for so long. */
const FAILED_MS = 10_000;
const STARTERS = 2_000;
/** Builds whose inputs are read at once: each is a request. */
const MAX_WAITING = 50;

export interface InstanceOptions {
  readonly config: JenkinsConfig;
  readonly clock: Clock;
}

/** A run of the instance: a build, or what waits for one. */
export type Located =
  | { readonly job: CachedJob; readonly number: number }
  | { readonly job: CachedJob; readonly item: JenkinsQueueItem };

/** One Jenkins controller: its jobs and builds as they were last read, and a way to hear of changes. */
export class JenkinsInstance {
  readonly name: string;
  readonly config: JenkinsConfig;
  readonly access: JenkinsAccess;
  readonly client: JenkinsClient;
  readonly builds: BuildReader;
  readonly #upstream: Upstream;
  readonly #clock: Clock;
  readonly #cache: JobCache;
  readonly #closing = new AbortController();
  readonly #starters = new Recent<number, Starter>(STARTERS);
  readonly #followers = new Set<() => void>();
  #asOf = 0;
  #triedAt = 0;
  #failure: string | undefined;
  #reading: Promise<void> | undefined;
  #cancelWait: (() => void) | undefined;
  #idleMs = IDLE_MS;

  constructor({ config, clock }: InstanceOptions) {
    const { name, url, username, token } = config;
    const credential = Buffer.from(`${username}:${token}`).toString('base64');
    this.name = name;
    this.config = config;
    this.access = new JenkinsAccess(config);
    this.#clock = clock;
    this.#upstream = new Upstream({
      name: `Jenkins ${name}`,
      url,
      headers: { authorization: `Basic ${credential}` },
      concurrency: CONCURRENCY,
    });
    this.client = new JenkinsClient({ upstream: this.#upstream });
    this.#cache = new JobCache({ client: this.client, keep: config.builds });
    this.builds = new BuildReader({ client: this.client, clock });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelWait?.();
    await this.#upstream.close();
  }

  /** Why the newest look failed. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Epoch milliseconds of what is known; 0 where nothing is. */
  get asOf(): number {
    return this.#asOf;
  }

  /** Reads what may have changed, unless that was tried just now. A failure is kept, not thrown; what is slow is not waited for. */
  async refresh(maxAge = FRESH_MS): Promise<void> {
    const age = this.#clock.now() - this.#triedAt;
    if (age < (this.#failure === undefined ? maxAge : FAILED_MS) && this.#reading === undefined)
      return;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    let cancel = () => {};
    const patience = new Promise<void>(resolve => {
      cancel = this.#clock.after(PATIENCE_MS, resolve);
    });
    await Promise.race([this.#reading, patience]);
    cancel();
  }

  /** Whoever they are for. */
  allJobs(): readonly CachedJob[] {
    return [...this.#cache.jobs.values()];
  }

  /** Jobs that the viewer may see. */
  jobs(viewer: Viewer): readonly CachedJob[] {
    return [...this.#cache.jobs.values()].filter(({ item }) =>
      this.access.mayRead(viewer, item.fullName),
    );
  }

  /** Builds of these jobs, and what waits for them in the queue. */
  runs(jobs: readonly CachedJob[]): Run[] {
    const byName = new Map(jobs.map(job => [job.item.fullName, job]));
    const queued = this.#cache.queue.flatMap(item => {
      const job = byName.get(item.task?.fullName ?? '');
      return job === undefined ? [] : readQueueItem(item, this.#contextOf(job, item.id));
    });
    const builds = jobs.flatMap(job =>
      [...job.builds.values()].map(build => readBuild(build, this.#contextOf(job, build.queueId))),
    );
    return [...queued, ...builds];
  }

  /** @throws NotFoundError where there is none that the viewer may see */
  findJob(at: { folder: string; name: string }, viewer: Viewer): Promise<CachedJob> {
    return this.#findJob(at, () => this.jobs(viewer));
  }

  /** {@link findJob} for what somebody was allowed before, whoever may see it. */
  jobAt(at: { folder: string; name: string }): Promise<CachedJob> {
    return this.#findJob(at, () => [...this.#cache.jobs.values()]);
  }

  async #findJob(
    at: { folder: string; name: string },
    jobs: () => readonly CachedJob[],
  ): Promise<CachedJob> {
    const find = () =>
      jobs().find(each => {
        const { folder, job } = placeOf(each.item.fullName, each);
        return folder === at.folder && job === at.name;
      });
    const known = find();
    if (known !== undefined) return known;
    await this.refresh();
    const found = find();
    if (found !== undefined) return found;
    if (this.#asOf === 0 && this.#failure !== undefined)
      throw new ServiceUnavailableError(this.#failure);
    throw new NotFoundError(`Jenkins ${this.name} has no job ${at.name} in ${at.folder}`);
  }

  /** @throws NotFoundError where there is none that the viewer may see */
  async locate({ folder, name }: RunRef, viewer: Viewer): Promise<Located> {
    const parsed = parseRunName(name);
    if (parsed === undefined) throw new NotFoundError(`Jenkins ${this.name} has no run ${name}`);
    const job = await this.findJob({ folder, name: parsed.job }, viewer);
    if ('number' in parsed) return { job, number: parsed.number };
    const item = await this.client.json(`/queue/item/${parsed.queueId}/api/json`, queueItemSchema, {
      tree: QUEUE_ITEM_TREE,
    });
    // Another job's item has its number by chance, or by trying.
    if (item.task?.fullName !== job.item.fullName)
      throw new NotFoundError(`Jenkins ${this.name} has no run ${name}`);
    if (item.executable) return { job, number: item.executable.number };
    return { job, item };
  }

  /** Builds that wait at an `input` step, or the one of a name, whoever may see them: nobody is shown them before that is judged. */
  async waiting(name?: string) {
    const open = [...this.#cache.jobs.values()].flatMap(job =>
      this.runs([job])
        .filter(({ phase, ref }) => phase === 'waiting' && (name ?? ref.name) === ref.name)
        .map(run => ({ run, fullName: job.item.fullName, at: parseRunName(run.ref.name) })),
    );
    const builds = open.flatMap(({ at, ...build }) =>
      at !== undefined && 'number' in at ? [{ ...build, number: at.number }] : [],
    );
    return Promise.all(
      builds.slice(0, MAX_WAITING).map(async ({ number, ...build }) => ({
        ...build,
        inputs: await this.builds.inputs(build.fullName, number),
      })),
    );
  }

  async detail(ref: RunRef, viewer: Viewer): Promise<RunDetail> {
    const located = await this.locate(ref, viewer);
    const { fullName } = located.job.item;
    if ('item' in located) {
      const run = readQueueItem(located.item, this.#contextOf(located.job, located.item.id));
      return this.builds.waiting(run, located.item);
    }
    const { number } = located;
    try {
      const build = await this.builds.build(fullName, number);
      const run = readBuild(build, this.#contextOf(located.job, build.queueId));
      const detail = await this.builds.detail(run, { build, fullName });
      const { title = this.name, url: own, publicUrl = own } = this.config;
      const url = `${publicUrl}${jobPath(fullName)}/${number}/`;
      const artifacts = detail.artifacts.map(each => ({
        ...each,
        uri: `${url}artifact/${each.uri}`,
      }));
      return { ...detail, artifacts, page: { title, url } };
    } catch (error) {
      if (error instanceof NotFoundError) this.#cache.forget(fullName, number);
      throw error;
    }
  }

  /** Remembers who has put what into the queue; Jenkins knows only the portal's account. */
  noteStarter(queueId: number, starter: Starter): void {
    this.#starters.set(queueId, starter);
    this.nudge();
  }

  /** Something was done: whoever follows hears of it soon. */
  nudge(): void {
    this.#triedAt = 0;
    this.#idleMs = IDLE_MS;
    if (this.#followers.size === 0) return;
    this.#cancelWait?.();
    void this.#look();
  }

  forget(fullName: string, number: number): void {
    this.#cache.forget(fullName, number);
    this.builds.forget(fullName, number);
    this.nudge();
  }

  /** Looks again and again while anybody follows: soon where something goes on, ever more seldom where nothing does. */
  async follow({ signal, onChange }: Following): Promise<void> {
    const { size } = this.#followers;
    this.#followers.add(onChange);
    if (size === 0) void this.#look();
    await new Promise<void>(resolve => {
      const ending = AbortSignal.any([signal, this.#closing.signal]);
      if (ending.aborted) resolve();
      else ending.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#followers.delete(onChange);
    if (this.#followers.size === 0) this.#cancelWait?.();
  }

  async #look(): Promise<void> {
    await this.refresh(BUSY_MS / 2);
    if (this.#followers.size === 0 || this.#closing.signal.aborted) return;
    const isBusy = this.#cache.isBusy && this.#failure === undefined;
    this.#idleMs = isBusy ? IDLE_MS : Math.min(MAX_IDLE_MS, this.#idleMs * 1.5);
    this.#cancelWait?.();
    this.#cancelWait = this.#clock.after(isBusy ? BUSY_MS : this.#idleMs, () => void this.#look());
  }

  async #read(): Promise<void> {
    const before = this.#failure;
    this.#triedAt = this.#clock.now();
    let hasChanged = false;
    try {
      hasChanged = await this.#cache.refresh(this.#clock.now(), this.#closing.signal);
      this.#asOf = this.#clock.now();
      this.#failure = undefined;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#failure = isError(error) ? error.message : String(error);
    }
    if (hasChanged || before !== this.#failure) for (const onChange of this.#followers) onChange();
  }

  #contextOf({ item, isBranch }: CachedJob, queueId?: number) {
    const starter = queueId === undefined ? undefined : this.#starters.get(queueId);
    return { place: this.name, fullName: item.fullName, isBranch, starter };
  }
}
