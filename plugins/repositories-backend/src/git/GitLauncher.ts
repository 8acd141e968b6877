import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A run of git from its arguments to its end. */
export interface LaunchedCall {
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  /** Of the output; git is ended where there is more. */
  readonly maxBytes: number;
  /** Ends git. */
  readonly signal: AbortSignal;
}

export interface LaunchedAnswer {
  /** `null` where git was ended by a signal. */
  readonly code: number | null;
  readonly output: Buffer;
  /** The beginning of what it wrote to its standard error. */
  readonly said: string;
  readonly isCut: boolean;
  /** Why it could not be started. */
  readonly problem?: { readonly code?: string; readonly message: string };
}

type Settle = {
  resolve(answer: LaunchedAnswer): void;
  reject(error: Error): void;
};

/** A process that starts git, and who waits for it. */
interface Starter {
  readonly child: ChildProcess;
  readonly waiting: Map<number, Settle>;
}

/** A process that nobody has used for so long is ended; the next call starts another. */
const IDLE_MS = 60_000;

/**
 * Starts git from a small process beside the portal. To start a process is to copy the tables of all memory that the starting one has: in a portal of a gigabyte every
 * request waits for tens of milliseconds each time, in a process of 40 MB for two.
 */
export class GitLauncher {
  readonly #idleMs: number;
  #starter: Starter | undefined;
  #idle: NodeJS.Timeout | undefined;
  #count = 0;

  constructor({ idleMs = IDLE_MS }: { idleMs?: number } = {}) {
    this.#idleMs = idleMs;
  }

  /** The process that starts git, while there is one. */
  get pid(): number | undefined {
    return this.#starter?.child.pid;
  }

  /** @throws ServiceUnavailableError where the process that starts git ends meanwhile */
  async run({ signal, ...call }: LaunchedCall): Promise<LaunchedAnswer> {
    signal.throwIfAborted();
    const starter = this.#started();
    const { child, waiting } = starter;
    this.#count += 1;
    const id = this.#count;
    const kill = () => child.connected && child.send({ kill: id });
    signal.addEventListener('abort', kill, { once: true });
    try {
      return await new Promise<LaunchedAnswer>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id, ...call }, error => {
          if (error) reject(gone(error));
        });
      });
    } finally {
      signal.removeEventListener('abort', kill);
      waiting.delete(id);
      if (waiting.size === 0) this.#rest(starter);
    }
  }

  /** Ends the process, unless somebody waits for it, and resolves when it is gone. A later call starts another. */
  async close(): Promise<void> {
    const starter = this.#starter;
    if (starter === undefined || starter.waiting.size > 0) return;
    const { child } = starter;
    const hasExited = child.exitCode !== null || child.signalCode !== null;
    const exited = hasExited ? undefined : once(child, 'exit');
    this.#end(starter);
    await exited;
  }

  #started(): Starter {
    clearTimeout(this.#idle);
    const starter = this.#starter?.child.connected ? this.#starter : start();
    if (starter !== this.#starter)
      starter.child.once('disconnect', () => {
        if (this.#starter === starter) this.#starter = undefined;
      });
    this.#starter = starter;
    // A portal that stops does not wait for it, but for what it runs.
    starter.child.channel?.ref();
    return starter;
  }

  #rest(starter: Starter): void {
    starter.child.channel?.unref();
    if (this.#starter !== starter) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#end(starter), this.#idleMs);
    this.#idle.unref();
  }

  #end(starter: Starter): void {
    clearTimeout(this.#idle);
    if (this.#starter === starter) this.#starter = undefined;
    if (starter.child.connected) starter.child.disconnect();
  }
}

function start(): Starter {
  const file = resolvePackagePath(
    '@kubemate/plugin-repositories-backend',
    'launcher/gitLauncher.cjs',
  );
  const child = fork(file, {
    ...{ env: {}, execArgv: [], serialization: 'advanced' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  const waiting = new Map<number, Settle>();
  child.on('message', ({ id, ...answer }: LaunchedAnswer & { id: number }) =>
    waiting.get(id)?.resolve(answer),
  );
  const lost = (error?: Error) => {
    for (const { reject } of waiting.values()) reject(gone(error));
  };
  child.once('error', lost);
  child.once('disconnect', () => lost());
  return { child, waiting };
}

function gone(cause?: Error): ServiceUnavailableError {
  return new ServiceUnavailableError('The process that starts git has ended', cause);
}
