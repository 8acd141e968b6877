import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { Semaphore } from './Semaphore';

export interface UpstreamOptions {
  /** As it stands in errors: `Jenkins ci`. */
  readonly name: string;
  /** Without a slash at its end; may have a path. */
  readonly url: string;
  /** Sent with every request: the credential. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests at a time. */
  readonly concurrency: number;
  /** For one request, until the last byte of its answer. */
  readonly timeoutMs?: number;
  /** Of one answer. */
  readonly maxBytes?: number;
}

export interface UpstreamRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with a slash; below the upstream's own address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly text: string };
  readonly signal?: AbortSignal;
  /** Reads so many bytes, up to the end of a line, and leaves the rest: for texts that are read piece by piece. */
  readonly cutAt?: number;
  /** `latin1` gives a character for each byte, for what has to be put together before it is text; UTF-8 where absent. */
  readonly encoding?: 'utf8' | 'latin1';
}

/** An answer, whatever its status. */
export interface UpstreamResponse {
  readonly status: number;
  /** By lower-case name; the first of several. */
  header(name: string): string | undefined;
  readonly cookies: readonly string[];
  readonly text: string;
  /** There is more than was read, see {@link UpstreamRequest.cutAt}. */
  readonly isCut: boolean;
}

const TIMEOUT_MS = 20_000;
const CONNECT_MS = 5_000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_WAITING = 500;

/** One HTTP system that the portal asks, within bounds: see the package's README. */
export class Upstream {
  readonly name: string;
  readonly #options: UpstreamOptions;
  readonly #agent: Agent;
  readonly #turns: Semaphore;
  readonly #closing = new AbortController();

  constructor(options: UpstreamOptions) {
    this.name = options.name;
    this.#options = options;
    this.#agent = new Agent({ connect: { timeout: CONNECT_MS }, pipelining: 1 });
    this.#turns = new Semaphore({
      permits: options.concurrency,
      waiting: MAX_WAITING,
      name: options.name,
    });
  }

  /**
   * @throws InputError for a path outside the upstream's address
   * @throws ServiceUnavailableError where no full answer came: not reached, too slow, too long
   * @throws the signal's reason where it aborts
   */
  async send(asked: UpstreamRequest): Promise<UpstreamResponse> {
    const { timeoutMs = TIMEOUT_MS } = this.#options;
    const url = this.#urlOf(asked);
    const ending = AbortSignal.any([this.#closing.signal, ...(asked.signal ? [asked.signal] : [])]);
    return this.#turns.run(async () => {
      const late = AbortSignal.timeout(timeoutMs);
      try {
        return await this.#exchange(url, asked, AbortSignal.any([ending, late]));
      } catch (error) {
        ending.throwIfAborted();
        if (error instanceof ServiceUnavailableError) throw error;
        const why = late.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
        throw new ServiceUnavailableError(`${this.name} could not be reached: ${why}`);
      }
    }, ending);
  }

  async close(): Promise<void> {
    this.#closing.abort(new ServiceUnavailableError(`${this.name} is asked no more`));
    await this.#agent.destroy();
  }

  async #exchange(
    url: URL,
    asked: UpstreamRequest,
    signal: AbortSignal,
  ): Promise<UpstreamResponse> {
    const { method = 'GET', headers, body } = asked;
    const answer = await request(url, {
      method,
      headers: {
        ...this.#options.headers,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': body.type }),
      },
      body: body?.text,
      dispatcher: this.#agent,
      signal,
    });
    const { text, isCut } = await this.#read(answer.body, asked);
    return {
      status: answer.statusCode,
      header: name => [answer.headers[name.toLowerCase()] ?? []].flat()[0],
      cookies: [answer.headers['set-cookie'] ?? []].flat(),
      text,
      isCut,
    };
  }

  #urlOf({ path, query = {} }: UpstreamRequest): URL {
    const base = new URL(this.#options.url);
    const root = base.pathname.replace(/\/$/, '');
    const url = new URL(`${base.origin}${root}${path}`);
    // A path with dots would leave what the configuration has named.
    if (!path.startsWith('/') || url.pathname !== `${root}${path}`)
      throw new InputError(`${this.name} has no path ${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return url;
  }

  async #read(
    body: Dispatcher.ResponseData['body'],
    { cutAt = Infinity, encoding = 'utf8' }: Pick<UpstreamRequest, 'cutAt' | 'encoding'>,
  ) {
    const { maxBytes = MAX_BYTES } = this.#options;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      chunks.push(bytes);
      if (size > cutAt) {
        // Leaving the loop closes the connection.
        const read = Buffer.concat(chunks);
        const end = read.lastIndexOf('\n', cutAt) + 1;
        return { text: read.subarray(0, end || cutAt).toString(encoding), isCut: true };
      }
      if (size > maxBytes)
        throw new ServiceUnavailableError(`${this.name} answered more than ${maxBytes} bytes`);
    }
    return { text: Buffer.concat(chunks).toString(encoding), isCut: false };
  }
}

/** Codes of the network layer; its messages may quote addresses of other systems. */
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' && code !== '' ? code : 'the connection broke';
}
