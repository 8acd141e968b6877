import { ResponseError } from '@backstage/errors';
import type { z } from 'zod';
import { formatQuery } from './formatQuery';
import type { ClientQuery } from './formatQuery';
import { readEventStream } from './readEventStream';
import { methodOf } from './Route';
import type { JsonRoute, Route, StreamRoute } from './Route';

export interface RequestOptions {
  /** Ends the request or the stream; the call then fails with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Backstage token, for a backend that calls on behalf of a user; a browser's `fetch` adds its own. */
  readonly token?: string;
}

/** The parts of a request that its route asks for, and no others. */
export type ClientRequest<R extends Route> = {
  readonly query?: ClientQuery<R['query']>;
} & (R extends { readonly params: infer P extends z.ZodType }
  ? { readonly params: z.input<P> }
  : unknown) &
  (R extends { readonly headers: infer H extends z.ZodType }
    ? { readonly headers?: z.input<H> }
    : unknown) &
  (R extends { readonly body: infer B extends z.ZodType }
    ? { readonly body: z.input<B> }
    : unknown);

export interface RouteClientOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Where the plugin's API is. `plugin://<id>` is found by the browser's `fetchApi`. */
  readonly baseUrl: string | (() => string | Promise<string>);
}

/**
 * Calls the routes of a contract over `fetch`, in the browser and in other backends. Answers are trusted to follow the
 * contract, which the server's own tests hold them to, and are not parsed again.
 *
 * Streams are opened when iterated, do not reconnect, and end when the server closes them in good order.
 *
 * @throws ResponseError with the server's error as its cause
 */
export class RouteClient {
  readonly #options: RouteClientOptions;

  constructor(options: RouteClientOptions) {
    this.#options = options;
  }

  async json<R extends JsonRoute>(
    route: R,
    request: ClientRequest<R>,
    options?: RequestOptions,
  ): Promise<z.output<R['response']>> {
    const response = await this.#send(route, { ...request, accept: 'application/json' }, options);
    return await response.json();
  }

  async *stream<R extends StreamRoute>(
    route: R,
    request: ClientRequest<R>,
    options?: RequestOptions,
  ): AsyncGenerator<z.output<R['event']>, void, undefined> {
    const response = await this.#send(route, { ...request, accept: 'text/event-stream' }, options);
    yield* readEventStream<z.output<R['event']>>(response);
  }

  async #send(route: Route, request: LooseRequest, options?: RequestOptions): Promise<Response> {
    const { params, query = {}, headers, body, accept } = request;
    const base = this.#options.baseUrl;
    const url = typeof base === 'string' ? base : await base();
    const response = await this.#options.fetch(
      `${url}${fillPath(route.path, params)}${formatQuery(query)}`,
      {
        method: methodOf(route),
        headers: {
          accept,
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options?.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: options?.signal,
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

interface LooseRequest {
  readonly params?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly body?: unknown;
  readonly accept: string;
}

function fillPath(path: string, params: object = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(params, name))),
  );
}
