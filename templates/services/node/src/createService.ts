import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { findRoute } from './routes.ts';
import type { Settings } from './settings.ts';

/** Longest that ending what is under way may take. */
const DRAIN_MS = 10_000;

export interface Service {
  /** Listens, and answers with the port. */
  start(): Promise<number>;
  /** Takes no new requests, ends those under way, and closes. */
  stop(): Promise<void>;
}

export function createService({ name, port }: Settings, log: Log): Service {
  const metrics = createMetrics();
  const tracer = trace.getTracer(name);
  let isReady = false;

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://service');
    const route = findRoute(request.method ?? 'GET', pathname);
    const method = route.allowed ? (request.method ?? 'GET') : 'OTHER';
    const timer = metrics.durations.startTimer();
    const parent = propagation.extract(context.active(), request.headers);
    const options = {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': method, 'http.route': route.name },
    };
    await tracer.startActiveSpan(`${method} ${route.name}`, options, parent, async span => {
      try {
        await route.handle(response, { registry: metrics.registry, isReady });
      } catch (error) {
        span.recordException(error as Error);
        log('error', 'A request failed', { route: route.name, error: String(error) });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      }
      const status = response.statusCode;
      if (status >= 500 && route.name !== '/readyz') span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('http.response.status_code', status);
      span.end();
      const labels = { method, route: route.name, status: String(status) };
      timer(labels);
      metrics.requests.inc(labels);
      log(route.isProbe ? 'debug' : 'info', 'Answered', { method, path: pathname, status });
    });
  }

  const server = createServer((request, response) => void answer(request, response));
  server.requestTimeout = 30_000;
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, () => {
          isReady = true;
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    stop: () =>
      new Promise(resolve => {
        isReady = false;
        const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
