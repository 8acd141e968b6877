import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';

const EMPTY =
  '<!doctype html><title>empty</title><body style="margin:0"><div id="box" style="height:100vh;overflow:auto"><div style="height:3000000px"></div></div>';
const PEER = '<!doctype html><title>peer</title><body style="margin:0"><div id="root"></div>';

/** Two pages to compare with: one that only scrolls an empty box, and MUI's virtualised table with rows that change. */
export async function servePeers() {
  const { outputFiles } = await build({
    entryPoints: ['scripts/bench/smoothness/peerTable.tsx'],
    bundle: true,
    write: false,
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const script = outputFiles[0]?.text ?? '';
  const pages: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/empty': ['text/html', EMPTY],
    '/peer': ['text/html', `${PEER}<script src="/peer.js"></script>`],
    '/peer.js': ['text/javascript', script],
  };
  const server = createServer((request, response) => {
    const [type, text] = pages[request.url ?? ''] ?? ['text/plain', 'not found'];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://localhost:${port}`, close: () => server.close() };
}
