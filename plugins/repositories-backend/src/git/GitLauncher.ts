import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

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

/** A process that nobody has used for so long is ended; the next call starts another. */
const IDLE_MS = 60_000;

/**
 * Starts git from a small process beside the portal. To start a process is to copy the tables of all memory that the starting one has: in a portal of a gigabyte every
 * request waits for tens of milliseconds each time, in a process of 40 MB for two.
 */
export class GitLauncher {
  readonly #idleMs: number;
  readonly #waiting = new Map<number, Settle>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #count = 0;

  constructor({ idleMs = IDLE_MS }: { idleMs?: number } = {}) {
    this.#idleMs = idleMs;
  }

  /** The process that starts git, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws ServiceUnavailableError where the process that starts git ends meanwhile */
  async run({ signal, ...call }: LaunchedCall): Promise<LaunchedAnswer> {
    signal.throwIfAborted();
    const child = this.#started();
    this.#count += 1;
    const id = this.#count;
    const kill = () => child.connected && child.send({ kill: id });
    signal.addEventListener('abort', kill, { once: true });
    try {
      return await new Promise<LaunchedAnswer>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        child.send({ id, ...call }, error => {
          if (error) reject(gone(error));
        });
      });
    } finally {
      signal.removeEventListener('abort', kill);
      this.#waiting.delete(id);
      this.#rest();
    }
  }

  #started(): ChildProcess {
    clearTimeout(this.#idle);
    // A portal that stops does not wait for it, but for what it runs.
    this.#child?.channel?.ref();
    if (this.#child?.connected) return this.#child;
    const file = resolvePackagePath(
      '@kubemate/plugin-repositories-backend',
      'launcher/gitLauncher.cjs',
    );
    const child = fork(file, {
      ...{ env: {}, execArgv: [], serialization: 'advanced' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.unref();
    child.on('message', ({ id, ...answer }: LaunchedAnswer & { id: number }) =>
      this.#waiting.get(id)?.resolve(answer),
    );
    const lost = (error?: Error) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      for (const { reject } of this.#waiting.values()) reject(gone(error));
    };
    child.once('error', lost);
    child.once('disconnect', () => lost());
    this.#child = child;
    return child;
  }

  #rest(): void {
    if (this.#waiting.size > 0) return;
    const child = this.#child;
    child?.channel?.unref();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#child = undefined;
      if (child?.connected) child.disconnect();
    }, this.#idleMs);
    this.#idle.unref();
  }
}

function gone(cause?: Error): ServiceUnavailableError {
  return new ServiceUnavailableError('The process that starts git has ended', cause);
}
