import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { freePort } from '../freePort';

/**
 * Tells what was asked. And an API server's address without TLS, on loopback: a cluster that stands beside the sandbox has no certificate, and the real one of the tests has one of its own making.
 */
export async function plainProxy(server: string) {
  const port = await freePort();
  const isSecure = server.startsWith('https:');
  const agent = isSecure
    ? new https.Agent({ rejectUnauthorized: false, keepAlive: true })
    : new http.Agent({ keepAlive: true });
  const { request } = isSecure ? https : http;
  /** Method and address of each request. */
  const asked: string[] = [];
  const proxy = http.createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '/', server);
    const { host, connection, ...headers } = incoming.headers;
    asked.push(`${incoming.method} ${incoming.url}`);
    const forwarded = request(url, { method: incoming.method, headers, agent }, got => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      answer.flushHeaders();
      got.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  // Terminals.
  proxy.on('upgrade', (incoming, socket) => {
    const { hostname, port: at } = new URL(server);
    const to = { host: hostname, port: Number(at), rejectUnauthorized: false };
    const upstream = isSecure ? tls.connect(to) : net.connect(to);
    const lines = incoming.rawHeaders.map((text, index) =>
      index % 2 ? `${text}\r\n` : `${text}: `,
    );
    upstream.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    upstream.pipe(socket).pipe(upstream);
    for (const side of [socket, upstream]) side.on('error', () => side.destroy());
    proxy.once('close', () => socket.destroy());
  });
  await once(proxy.listen(port, '127.0.0.1'), 'listening');
  return {
    asked,
    url: `http://127.0.0.1:${port}`,
    async close() {
      proxy.closeAllConnections();
      await new Promise(resolve => proxy.close(resolve));
      agent.destroy();
    },
  };
}
