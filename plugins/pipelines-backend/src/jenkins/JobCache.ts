import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { isDeepStrictEqual } from 'node:util';
import { jobPath } from './JenkinsClient';
import type { JenkinsClient } from './JenkinsClient';
import { buildsSchema, queueSchema, rootSchema } from './jenkinsSchemas';
import type { JenkinsBuild, JenkinsItem, JenkinsQueueItem } from './jenkinsSchemas';
import { BUILD_TREE, QUEUE_ITEM_TREE } from './readBuild';

/** Folders in folders, as deep as they are looked into. */
const DEPTH = 8;
const MAX_JOBS = 5000;
/** Jobs whose requests wait for a connection together. */
const AT_ONCE = 20;
const ITEM_FIELDS = '_class,name,fullName,description,buildable,nextBuildNumber';
const ITEM_TREE = Array.from({ length: DEPTH }).reduce<string>(
  (inner, _, at) => `jobs[${ITEM_FIELDS}${at === 0 ? '' : `,${inner}`}]`,
  '',
);
/** Builds are deleted without a trace; after so long all of a job's are read again. */
const FULL_MS = 10 * 60_000;

/** A job, with its newest builds by number. */
export interface CachedJob {
  readonly item: JenkinsItem;
  /** Whether it is a branch of a multibranch project. */
  readonly isBranch: boolean;
  readonly builds: ReadonlyMap<number, JenkinsBuild>;
  /** Why its builds could not be read. */
  readonly failure?: string;
}

interface Entry extends CachedJob {
  readonly readAt: number;
}

/**
 * Jobs, builds and the queue of an instance, read with few and small requests: one for all jobs, one for the queue, and one for each job where a build has begun or
 * goes on. A build that has ended is not read again before its job is read as a whole.
 */
export class JobCache {
  readonly #client: JenkinsClient;
  readonly #keep: number;
  #jobs: ReadonlyMap<string, Entry> = new Map();
  #queue: readonly JenkinsQueueItem[] = [];

  constructor({ client, keep }: { client: JenkinsClient; keep: number }) {
    this.#client = client;
    this.#keep = keep;
  }

  get jobs(): ReadonlyMap<string, CachedJob> {
    return this.#jobs;
  }

  get queue(): readonly JenkinsQueueItem[] {
    return this.#queue;
  }

  /** Whether anything is under way. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || [...this.#jobs.values()].some(job => firstOpen(job) > 0);
  }

  forget(fullName: string, number: number): void {
    const job = this.#jobs.get(fullName);
    if (job === undefined) return;
    const builds = new Map([...job.builds].filter(([each]) => each !== number));
    this.#jobs = new Map(this.#jobs).set(fullName, { ...job, builds });
  }

  /** Reads what may have changed. @returns whether anything has */
  async refresh(now: number, signal: AbortSignal): Promise<boolean> {
    const [{ jobs: roots }, { items }] = await Promise.all([
      this.#client.json('/api/json', rootSchema, { tree: ITEM_TREE, signal }),
      this.#client.json('/queue/api/json', queueSchema, {
        tree: `items[${QUEUE_ITEM_TREE}]`,
        signal,
      }),
    ]);
    const found = flatten(roots).slice(0, MAX_JOBS);
    const entries: (readonly [string, Entry])[] = [];
    for (let start = 0; start < found.length; start += AT_ONCE) {
      const some = found.slice(start, start + AT_ONCE).map(async ({ item, isBranch }) => {
        const known = this.#jobs.get(item.fullName);
        const builds = await this.#buildsOf(item, { known, now, signal });
        return [item.fullName, { item, isBranch, ...builds }] as const;
      });
      entries.push(...(await Promise.all(some)));
    }
    const jobs = new Map(entries);
    const hasChanged =
      !isDeepStrictEqual(items, this.#queue) ||
      jobs.size !== this.#jobs.size ||
      entries.some(([name, entry]) => isChanged(this.#jobs.get(name), entry));
    this.#jobs = jobs;
    this.#queue = items;
    return hasChanged;
  }

  async #buildsOf(
    item: JenkinsItem,
    { known, now, signal }: { known?: Entry; now: number; signal: AbortSignal },
  ): Promise<Pick<Entry, 'builds' | 'failure' | 'readAt'>> {
    const { nextBuildNumber = 1, fullName } = item;
    const isFull =
      known === undefined || now - known.readAt > FULL_MS || known.failure !== undefined;
    const open = known === undefined ? 0 : firstOpen(known);
    const isNew = nextBuildNumber !== known?.item.nextBuildNumber;
    if (!isFull && !isNew && open === 0) return known;
    const oldest = Math.min(open || nextBuildNumber, known?.item.nextBuildNumber ?? 1);
    const count = isFull ? this.#keep : Math.min(this.#keep, nextBuildNumber - oldest + 1);
    if (nextBuildNumber === 1 && isFull) return { builds: new Map(), readAt: now };
    try {
      const { allBuilds } = await this.#client.json(`${jobPath(fullName)}/api/json`, buildsSchema, {
        tree: `allBuilds[${BUILD_TREE}]{0,${count}}`,
        signal,
      });
      const kept = isFull ? [] : [...(known?.builds.values() ?? [])];
      const all = new Map([...kept, ...allBuilds].map(build => [build.number, build]));
      const newest = [...all].sort(([a], [b]) => b - a).slice(0, this.#keep);
      return { builds: new Map(newest), readAt: isFull ? now : (known?.readAt ?? now) };
    } catch (error) {
      // Between the two requests a job may go, or be one whose builds the account may not see.
      if (error instanceof NotFoundError || error instanceof NotAllowedError)
        return { builds: known?.builds ?? new Map(), readAt: now, failure: error.message };
      throw error;
    }
  }
}

function isChanged(before: Entry | undefined, after: Entry): boolean {
  return before?.builds !== after.builds && !isDeepStrictEqual(before?.builds, after.builds);
}

/** The number of the oldest build that goes on; 0 where none does. */
function firstOpen({ builds }: CachedJob): number {
  const open = [...builds.values()].filter(({ building }) => building).map(({ number }) => number);
  return open.length === 0 ? 0 : Math.min(...open);
}

/** Jobs that can be built; folders are looked into. */
function flatten(
  items: readonly JenkinsItem[],
  parent?: JenkinsItem,
): readonly { readonly item: JenkinsItem; readonly isBranch: boolean }[] {
  const isBranch = parent !== undefined && /MultiBranch/i.test(parent._class);
  return items.flatMap(item =>
    item.jobs === undefined ? [{ item, isBranch }] : flatten(item.jobs, item),
  );
}
