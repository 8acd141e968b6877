import type { LoggerService } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import { methodOf } from '@kubemate/http-common';
import type { HttpMethod, JsonRoute, Route, StreamRoute } from '@kubemate/http-common';
import type { Clock } from '@kubemate/kube-node';
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { Caller } from './Caller';
import { readJsonBody } from './jsonBodyRouter';
import { parseBody, parseNamed, parseQuery } from './parseRequest';
import { noteRoute } from './requestTrail/routeNotes';
import { sendEventStream } from './sendEventStream';
import { sourceOf } from './sourceOf';
import type { RequestSource } from './sourceOf';
import { toErrorBody } from './toErrorBody';

/** The longest delay of a timer. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** An answer as a handler gives it: the contract's type, which the handler's caller will not change. */
type Readonlyable<T> = T extends readonly (infer I)[]
  ? readonly Readonlyable<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Readonlyable<T[K]> }
    : T;

/** A parsed request, and who made it. */
export interface RouteRequest<R extends Route> extends Caller {
  readonly query: z.output<R['query']>;
  /** Empty where the route has none. */
  readonly params: Parsed<R, 'params'>;
  readonly headers: Parsed<R, 'headers'>;
  readonly body: Parsed<R, 'body'>;
  /** Where the request came from, for the record. Nothing is decided by it: a client can say what it likes. */
  readonly source: RequestSource;
  /** Aborts when the client is gone, its credentials have expired, or the server shuts down. */
  readonly signal: AbortSignal;
}

type Parsed<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

export interface RouteTableOptions {
  readonly router: Router;
  readonly callerOf: (request: Request) => Promise<Caller>;
  readonly logger: LoggerService;
  readonly clock: Clock;
  /** Aborts when the server shuts down; streams end then, so that it need not wait for them. */
  readonly shutdown: AbortSignal;
}

/** Mounts routes of the contract: authenticates, parses every part of the request, answers what the handler gives. */
export class RouteTable {
  readonly #options: RouteTableOptions;
  readonly #mounted: Route[] = [];

  constructor(options: RouteTableOptions) {
    this.#options = options;
  }

  /** Every route mounted so far, for tests that must see them all. */
  get mounted(): readonly Route[] {
    return this.#mounted;
  }

  /** The handler's error becomes the answer; see `@backstage/errors` for which status. */
  json<R extends JsonRoute>(
    route: R,
    handle: (request: RouteRequest<R>) => Promise<Readonlyable<z.output<R['response']>>>,
  ): void {
    this.#mount(route, async (request, response) => {
      const { caller, parts } = await this.#enter(route, request, response);
      const { signal } = endOf(response, this.#options.shutdown);
      const source = sourceOf(request);
      const answer = await handle({ ...caller, ...parts, source, signal });
      response.set('Cache-Control', 'no-store').json(answer);
    });
  }

  /** The handler yields each event as JSON text, serialised once however many viewers share it. */
  stream<R extends StreamRoute>(
    route: R,
    handle: (request: RouteRequest<R>) => AsyncIterable<string>,
  ): void {
    const { clock, logger, shutdown } = this.#options;
    this.#mount(route, async (request, response) => {
      const { caller, parts } = await this.#enter(route, request, response);
      const ending = endOf(response, shutdown);
      endAt(caller.expiresAt, { ending, clock });
      const { signal } = ending;
      await sendEventStream({
        response,
        source: handle({ ...caller, ...parts, source: sourceOf(request), signal }),
        signal,
        clock,
        describeError: error => toErrorBody(error, logger),
      });
    });
  }

  /** Who asks, and for what; what is known is noted for the record of requests as soon as it is. */
  async #enter<R extends Route>(route: R, request: Request, response: Response) {
    noteRoute(response, { route: `${methodOf(route)} ${route.path}` });
    const caller = await this.#options.callerOf(request);
    noteRoute(response, { actor: caller.viewer.userEntityRef });
    const parts = await parseParts(route, { request, response });
    noteRoute(response, { query: parts.query });
    return { caller, parts };
  }

  #mount(route: Route, handle: (request: Request, response: Response) => Promise<void>) {
    this.#mounted.push(route);
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    this.#options.router[mountOf(route)](path, handle);
  }
}

const MOUNTS = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<HttpMethod, string>;

function mountOf(route: Route) {
  return MOUNTS[methodOf(route)];
}

/** Everything a handler may read of a request; nothing reaches it unparsed. */
async function parseParts<R extends Route>(
  route: R,
  { request, response }: { request: Request; response: Response },
): Promise<Pick<RouteRequest<R>, 'query' | 'params' | 'headers' | 'body'>> {
  const parts: Record<'query' | 'params' | 'headers' | 'body', unknown> = {
    query: parseQuery(route.query, searchOf(request)),
    params: route.params && parseNamed(route.params, request.params, 'path parameter'),
    headers: undefined,
    body: undefined,
  };
  if ('headers' in route && route.headers) {
    const given = Object.keys(route.headers.shape).map(name => [name, request.headers[name]]);
    parts.headers = parseNamed(
      route.headers,
      Object.fromEntries(given.filter(([, value]) => value !== undefined)),
      'header',
    );
  }
  if ('body' in route && route.body)
    parts.body = parseBody(route.body, await readJsonBody(request, response));
  // Each part was made by the schema that its type is inferred from.
  return parts as Pick<RouteRequest<R>, 'query' | 'params' | 'headers' | 'body'>;
}

function searchOf(request: Request): string {
  const start = request.url.indexOf('?');
  return start < 0 ? '' : request.url.slice(start);
}

/** Aborts when the response is over, or the server shuts down before. */
function endOf(response: Response, shutdown: AbortSignal): AbortController {
  const ending = new AbortController();
  const abort = () => ending.abort();
  shutdown.addEventListener('abort', abort);
  if (shutdown.aborted) abort();
  response.once('close', () => {
    shutdown.removeEventListener('abort', abort);
    abort();
  });
  return ending;
}

/** A stream must not outlive the token it was opened with: the client signs in anew and opens another. */
function endAt(
  expiresAt: Date | undefined,
  { ending, clock }: { ending: AbortController; clock: Clock },
) {
  if (expiresAt === undefined) return;
  const delayMs = Math.min(Math.max(expiresAt.getTime() - clock.now(), 0), MAX_DELAY_MS);
  const cancel = clock.after(delayMs, () =>
    ending.abort(new AuthenticationError('The token of this stream has expired')),
  );
  ending.signal.addEventListener('abort', cancel);
}
