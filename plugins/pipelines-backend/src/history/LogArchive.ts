import { createHash } from 'node:crypto';
import { isError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { Clock, LogEvent } from '@kubemate/kube-node';
import type { ObjectStore } from '@kubemate/storage-node';
import { z } from 'zod';
import { LogTail } from './LogTail';
import type { KeptLine } from './LogTail';
import type { KeptLog, RunKey, RunStore } from './RunStore';

const lineSchema = z.object({ step: z.string(), at: z.number().optional(), text: z.string() });

/** Why a log cannot be had now nor later, by the name of the error. */
const LASTING: Readonly<Record<string, string>> = {
  NotFoundError: 'the pod was gone before its log could be copied',
  NotAllowedError: 'the portal itself may not read logs of pods there',
};

/** The log of one task, to be copied. */
export interface LogCopy extends RunKey {
  readonly taskRun: string;
  readonly events: AsyncIterable<LogEvent>;
  /** The step that a container's lines belong to; undefined for what is no step. */
  stepOf(container: string): string | undefined;
  /** Keeps what there is, with what hindered the rest; else that is thrown. */
  readonly isLastAttempt: boolean;
}

/** Logs of tasks in the object store, one object for each task, a JSON object in each line; the run store says where. */
export class LogArchive {
  readonly #objects: ObjectStore;
  readonly #store: Pick<RunStore, 'keepLog' | 'logsOf'>;
  readonly #clock: Clock;
  readonly #maxBytes: number;

  constructor(options: {
    objects: ObjectStore;
    store: Pick<RunStore, 'keepLog' | 'logsOf'>;
    clock: Clock;
    /** Of one task; its end is kept. */
    maxBytes: number;
  }) {
    this.#objects = options.objects;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#maxBytes = options.maxBytes;
  }

  /**
   * Copies a log whole or, where it is too long, its end. It counts as kept only once it is in the object store. A pod that is gone has none,
   * which is kept too: nobody has to look again.
   * @throws ServiceUnavailableError where it may be had later
   */
  async copy({ place, uid, taskRun, events, stepOf, isLastAttempt }: LogCopy): Promise<void> {
    const tail = new LogTail(this.#maxBytes);
    const problems: string[] = [];
    let isFinal = isLastAttempt;
    try {
      for await (const event of events) {
        const container = event.type === 'line' ? event.line.container : event.container;
        const step = container === undefined ? undefined : stepOf(container);
        if (event.type === 'problem') {
          if (step !== undefined || container === undefined)
            problems.push(step === undefined ? event.reason : `${step}: ${event.reason}`);
        } else if (step !== undefined)
          tail.push({ step, at: event.line.at, text: event.line.text });
      }
    } catch (error) {
      const reason = isError(error) ? LASTING[error.name] : undefined;
      if (reason === undefined) throw error;
      problems.push(reason);
      isFinal = true;
    }
    if (problems.length > 0 && !isFinal) throw new ServiceUnavailableError(problems.join('; '));
    const bytes = tail.bytes();
    const key = bytes.length === 0 ? undefined : keyOf({ place, uid, taskRun });
    if (key !== undefined) await this.#objects.put(key, bytes);
    await this.#store.keepLog({
      ...{ place, uid, taskRun, key },
      bytes: bytes.length,
      linesLeftOut: tail.leftOut,
      problem: problems.length === 0 ? undefined : problems.join('; ').slice(0, 2000),
      keptAt: this.#clock.now(),
    });
  }

  /** @throws NotFoundError where none was kept */
  async read(run: RunKey, taskRun: string): Promise<{ log: KeptLog; lines: readonly KeptLine[] }> {
    const log = (await this.#store.logsOf(run)).find(each => each.taskRun === taskRun);
    if (log === undefined) throw new NotFoundError('No log of this task was kept');
    if (log.key === undefined) return { log, lines: [] };
    const bytes = await this.#objects.get(log.key);
    if (bytes === undefined) throw new NotFoundError('The log of this task was deleted');
    const lines = Buffer.from(bytes).toString('utf8').split('\n');
    return { log, lines: lines.filter(Boolean).map(line => lineSchema.parse(JSON.parse(line))) };
  }

  /** Deletes the logs of runs that are to be forgotten. */
  async delete(runs: readonly RunKey[]): Promise<void> {
    for (const run of runs)
      for (const { key } of await this.#store.logsOf(run))
        if (key !== undefined) await this.#objects.delete(key);
  }
}

/** Names of clusters and runs are not what every object store takes for a key. */
function keyOf({ place, uid, taskRun }: RunKey & { taskRun: string }): string {
  return ['pipeline-logs', digest(place), digest(uid), digest(taskRun)].join('/');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
