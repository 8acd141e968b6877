export { formatQuery } from './formatQuery';
export type { ClientQuery } from './formatQuery';
export { readEventStream } from './readEventStream';
export { methodOf } from './Route';
export type { HttpMethod, JsonRoute, Route, StreamRoute } from './Route';
export { RouteClient } from './RouteClient';
export type { ClientRequest, RequestOptions, RouteClientOptions } from './RouteClient';
export { toOpenApi } from './toOpenApi';
export type { OpenApiOptions } from './toOpenApi';
