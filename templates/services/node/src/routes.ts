import type { ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

interface RouteContext {
  readonly registry: Registry;
  readonly isReady: boolean;
}

export interface Route {
  /** As metrics and traces call it: never a path that somebody made up. */
  readonly name: string;
  readonly isProbe: boolean;
  readonly allowed: boolean;
  handle(response: ServerResponse, context: RouteContext): Promise<void> | void;
}

type Handler = Route['handle'];

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** What the service is for: begin here. */
const PAGES: Readonly<Record<string, Handler>> = {
  '/': response => json(response, 200, { service: '${{ values.name }}', message: 'Hello' }),
};

const PROBES: Readonly<Record<string, Handler>> = {
  '/healthz': response => json(response, 200, { status: 'ok' }),
  '/readyz': (response, { isReady }) =>
    json(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'stopping' }),
  '/metrics': async (response, { registry }) => {
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType });
    response.end(text);
  },
};

const READS = ['GET', 'HEAD'];

export function findRoute(method: string, path: string): Route {
  const isProbe = Object.hasOwn(PROBES, path);
  const handle = isProbe ? PROBES[path] : Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
  const allowed = READS.includes(method);
  if (handle === undefined)
    return {
      name: 'none',
      isProbe,
      allowed,
      handle: response => json(response, 404, { error: 'There is nothing here' }),
    };
  if (!allowed)
    return {
      name: path,
      isProbe,
      allowed,
      handle: response => json(response, 405, { error: `${path} is only read` }),
    };
  return { name: path, isProbe, allowed, handle };
}
