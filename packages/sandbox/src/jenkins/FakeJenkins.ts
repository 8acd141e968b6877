import type { Clock } from '../Clock';
import type { Cause, JobPlan, StageGroup, Values } from './plans';
import { timelineOf } from './timeline';
import type { Answer, Timeline } from './timeline';

const QUIET_MS = 3_000;
/** As long as Jenkins remembers what has left its queue. */
const LEFT_MS = 5 * 60_000;
const KEPT_BUILDS = 60;
const EXECUTORS = 6;

export interface FakeBuild {
  readonly job: JobPlan;
  readonly number: number;
  readonly queueId: number;
  readonly startedAt: number;
  readonly cause: Cause;
  readonly values: Values;
  readonly commit?: string;
  readonly stages: readonly StageGroup[];
  readonly answers: Map<string, Answer>;
  abortedAt?: number;
}

export interface QueueItem {
  readonly id: number;
  readonly job: JobPlan;
  readonly since: number;
  readonly cause: Cause;
  readonly values: Values;
  readonly commit?: string;
  leftAt?: number;
  isCancelled?: boolean;
  build?: FakeBuild;
}

export interface PastBuild {
  readonly at: number;
  readonly cause: Cause;
  readonly values?: Values;
  readonly commit?: string;
  /** How its inputs were answered; those of what runs now stay open. */
  readonly answers?: readonly (Answer & { readonly id: string })[];
  readonly abortedAt?: number;
}

/** What happens by itself: asked for again and again with the time since the last look. */
export type Activity = (span: { readonly from: number; readonly to: number }) => readonly {
  readonly fullName: string;
  readonly build: PastBuild;
}[];

/**
 * A stand-in for a Jenkins controller: jobs, a queue, builds whose state follows from the time. It runs nothing. For tests and for the sandbox only.
 */
export class FakeJenkins {
  readonly #clock: Clock;
  readonly #quietMs: number;
  readonly #activity: Activity;
  readonly #jobs: Map<string, JobPlan>;
  readonly #builds = new Map<string, FakeBuild[]>();
  readonly #numbers = new Map<string, number>();
  #queue: QueueItem[] = [];
  #nextQueueId = 100;
  #seenUntil: number;

  constructor(options: {
    clock: Clock;
    jobs: readonly JobPlan[];
    activity?: Activity;
    /** How long a build waits in the queue at least. */
    quietMs?: number;
  }) {
    this.#quietMs = options.quietMs ?? QUIET_MS;
    this.#clock = options.clock;
    this.#activity = options.activity ?? (() => []);
    this.#jobs = new Map(options.jobs.map(job => [job.fullName, job]));
    this.#seenUntil = options.clock.now();
  }

  now(): number {
    return this.#clock.now();
  }

  /** Lets happen what fell due since the last look. */
  settle(): void {
    const now = this.now();
    const span = { from: this.#seenUntil, to: now };
    this.#seenUntil = now;
    for (const { fullName, build } of this.#activity(span)) this.addBuild(fullName, build);
    let running = [...this.#builds.values()]
      .flat()
      .filter(build => this.timeline(build).end === undefined).length;
    for (const item of this.#queue) {
      if (item.leftAt !== undefined || item.since + this.#quietMs > now || running >= EXECUTORS)
        continue;
      running += 1;
      item.leftAt = item.since + this.#quietMs;
      const { job, values, commit, cause } = item;
      item.build = this.#make(job, { at: item.leftAt, cause, values, commit }, item.id);
    }
    this.#queue = this.#queue.filter(
      ({ leftAt }) => leftAt === undefined || leftAt + LEFT_MS > now,
    );
  }

  jobs(): readonly JobPlan[] {
    return [...this.#jobs.values()];
  }

  job(fullName: string): JobPlan | undefined {
    return this.#jobs.get(fullName);
  }

  /** As by `createItem`. */
  addJob(job: JobPlan): void {
    this.#jobs.set(job.fullName, job);
  }

  /** With all below it and their builds. */
  removeJob(fullName: string): void {
    for (const name of [...this.#jobs.keys()])
      if (name === fullName || name.startsWith(`${fullName}/`)) {
        this.#jobs.delete(name);
        this.#builds.delete(name);
      }
    this.#queue = this.#queue.filter(({ job }) => this.#jobs.has(job.fullName));
  }

  /** Newest first. */
  builds(fullName: string): readonly FakeBuild[] {
    return this.#builds.get(fullName) ?? [];
  }

  queue(): readonly QueueItem[] {
    return this.#queue;
  }

  nextNumber(fullName: string): number {
    return (this.#numbers.get(fullName) ?? 0) + 1;
  }

  timeline(build: FakeBuild): Timeline {
    return timelineOf(build, this.now());
  }

  /** Puts a build into the queue; one that waits there already with the same values is it. */
  enqueue(job: JobPlan, { cause, values }: { cause: Cause; values: Values }) {
    const same = this.#queue.find(
      item =>
        item.job === job &&
        item.leftAt === undefined &&
        JSON.stringify(item.values) === JSON.stringify(values),
    );
    if (same) return { item: same, isNew: false };
    const commit = this.builds(job.fullName)[0]?.commit;
    const item: QueueItem = { id: this.#takeId(), job, since: this.now(), cause, values, commit };
    this.#queue.push(item);
    return { item, isNew: true };
  }

  cancelItem(item: QueueItem): void {
    item.leftAt = this.now();
    item.isCancelled = true;
  }

  abort(build: FakeBuild): void {
    if (this.timeline(build).end === undefined) build.abortedAt ??= this.now();
  }

  delete({ job, number }: FakeBuild): void {
    const rest = this.builds(job.fullName).filter(build => build.number !== number);
    this.#builds.set(job.fullName, [...rest]);
  }

  /** One that began at a time of its own, without the queue. */
  addBuild(fullName: string, past: PastBuild): FakeBuild {
    const job = this.#jobs.get(fullName);
    if (job === undefined) throw new Error(`There is no job ${fullName}`);
    return this.#make(job, past, this.#takeId());
  }

  #make(job: JobPlan, past: PastBuild, queueId: number): FakeBuild {
    const number = this.nextNumber(job.fullName);
    this.#numbers.set(job.fullName, number);
    const { at, cause, commit, values = {}, answers = [], abortedAt } = past;
    const build: FakeBuild = {
      ...{ job, number, queueId, cause, values, commit, abortedAt },
      startedAt: at,
      stages: job.script?.({ number, values, commit }) ?? [],
      answers: new Map(answers.map(({ id, ...answer }) => [id, answer])),
    };
    const kept = [build, ...this.builds(job.fullName)].slice(0, KEPT_BUILDS);
    this.#builds.set(job.fullName, kept);
    return build;
  }

  #takeId(): number {
    this.#nextQueueId += 1;
    return this.#nextQueueId;
  }
}
