import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import { z } from 'zod';

/** Where a server takes WebSockets that carry one event stream each. */
export const EVENT_SOCKET_PATH = '/api/streams/socket';

/** How codes of closing say what a plain request would have said by how its connection ends. */
export const EVENT_SOCKET_CLOSE = {
  /** The answer is whole. */
  ended: 1000,
  /** The server shuts down. */
  restart: 1012,
  /** What the client sent was not understood. */
  protocol: 4400,
  /** The client did not say in time what it wants. */
  timeout: 4408,
  /** The answer broke off. */
  broken: 4502,
} as const;

/** How much of an answer may be on its way, or wait in the browser, before the server waits for the one who reads it. */
export const EVENT_SOCKET_WINDOW = 512 * 1024;

/** The server says something at least this often, so that a connection that died without a word is noticed. */
export const EVENT_SOCKET_BEAT_MS = 15_000;

/** Two tokens fit, as in the headers of a request. */
export const MAX_EVENT_SOCKET_MESSAGE = 64 * 1024;

/** All of a request's own headers that travel; everything else about it is the server's to say. */
export const EVENT_SOCKET_HEADERS = [
  'authorization',
  CLUSTER_TOKEN_HEADER,
  'last-event-id',
] as const;

/** What a header may hold: no line ends, and nothing that Node would not send. */
const headerSchema = z
  .string()
  .max(32 * 1024)
  .regex(/^[\t\x20-\x7e]*$/);

/** The first message of a client: the `GET` request whose event stream it wants. */
export const eventSocketOpenSchema = z.strictObject({
  /** With the query, as in the request's first line. */
  path: z
    .string()
    .max(16 * 1024)
    .regex(/^\/api\/[\x21-\x7e]*$/),
  headers: z.partialRecord(z.enum(EVENT_SOCKET_HEADERS), headerSchema),
});

/** The messages after it: how many bytes of the answer have been read by now. */
export const eventSocketTakenSchema = z.strictObject({ taken: z.int().nonnegative() });

export type EventSocketOpen = z.output<typeof eventSocketOpenSchema>;
export type EventSocketTaken = z.output<typeof eventSocketTakenSchema>;

/** Text messages of the server; the body of the answer follows in binary ones. */
export type EventSocketServerMessage =
  | { readonly type: 'beat' }
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly statusText: string;
      readonly headers: Readonly<Record<string, string>>;
    };
