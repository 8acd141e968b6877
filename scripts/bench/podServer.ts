import { createServer, type ServerResponse } from 'node:http';
import { syntheticPod } from './syntheticPods';

const PAGE = 500;

/** Pages as the API server sends them, serialised before anyone asks: the server must not be what is measured. */
function serialisePages(count: number, namespaces: number): Buffer[] {
  const pages: Buffer[] = [];
  for (let from = 0; from < count; from += PAGE) {
    const to = Math.min(count, from + PAGE);
    const items: string[] = [];
    for (let at = from; at < to; at++)
      items.push(JSON.stringify(syntheticPod(at, { count, namespaces })));
    const more =
      to < count ? `,"continue":"page-${to / PAGE}","remainingItemCount":${count - to}` : '';
    const head = `{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"900000"${more}},"items":[`;
    pages.push(Buffer.from(`${head}${items.join(',')}]}\n`));
  }
  return pages;
}

function watch(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const bookmark =
    '{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"900000"}}}\n';
  const timer = setInterval(() => response.write(bookmark), 20_000);
  response.on('close', () => clearInterval(timer));
}

/** Serves pods under any path prefix, so that one process stands for many clusters. Prints its port, then the bytes of one full list. */
export function servePods(count: number, namespaces: number): void {
  const pages = serialisePages(count, namespaces);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.endsWith('/api/v1/pods')) return response.writeHead(404).end('{}');
    if (url.searchParams.get('watch') === 'true') return watch(response);
    const token = url.searchParams.get('continue');
    const page = pages[token === null ? 0 : Number(token.slice('page-'.length))];
    if (page === undefined) return response.writeHead(410).end('{}');
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length });
    return response.end(page);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const bytes = pages.reduce((sum, page) => sum + page.length, 0);
    process.stdout.write(`${JSON.stringify({ port, bytes })}\n`);
  });
}
