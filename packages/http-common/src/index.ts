export { commaList } from './commaList';
export { eventSocketFetch } from './eventSocket/eventSocketFetch';
export type { EventSocketOptions } from './eventSocket/eventSocketFetch';
export {
  EVENT_SOCKET_BEAT_MS,
  EVENT_SOCKET_CLOSE,
  EVENT_SOCKET_PATH,
  EVENT_SOCKET_WINDOW,
  eventSocketOpenSchema,
  eventSocketTakenSchema,
  MAX_EVENT_SOCKET_MESSAGE,
} from './eventSocket/eventSocketProtocol';
export type { EventSocketOpen, EventSocketServerMessage } from './eventSocket/eventSocketProtocol';
export { formatQuery } from './formatQuery';
export type { ClientQuery } from './formatQuery';
export { readEventStream } from './readEventStream';
export { methodOf } from './Route';
export type { HttpMethod, JsonRoute, Route, StreamRoute } from './Route';
export { RouteClient } from './RouteClient';
export type { ClientRequest, RequestOptions, RouteClientOptions } from './RouteClient';
export { toOpenApi } from './toOpenApi';
export type { OpenApiOptions } from './toOpenApi';
