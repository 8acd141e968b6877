import { EntryBuffer } from '../trail/EntryBuffer';
import type { RequestSource } from '../sourceOf';
import type { RouteNote } from './routeNotes';

/** One request that has been answered, or given up. */
export interface RequestEntry extends RouteNote, RequestSource {
  /** Epoch milliseconds of when it began. */
  readonly at: number;
  readonly durationMs: number;
  readonly method: string;
  /** Without the query, which may hold what is nobody's business. */
  readonly path: string;
  /** As it stands after `?`; only to tell a plan from a run. */
  readonly isPlan: boolean;
  readonly status: number;
  /** The bearer token, where no route has said whose it is. It leaves this buffer only to be resolved. */
  readonly token?: string;
}

/** Requests on their way to the audit trail. */
export class RequestTrail extends EntryBuffer<RequestEntry> {}
