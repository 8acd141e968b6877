import type { Response } from 'express';

/** What a route knows of a request that the server in front of it does not. */
export interface RouteNote {
  /** `GET /tenants/{name}`. */
  readonly route?: string;
  /** Entity ref of the person. */
  readonly actor?: string;
  /** The parsed query. */
  readonly query?: Readonly<Record<string, unknown>>;
}

const notes = new WeakMap<Response, RouteNote>();

/** Adds to what is noted of a request, by its response. */
export function noteRoute(response: Response, note: RouteNote): void {
  notes.set(response, { ...notes.get(response), ...note });
}

export function noteOf(response: Response): RouteNote {
  return notes.get(response) ?? {};
}
