import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What every route says of itself. */
interface RouteBase {
  /** Under the plugin's `/api/<id>`, with parameters as OpenAPI writes them: `/tenants/{name}`. */
  readonly path: `/${string}`;
  /** One line for the generated documentation. */
  readonly summary: string;
  /** Each parameter of the path; without any where absent. */
  readonly params?: z.ZodObject;
  readonly query: z.ZodObject;
}

/** A route that answers one JSON document. */
export interface JsonRoute extends RouteBase {
  /** `GET` where absent. */
  readonly method?: HttpMethod;
  /** Request headers that the route reads, in lower case. Others are ignored. */
  readonly headers?: z.ZodObject;
  /** The JSON body; a route without one refuses bodies. */
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
}

/** A `GET` route that answers a stream of server-sent events, each with one JSON document as its data. */
export interface StreamRoute extends RouteBase {
  readonly event: z.ZodType;
}

export type Route = JsonRoute | StreamRoute;

export function methodOf(route: Route): HttpMethod {
  return 'event' in route ? 'GET' : (route.method ?? 'GET');
}
