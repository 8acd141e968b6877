import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { Upstream } from '@kubemate/upstream-node';
import type { UpstreamResponse } from '@kubemate/upstream-node';
import { z } from 'zod';

export interface GitHostOptions {
  /** As it stands in errors: `github.com`. */
  readonly name: string;
  /** Of its REST API, without a slash at its end. */
  readonly apiUrl: string;
  /** Which version of the API is asked for, and in which form it answers. */
  readonly headers: Readonly<Record<string, string>>;
  /** The credential of the integration, for a repository's address. */
  readonly credential: (url: string) => Promise<Readonly<Record<string, string>>>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface HostRequest<S extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the API's address, with every part encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** In the place of a body, for what takes no JSON. */
  readonly form?: { readonly type: string; readonly text: string };
  /** Of the answer, where it is one. */
  readonly answer: S;
  /** The repository that it is about: a GitHub App has a credential for each. */
  readonly url: string;
}

/** An answer that says no, for those who know better than the status what it means. */
export class HostRefusal {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

const CONCURRENCY = 4;
const MAX_MESSAGE = 300;
const MAX_KNOWN = 200;
const MAX_KNOWN_BYTES = 64 * 1024;
const MAX_PAGES = 10;
const PER_PAGE = 100;
/** Where a host says only that it is too much. */
const DEFAULT_WAIT_MS = 60_000;
const MAX_WAIT_MS = 3_600_000;

const errorSchema = z.object({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  errors: z.array(z.unknown()).optional(),
});

/** The REST API of one git host. It is left alone for as long as it asks to be, and what has not changed since is not sent twice. */
export class GitHost {
  readonly name: string;
  readonly #options: GitHostOptions;
  readonly #upstream: Upstream;
  readonly #known = new Map<string, { readonly etag: string; readonly text: string }>();
  #closedUntil = 0;

  constructor(options: GitHostOptions) {
    const { name, apiUrl: url } = options;
    this.name = name;
    this.#options = options;
    this.#upstream = new Upstream({ name, url, concurrency: CONCURRENCY });
  }

  /** @throws NotFoundError, NotAllowedError, ConflictError, InputError, ServiceUnavailableError, as the status says */
  async ask<S extends z.ZodType>(asked: HostRequest<S>): Promise<z.output<S>> {
    const answer = await this.try(asked);
    if (answer instanceof HostRefusal) throw this.errorOf(answer);
    return answer;
  }

  /**
   * As {@link ask}, with 4xx handed back.
   * @throws ServiceUnavailableError
   */
  async try<S extends z.ZodType>(asked: HostRequest<S>): Promise<z.output<S> | HostRefusal> {
    const response = await this.#send(asked);
    const { status } = response;
    if (status >= 400 || (status >= 300 && status !== 304))
      return new HostRefusal(status, messageOf(response));
    const parsed = asked.answer.safeParse(jsonOf(response.text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new ServiceUnavailableError(
      `${this.name} answered something else than its API says: ${issue?.path.join('.')} ${issue?.message}`,
    );
  }

  /**
   * A file as it is; undefined for what is no text.
   * @throws as {@link ask}
   */
  async text(asked: Pick<HostRequest<z.ZodType>, 'path' | 'query' | 'url'>) {
    const response = await this.#send({ ...asked, answer: z.string() });
    if (response.status >= 300)
      throw this.errorOf(new HostRefusal(response.status, messageOf(response)));
    // What was no UTF-8 has a mark in its place by now.
    return /[\0\uFFFD]/.test(response.text) ? undefined : response.text;
  }

  /** All pages of a list, or as many as there is any use for. */
  async all<S extends z.ZodType>(
    asked: Omit<HostRequest<S>, 'answer'> & { readonly item: S; readonly sizeKey: string },
  ): Promise<z.output<S>[]> {
    const { item, sizeKey, ...rest } = asked;
    const items: z.output<S>[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const query = { ...rest.query, [sizeKey]: String(PER_PAGE), page: String(page) };
      const found = await this.ask({ ...rest, query, answer: z.array(item) });
      items.push(...found);
      // A host may give smaller pages than it was asked for, so only an empty one is the last for sure; a short first one saves the question.
      if (found.length === 0 || (page === 1 && found.length < PER_PAGE / 4)) break;
    }
    return items;
  }

  /** @param saysConflict - in the host's own words, where its status says less */
  errorOf({ status, message }: HostRefusal, saysConflict?: RegExp): Error {
    const told = `${this.name}: ${message}`;
    if (saysConflict?.test(message)) return new ConflictError(told);
    if (status === 401)
      return new NotAllowedError(`${this.name} refuses the credential of its integration`);
    if (status === 403) return new NotAllowedError(told);
    // A repository that the credential has no rights to is not found, says every one of them.
    if (status === 404) return new NotFoundError(told);
    if (status === 409 || status === 412) return new ConflictError(told);
    if (status < 400) return new NotFoundError(`${this.name}: it has moved elsewhere`);
    return new InputError(told);
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }

  async #send({ method = 'GET', path, query, body, form, url }: HostRequest<z.ZodType>) {
    const { clock, headers, credential } = this.#options;
    const waits = this.#closedUntil - clock.now();
    if (waits > 0)
      throw new ServiceUnavailableError(
        `${this.name} asks to be left alone for ${Math.ceil(waits / 1000)} s more`,
      );
    const key = `${path}?${new URLSearchParams(query)}`;
    const known = method === 'GET' ? this.#known.get(key) : undefined;
    const response = await this.#upstream.send({
      ...{ method, path, query },
      headers: {
        ...headers,
        ...(await this.#credential(credential, url)),
        ...(known === undefined ? {} : { 'if-none-match': known.etag }),
      },
      ...(body === undefined && form === undefined
        ? {}
        : { body: form ?? { type: 'application/json', text: JSON.stringify(body) } }),
    });
    this.#heed(response);
    if (response.status >= 500)
      throw new ServiceUnavailableError(`${this.name} answered ${response.status}`);
    if (known !== undefined && response.status === 304) return { ...response, text: known.text };
    if (method === 'GET' && response.status === 200) this.#keep(key, response);
    return response;
  }

  async #credential(credential: GitHostOptions['credential'], url: string) {
    try {
      return await credential(url);
    } catch {
      // What a provider says may quote its answer, and that a token.
      throw new ServiceUnavailableError(`${this.name} gives its integration no credential now`);
    }
  }

  /** GitHub says 403 or 429, the others 429; `retry-after` is in seconds, the reset in seconds of the epoch. */
  #heed({ status, header }: UpstreamResponse): void {
    const isLimit =
      status === 429 ||
      (status === 403 &&
        (header('retry-after') !== undefined || header('x-ratelimit-remaining') === '0'));
    if (!isLimit) return;
    const now = this.#options.clock.now();
    const after = Number(header('retry-after'));
    const reset = Number(header('x-ratelimit-reset') ?? header('ratelimit-reset'));
    const asked = after > 0 ? after * 1000 : reset > 0 ? reset * 1000 - now : DEFAULT_WAIT_MS;
    const ms = Math.min(MAX_WAIT_MS, Math.max(1000, asked));
    this.#closedUntil = now + ms;
    throw new ServiceUnavailableError(
      `${this.name} has had too many requests, and asks to be left alone for ${Math.ceil(ms / 1000)} s`,
    );
  }

  #keep(key: string, { header, text }: UpstreamResponse): void {
    const etag = header('etag');
    this.#known.delete(key);
    if (etag === undefined || text.length > MAX_KNOWN_BYTES) return;
    this.#known.set(key, { etag, text });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf({ status, text }: UpstreamResponse): string {
  const parsed = errorSchema.safeParse(jsonOf(text));
  if (!parsed.success) return `it answered ${status}`;
  const { message, error, errors = [] } = parsed.data;
  const parts = [message ?? detailOf(error), ...errors.map(detailOf)].filter(
    each => each !== undefined,
  );
  const told = parts
    .map(part => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join('; ');
  return told === '' ? `it answered ${status}` : told.slice(0, MAX_MESSAGE);
}

function detailOf(detail: unknown): unknown {
  const parsed = z.object({ message: z.string() }).safeParse(detail);
  return parsed.success ? parsed.data.message : detail;
}

/** Each part of a path as it stands in an address. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Text of a file that came as base64; undefined where it is none. */
export function textOf(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  return bytes.includes(0) || !Buffer.from(text, 'utf8').equals(bytes) ? undefined : text;
}
