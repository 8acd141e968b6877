import { createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventSocketServer } from '../../../packages/http-node/src/eventSocket/EventSocketServer';
import { systemClock } from '../../../packages/kube-node/src/reflector/Clock';

export const ROWS = 100_000;
export const LOG_LINES = 100_000;
/** As often as the portal sends deltas at most. */
export const DELTA_MS = 100;
/** Of the rows in the window, in each delta. */
const CHANGED_PER_DELTA = 20;
const LINES_PER_EVENT = 1_000;
/** A hundred lines in each tenth of a second: 1,000 a second. */
export const FOLLOWED_LINES = 100;

interface Row {
  uid: string;
  name: string;
  cells: Record<string, unknown>;
  [field: string]: unknown;
}

interface Page {
  items: Row[];
  columns: unknown[];
  asOf: number;
  [field: string]: unknown;
}

/**
 * The portal with two streams of its own in the place of the real ones: 100,000 pods of which the visible ones keep
 * changing, and a log of 100,000 lines that goes on. Everything else is passed on.
 */
export async function startPortalProxy(portal: string, token: string) {
  const sample = await readSample(portal, token);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', portal);
    if (url.pathname === '/api/clusters/rows/stream') streamRows(url, response, sample);
    else if (url.pathname === '/api/clusters/logs') streamLog(response);
    else passOn({ request, response, portal, own: addressOf() });
  });
  const addressOf = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  // Streams over WebSockets are requests to this proxy itself, as they are requests to the portal there.
  const sockets = new EventSocketServer({
    clock: systemClock,
    origins: [addressOf()],
    shutdown: new AbortController().signal,
  });
  sockets.listenTo(server);
  return {
    address: addressOf(),
    close: () => {
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readSample(portal: string, token: string): Promise<Page> {
  const response = await fetch(`${portal}/api/clusters/rows?resource=v1/pods&limit=500`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const page: Page = await response.json();
  if (page.items.length === 0) throw new Error('The portal has no pods to copy');
  return page;
}

/** Row `index` of the fake table: a real pod under another name. */
function rowAt({ items }: Page, index: number): Row {
  const model = items[index % items.length];
  if (model === undefined) throw new Error('There is no row to copy');
  return { ...model, uid: `uid-${index}`, name: `${model.name}-${index}`, cells: model.cells };
}

function streamRows(url: URL, response: ServerResponse, sample: Page): void {
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 100), ROWS - offset);
  const items = Array.from({ length: limit }, (_, at) => rowAt(sample, offset + at));
  const write = openStream(response);
  const page = { ...sample, items, offset, total: ROWS, failures: [], asOf: Date.now() };
  write({ type: 'page', page });
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    const updated = Array.from({ length: CHANGED_PER_DELTA }, (_, at) => {
      const place = (turn * CHANGED_PER_DELTA + at) % items.length;
      const row = items[place] ?? rowAt(sample, offset);
      const next = { ...row, cells: { ...row.cells, restarts: turn, cpu: (turn % 40) / 10 } };
      items[place] = next;
      return next;
    });
    const delta = { removed: [], inserted: [], updated, total: ROWS, asOf: Date.now() };
    write({ type: 'delta', delta });
  }, DELTA_MS);
  response.on('close', () => clearInterval(timer));
}

function streamLog(response: ServerResponse): void {
  const write = openStream(response);
  let number = 0;
  const lines = (count: number) =>
    Array.from({ length: count }, () => {
      number += 1;
      const level = number % 50 === 0 ? 'error' : 'info';
      return {
        pod: `cart-${number % 5}`,
        container: 'web',
        at: Date.now(),
        text: `level=${level} msg="request served" path=/cart/${number} status=200 duration=${number % 90}ms trace=${number.toString(16)}`,
      };
    });
  for (let sent = 0; sent < LOG_LINES; sent += LINES_PER_EVENT)
    write({ type: 'lines', lines: lines(LINES_PER_EVENT) });
  const timer = setInterval(() => write({ type: 'lines', lines: lines(FOLLOWED_LINES) }), DELTA_MS);
  response.on('close', () => clearInterval(timer));
}

function openStream(response: ServerResponse): (event: unknown) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  return event => response.write(`data: ${JSON.stringify(event)}\n\n`);
}

function passOn(call: {
  request: IncomingMessage;
  response: ServerResponse;
  portal: string;
  own: string;
}): void {
  const { request, response, portal, own } = call;
  const { method, headers } = request;
  const url = new URL(request.url ?? '/', portal);
  // Uncompressed, because pages are rewritten.
  const forwarded = { ...headers, host: url.host, 'accept-encoding': 'identity' };
  const upstream = send(url, { method, headers: forwarded }, answer => {
    const isPage = answer.headers['content-type']?.includes('text/html') ?? false;
    if (!isPage) {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      return;
    }
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      // The page names the portal's own address, and would go around this proxy.
      const text = Buffer.concat(chunks).toString().replaceAll(portal, own);
      const { 'content-length': _length, etag: _etag, ...rest } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, rest).end(text);
    });
  });
  upstream.on('error', () => response.writeHead(502).end());
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}
