import type { RequestHandler } from 'express';
import { sourceOf } from '../sourceOf';
import type { RequestTrail } from './RequestTrail';
import { noteOf } from './routeNotes';

const BEARER = /^Bearer (\S{1,16384})$/i;

/** Notes each request to `/api` once its answer is over. Does nothing else, and waits for nothing. */
export function noteRequests(trail: RequestTrail, now: () => number = Date.now): RequestHandler {
  return (request, response, next) => {
    if (!trail.isOpen || !request.path.startsWith('/api/')) return next();
    const at = now();
    const source = sourceOf(request);
    const { method, path } = request;
    const isPlan = request.url.includes('plan=true');
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    response.once('close', () => {
      const note = noteOf(response);
      trail.add({
        ...{ at, method, path, isPlan },
        ...source,
        ...note,
        durationMs: Math.max(0, now() - at),
        // Where the client left before there was an answer, there is no status to tell; 499 is what proxies say then.
        status: response.headersSent ? response.statusCode : 499,
        token: note.actor === undefined ? token : undefined,
      });
    });
    return next();
  };
}
