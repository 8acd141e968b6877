import type { ClustersApi, LogsRequest } from '@kubemate/plugin-clusters-common';
import type { LogBuffer } from '@kubemate/ui';
import { mayRecover } from '@kubemate/ui';
import { sourceOf } from './logSources';

export interface LogState {
  readonly state: 'waiting' | 'streaming' | 'ended' | 'failed';
  /** The connection broke and is being reopened; lines so far stay. */
  readonly reconnecting: boolean;
  readonly problems: readonly {
    readonly key: string;
    readonly source: string;
    readonly reason: string;
  }[];
  readonly sources: number;
  readonly error?: unknown;
}

export interface LogFeedOptions {
  readonly client: Pick<ClustersApi, 'streamLogs'>;
  readonly request: LogsRequest;
  readonly buffer: LogBuffer;
}

const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30_000;
const MAX_PROBLEMS = 20;

/** Follows one log request into a buffer, and takes it up again where the connection breaks. */
export class LogFeed {
  readonly #options: LogFeedOptions;
  readonly #listeners = new Set<() => void>();
  readonly #sources = new Set<string>();
  readonly #stream = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: LogState = { state: 'waiting', reconnecting: false, problems: [], sources: 0 };
  #newest = 0;
  #attempts = 0;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  readonly snapshot = (): LogState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open(): void {
    void this.#follow();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stream.abort();
  }

  async #follow(): Promise<void> {
    const { client, request } = this.#options;
    const { signal } = this.#stream;
    // Lines of the same second may come twice after a break; those already here are skipped by their time.
    const seen = this.#newest;
    const again =
      seen === 0 ? {} : { sinceSeconds: Math.max(1, Math.ceil((Date.now() - seen) / 1000)) };
    try {
      for await (const event of client.streamLogs({ ...request, ...again }, { signal })) {
        this.#attempts = 0;
        if (event.type === 'lines') {
          this.#append(event.lines.filter(line => (line.at ?? Infinity) > seen));
        } else if (event.type === 'problem') {
          this.#problem(event);
        } else {
          this.#update({ state: 'ended', reconnecting: false });
          return;
        }
      }
      if (signal.aborted) return;
      if (request.follow === false) this.#update({ state: 'ended', reconnecting: false });
      else this.#retry(undefined);
    } catch (error) {
      if (signal.aborted) return;
      if (mayRecover(error)) this.#retry(error);
      else this.#update({ state: 'failed', reconnecting: false, error });
    }
  }

  #append(lines: readonly { pod: string; container: string; at?: number; text: string }[]): void {
    this.#options.buffer.append(
      lines.map(line => {
        const source = sourceOf(line);
        this.#sources.add(source);
        if (line.at !== undefined) this.#newest = Math.max(this.#newest, line.at);
        return { source, at: line.at, text: line.text };
      }),
    );
    const { state, reconnecting, sources } = this.#state;
    if (state !== 'streaming' || reconnecting || sources !== this.#sources.size)
      this.#update({ state: 'streaming', reconnecting: false, sources: this.#sources.size });
  }

  #problem({ pod, container, reason }: { pod: string; container?: string; reason: string }): void {
    const source = container === undefined ? pod : `${pod}/${container}`;
    const key = `${source}: ${reason}`;
    const { problems } = this.#state;
    if (problems.some(problem => problem.key === key)) return;
    this.#update({ problems: [...problems, { key, source, reason }].slice(-MAX_PROBLEMS) });
  }

  #retry(error: unknown): void {
    const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#update({ reconnecting: true, error });
    this.#timer = setTimeout(() => void this.#follow(), wait);
  }

  #update(change: Partial<LogState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
